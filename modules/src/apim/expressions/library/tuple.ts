import { defineType, member } from "../types/type-definition.ts";
import { NetTuple } from "../values/net-tuple.ts";

const NAMES = ["T1", "T2", "T3", "T4", "T5"] as const;

const item = (index: number) => (tuple: NetTuple) => tuple.items[index] ?? null;

const items = NAMES.map((name, index) => member(`${name} Item${index + 1}`, item(index)));

/** `(1, "a")`; names of its own are found when it runs. */
export const valueTuple = defineType({
  name: `ValueTuple<${NAMES.join(", ")}>`,
  fullName: "System.ValueTuple",
  isValueType: true,
  holds: (value) => value instanceof NetTuple,
  members: items,
});

/** `Tuple.Create(1, "a")` and `new Tuple<int, string>(1, "a")`. */
export const tuple = defineType({
  name: `Tuple<${NAMES.join(", ")}>`,
  fullName: "System.Tuple",
  holds: (value) => value instanceof NetTuple,
  members: [
    ...NAMES.slice(1).map((_name, index) => {
      const used = NAMES.slice(0, index + 2);
      const parameters = used.map((name, place) => `${name} item${place + 1}`).join(", ");
      return member(
        `static Tuple<${used.join(", ")}> Create<${used.join(", ")}>(${parameters})`,
        (...values: readonly unknown[]) => new NetTuple(values),
      );
    }),
    ...NAMES.slice(1).map((_name, index) => {
      const parameters = NAMES.slice(0, index + 2)
        .map((name, place) => `${name} item${place + 1}`)
        .join(", ");
      return member(`new(${parameters})`, (...values: readonly unknown[]) => new NetTuple(values));
    }),
    ...items,
  ],
});
