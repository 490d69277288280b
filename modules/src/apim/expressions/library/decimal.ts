import { defineType, member, type Out } from "../types/type-definition.ts";
import { NetDecimal } from "../values/net-decimal.ts";
import type { NetEnum } from "../values/net-enum.ts";
import { argumentNull } from "../values/net-exception.ts";
import { parseNumber } from "../values/parse-number.ts";
import { compareNumbers, tryParse } from "./number-members.ts";

const zero = new NetDecimal(0n);
const largest = (1n << 96n) - 1n;

export const decimalType = defineType({
  name: "decimal",
  fullName: "System.Decimal",
  isValueType: true,
  fallback: zero,
  holds: (value) => value instanceof NetDecimal,
  members: [
    member("static decimal Zero", () => zero),
    member("static decimal One", () => new NetDecimal(1n)),
    member("static decimal MaxValue", () => new NetDecimal(largest)),
    member("static decimal MinValue", () => new NetDecimal(-largest)),
    member("static decimal Parse(string s)", (text: string | null) => {
      if (text === null) throw argumentNull("s");
      return parseNumber(text, "decimal");
    }),
    member("static bool TryParse(string s, out decimal result)", (text: string | null, result: Out) =>
      tryParse(text, "decimal", zero, result),
    ),
    member("static decimal Round(decimal d)", (value: NetDecimal) => value.round(0)),
    member("static decimal Round(decimal d, int decimals)", (value: NetDecimal, places: number) =>
      value.round(places),
    ),
    member(
      "static decimal Round(decimal d, int decimals, MidpointRounding mode)",
      (value: NetDecimal, places: number, mode: NetEnum) => value.round(places, mode.name === "AwayFromZero"),
    ),
    member("static decimal Truncate(decimal d)", (value: NetDecimal) => new NetDecimal(value.truncate())),
    member("string ToString(string format)", (self: NetDecimal, format: string) => self.toFormat(format)),
    member("int CompareTo(decimal value)", compareNumbers),
  ],
});
