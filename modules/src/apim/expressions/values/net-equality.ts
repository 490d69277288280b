import { invalidArgument } from "./net-exception.ts";
import { NetValue } from "./net-value.ts";

/** `left.Equals(right)`: same type and same value. */
export function netEquals(left: unknown, right: unknown): boolean {
  if (left === right) return true;
  return left instanceof NetValue && left.equalTo(right);
}

/** What a dictionary or a set files a value under: equal for equal values. */
export function keyOf(value: unknown): unknown {
  if (!(value instanceof NetValue)) return value;
  const { key } = value;
  // The prefix keeps it apart from every string a policy may use.
  return key === undefined ? value : `\0${value.netType}\0${key}`;
}

/** `Comparer.Default.Compare`: null first; strings in the invariant culture. */
export function netCompare(left: unknown, right: unknown): number {
  if (left === right) return 0;
  if (left === null) return -1;
  if (right === null) return 1;
  if (typeof left === "string" && typeof right === "string") return compareTexts(left, right);
  if (typeof left === "number" && typeof right === "number") return left - right;
  if (typeof left === "bigint" && typeof right === "bigint") return left < right ? -1 : 1;
  if (typeof left === "boolean" && typeof right === "boolean") return left ? 1 : -1;
  if (left instanceof NetValue) return left.compareTo(right);
  throw invalidArgument("At least one object must implement IComparable.");
}

const words = new Intl.Collator("en", { caseFirst: "lower" });
const wordsIgnoringCase = new Intl.Collator("en", { sensitivity: "accent" });

export function compareTexts(left: string, right: string, ignoreCase = false): number {
  return (ignoreCase ? wordsIgnoringCase : words).compare(left, right);
}

/** By UTF-16 units. */
export function compareOrdinal(left: string, right: string): number {
  return left < right ? -1 : left > right ? 1 : 0;
}
