import type { Literal } from "../syntax/syntax-tree.ts";
import { BOOL, NULL, STRING, typeOf } from "../types/net-type.ts";
import { NetChar } from "../values/net-char.ts";
import { NetDecimal } from "../values/net-decimal.ts";
import { NetDouble } from "../values/net-double.ts";
import { INTEGERS, type IntegerKind, integerOf } from "../values/net-integer.ts";
import type { Code } from "./code.ts";
import type { Place } from "./place.ts";

export function compileLiteral(literal: Literal, at: number, place: Place): Code {
  switch (literal.type) {
    case "null":
      return constant(NULL, null);
    case "bool":
      return constant(BOOL, literal.value);
    case "string":
      return constant(STRING, literal.value);
    case "char":
      return constant(typeOf("char"), NetChar.from(literal.value));
    case "integer":
      return compileInteger(literal, at, place);
    case "real":
      return compileReal(literal.digits, literal.suffix);
  }
}

function constant(type: Code["type"], value: unknown): Code {
  return { type, run: () => value, constant: true };
}

const SUFFIXED: Readonly<Record<string, readonly IntegerKind[]>> = {
  "": ["int", "uint", "long", "ulong"],
  u: ["uint", "ulong"],
  l: ["long", "ulong"],
  ul: ["ulong"],
};

function compileInteger(
  { digits, radix, suffix }: Literal & { readonly type: "integer" },
  at: number,
  { compilation }: Place,
): Code {
  const prefix = radix === 16 ? "0x" : radix === 2 ? "0b" : "";
  const value = BigInt(`${prefix}${digits}`);
  const kind = (SUFFIXED[suffix] ?? []).find((candidate) => value <= largest(candidate));
  if (!kind) {
    compilation.problem(`The number ${digits} is too large.`, at);
    return constant(typeOf("int"), 0);
  }
  return constant(typeOf(kind), integerOf(kind, value));
}

function largest(kind: IntegerKind): bigint {
  const { bits, signed } = INTEGERS[kind];
  return (1n << BigInt(signed ? bits - 1 : bits)) - 1n;
}

function compileReal(digits: string, suffix: string): Code {
  if (suffix === "m") return constant(typeOf("decimal"), NetDecimal.parse(digits));
  const single = suffix === "f";
  return constant(typeOf(single ? "float" : "double"), new NetDouble(Number(digits), single));
}
