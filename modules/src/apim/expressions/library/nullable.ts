import { defaultOf } from "../types/default-of.ts";
import type { NetType } from "../types/net-type.ts";
import { defineType, generic, member } from "../types/type-definition.ts";
import { netEquals } from "../values/net-equality.ts";
import { invalidOperation } from "../values/net-exception.ts";
import { toNetText } from "../values/net-text.ts";

/** `T?`. Its value is the `T` itself, or null. */
export const nullableType = defineType({
  name: "T?",
  fullName: "System.Nullable`1",
  members: [
    member("bool HasValue", (value: unknown) => value !== null),
    member("T Value", (value: unknown) => {
      if (value === null) throw invalidOperation("Nullable object must have a value.");
      return value;
    }),
    generic(
      "T GetValueOrDefault()",
      ([type]: readonly NetType[], value: unknown) => value ?? defaultOf(type),
    ),
    member("T GetValueOrDefault(T defaultValue)", (value: unknown, fallback: unknown) => value ?? fallback),
    member("string ToString()", toNetText),
    member("bool Equals(object other)", netEquals),
  ],
});
