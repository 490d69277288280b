import { NetException } from "./net-exception.ts";
import { NetValue } from "./net-value.ts";

/** `Convert.ToString(value)` in the invariant culture: null is "", true is `True`. */
export function toNetText(value: unknown): string {
  switch (typeof value) {
    case "string":
      return value;
    case "number":
    case "bigint":
      return String(value);
    case "boolean":
      return value ? "True" : "False";
    case "function":
      return "System.Func";
    default:
      return objectText(value);
  }
}

function objectText(value: unknown): string {
  if (value === null || value === undefined) return "";
  if (value instanceof NetValue) return value.toText();
  if (value instanceof NetException) return `${value.netType}: ${value.message}`;
  if (value instanceof Uint8Array) return "System.Byte[]";
  return Array.isArray(value) ? `${netTypeOfItems(value)}[]` : String(value);
}

/** The type's full name as `GetType().ToString()` gives it. */
export function netTypeOf(value: unknown): string {
  switch (typeof value) {
    case "string":
      return "System.String";
    case "number":
      return "System.Int32";
    case "bigint":
      return "System.Int64";
    case "boolean":
      return "System.Boolean";
    case "function":
      return "System.Delegate";
    default:
      if (value instanceof NetValue || value instanceof NetException) return value.netType;
      if (value instanceof Uint8Array) return "System.Byte[]";
      return Array.isArray(value) ? `${netTypeOfItems(value)}[]` : "System.Object";
  }
}

/** Arrays and lists do not keep their items' type; it is told from the items. */
export function netTypeOfItems(items: readonly unknown[]): string {
  const [first] = items;
  if (first === undefined) return "System.Object";
  const type = netTypeOf(first);
  return items.every((item) => item === null || netTypeOf(item) === type) ? type : "System.Object";
}
