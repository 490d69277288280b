import { defineType, member } from "../types/type-definition.ts";
import { netEquals } from "../values/net-equality.ts";
import { netHash } from "../values/net-hash.ts";
import { toNetText } from "../values/net-text.ts";

export const objectType = defineType({
  name: "object",
  fullName: "System.Object",
  holds: (value) => value !== null,
  members: [
    member("string ToString()", toNetText),
    member("bool Equals(object other)", netEquals),
    member("int GetHashCode()", netHash),
    member("static bool Equals(object left, object right)", netEquals),
    member(
      "static bool ReferenceEquals(object left, object right)",
      (left: unknown, right: unknown) => left === right,
    ),
  ],
});
