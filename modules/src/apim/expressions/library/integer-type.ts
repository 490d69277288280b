import { defineType, member, type Out, type TypeDefinition } from "../types/type-definition.ts";
import { formatValue } from "../values/format-value.ts";
import { argumentNull } from "../values/net-exception.ts";
import { INTEGERS, type IntegerKind, integerOf } from "../values/net-integer.ts";
import { numberKind } from "../values/numbers.ts";
import { parseNumber } from "../values/parse-number.ts";
import { compareNumbers, tryParse } from "./number-members.ts";

/** One of .NET's integer types. */
export function integerType(kind: IntegerKind): TypeDefinition {
  const { netType, bits, signed } = INTEGERS[kind];
  const largest = (1n << BigInt(signed ? bits - 1 : bits)) - 1n;
  const smallest = signed ? -(1n << BigInt(bits - 1)) : 0n;
  const zero = integerOf(kind, 0n);
  return defineType({
    name: kind,
    fullName: netType,
    isValueType: true,
    fallback: zero,
    holds: (value) => numberKind(value) === kind,
    members: [
      member(`static ${kind} MaxValue`, () => integerOf(kind, largest)),
      member(`static ${kind} MinValue`, () => integerOf(kind, smallest)),
      member(`static ${kind} Parse(string s)`, (text: string | null) => {
        if (text === null) throw argumentNull("String");
        return parseNumber(text, kind);
      }),
      member(`static bool TryParse(string s, out ${kind} result)`, (text: string | null, result: Out) =>
        tryParse(text, kind, zero, result),
      ),
      member("string ToString(string format)", formatValue),
      member(`int CompareTo(${kind} value)`, compareNumbers),
    ],
  });
}
