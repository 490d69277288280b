import type { Out } from "../types/type-definition.ts";
import { isOrdered } from "../values/comparison.ts";
import { NetException } from "../values/net-exception.ts";
import type { NumberKind } from "../values/numbers.ts";
import { parseNumber } from "../values/parse-number.ts";

/** `TryParse`: false and zero for what is no such number. */
export function tryParse(text: string | null, kind: NumberKind, zero: unknown, result: Out): boolean {
  result.value = zero;
  if (text === null) return false;
  try {
    result.value = parseNumber(text, kind);
    return true;
  } catch (error) {
    if (error instanceof NetException) return false;
    throw error;
  }
}

export function compareNumbers(left: unknown, right: unknown): number {
  if (isOrdered("<", left, right)) return -1;
  return isOrdered(">", left, right) ? 1 : 0;
}
