import type { Expression } from "../syntax/syntax-tree.ts";
import { DYNAMIC, typeOf } from "../types/net-type.ts";
import { AnonymousObject } from "../values/anonymous-object.ts";
import { NetTuple } from "../values/net-tuple.ts";
import type { Code } from "./code.ts";
import { compileCode } from "./compile-code.ts";
import type { Place } from "./place.ts";

type Anonymous = Extract<Expression, { kind: "new-anonymous" }>;
type Tuple = Extract<Expression, { kind: "tuple" }>;

/** `new { a = 1 }`; its members are found when it runs. */
export function compileAnonymous({ members }: Anonymous, place: Place): Code {
  const parts = members.map(({ name, value }) => [name, compileCode(value, place).run] as const);
  return {
    type: DYNAMIC,
    run: (frame) => new AnonymousObject(new Map(parts.map(([name, run]) => [name, run(frame)]))),
  };
}

/** `(1, name: "x")`. */
export function compileTuple({ items }: Tuple, place: Place): Code {
  const codes = items.map(({ value }) => compileCode(value, place));
  const names = items.map((item) => item.name);
  const run: Code["run"] = (frame) =>
    new NetTuple(
      codes.map((code) => code.run(frame)),
      names,
    );
  return {
    type: names.some(Boolean) ? DYNAMIC : typeOf("ValueTuple", ...codes.map((code) => code.type)),
    run,
  };
}
