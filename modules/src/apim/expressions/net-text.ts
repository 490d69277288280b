import { NetException } from "./values/net-exception.ts";
import { netTypeOf, toNetText } from "./values/net-text.ts";

export { toNetText };

/** A Boolean, or a text that `Boolean.Parse` reads. Throws `NetException` for anything else. */
export function toNetBoolean(value: unknown): boolean {
  if (typeof value === "boolean") return value;
  const text = typeof value === "string" ? value.trim().toLowerCase() : undefined;
  if (text === "true" || text === "false") return text === "true";
  if (typeof value === "string") {
    throw new NetException("System.FormatException", "String was not recognized as a valid Boolean.");
  }
  throw new NetException(
    "System.InvalidCastException",
    `Unable to cast object of type '${netTypeOf(value)}' to type 'System.Boolean'.`,
  );
}
