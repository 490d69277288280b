import { defineType, member, type Out } from "../types/type-definition.ts";
import { argumentNull, formatError } from "../values/net-exception.ts";

function read(text: string | null): boolean | undefined {
  const plain = text?.trim().toLowerCase();
  return plain === "true" ? true : plain === "false" ? false : undefined;
}

export const boolType = defineType({
  name: "bool",
  fullName: "System.Boolean",
  isValueType: true,
  fallback: false,
  holds: (value) => typeof value === "boolean",
  members: [
    member("static string TrueString", () => "True"),
    member("static string FalseString", () => "False"),
    member("static bool Parse(string value)", (text: string | null) => {
      if (text === null) throw argumentNull("value");
      const value = read(text);
      if (value === undefined) throw formatError("String was not recognized as a valid Boolean.");
      return value;
    }),
    member("static bool TryParse(string value, out bool result)", (text: string | null, result: Out) => {
      const value = read(text);
      result.value = value ?? false;
      return value !== undefined;
    }),
    member("int CompareTo(bool value)", (left: boolean, right: boolean) => Number(left) - Number(right)),
  ],
});
