import { NetChar } from "./net-char.ts";
import { NetDecimal } from "./net-decimal.ts";
import { NetDouble } from "./net-double.ts";
import { formatError } from "./net-exception.ts";
import { fitInteger } from "./net-integer.ts";
import type { NetNumber, NumberKind } from "./numbers.ts";

/** `int.Parse(text)` and its like. Throws `FormatException` or `OverflowException`. */
export function parseNumber(text: string, kind: NumberKind): NetNumber {
  const trimmed = text.trim();
  switch (kind) {
    case "char":
      if (text.length !== 1) throw formatError("String must be exactly one character long.");
      return NetChar.from(text);
    case "double":
    case "float":
      return new NetDouble(parseDouble(trimmed), kind === "float");
    case "decimal":
      return NetDecimal.parse(withoutGroups(trimmed));
    default:
      if (!/^[+-]?\d+$/.test(trimmed)) throw formatError();
      return fitInteger(kind, BigInt(trimmed.replace("+", "")));
  }
}

function parseDouble(text: string): number {
  if (text === "NaN") return Number.NaN;
  if (text === "Infinity" || text === "-Infinity") return Number(text);
  const plain = withoutGroups(text);
  if (!/^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?$/.test(plain)) throw formatError();
  return Number(plain);
}

/** Doubles and decimals may have commas between thousands; .NET does not check where. */
function withoutGroups(text: string): string {
  const [whole = "", ...rest] = text.split(".");
  return [whole.replace(/(?<=\d),/g, ""), ...rest].join(".");
}
