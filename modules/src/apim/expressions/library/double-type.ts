import { defineType, member, type Out, type TypeDefinition } from "../types/type-definition.ts";
import { NetDouble } from "../values/net-double.ts";
import { argumentNull } from "../values/net-exception.ts";
import { parseNumber } from "../values/parse-number.ts";
import { compareNumbers, tryParse } from "./number-members.ts";

/** `double` or `float`. */
export function doubleType(kind: "double" | "float"): TypeDefinition {
  const single = kind === "float";
  const make = (value: number) => () => new NetDouble(value, single);
  const zero = new NetDouble(0, single);
  const largest = single ? 3.4028234663852886e38 : Number.MAX_VALUE;
  return defineType({
    name: kind,
    fullName: single ? "System.Single" : "System.Double",
    isValueType: true,
    fallback: zero,
    holds: (value) => value instanceof NetDouble && value.single === single,
    members: [
      member(`static ${kind} MaxValue`, make(largest)),
      member(`static ${kind} MinValue`, make(-largest)),
      member(`static ${kind} Epsilon`, make(single ? 1.401298464324817e-45 : Number.MIN_VALUE)),
      member(`static ${kind} NaN`, make(Number.NaN)),
      member(`static ${kind} PositiveInfinity`, make(Number.POSITIVE_INFINITY)),
      member(`static ${kind} NegativeInfinity`, make(Number.NEGATIVE_INFINITY)),
      member(`static bool IsNaN(${kind} value)`, ({ value }: NetDouble) => Number.isNaN(value)),
      member(
        `static bool IsInfinity(${kind} value)`,
        ({ value }: NetDouble) => Math.abs(value) === Number.POSITIVE_INFINITY,
      ),
      member(`static ${kind} Parse(string s)`, (text: string | null) => {
        if (text === null) throw argumentNull("value");
        return parseNumber(text, kind);
      }),
      member(`static bool TryParse(string s, out ${kind} result)`, (text: string | null, result: Out) =>
        tryParse(text, kind, zero, result),
      ),
      member("string ToString(string format)", (self: NetDouble, format: string) => self.toFormat(format)),
      member(`int CompareTo(${kind} value)`, compareNumbers),
    ],
  });
}
