import { formatInteger } from "./format-number.ts";
import { formatError } from "./net-exception.ts";
import { toNetText } from "./net-text.ts";
import { NetValue } from "./net-value.ts";

/** `value.ToString(format)` in the invariant culture; null is "". */
export function formatValue(value: unknown, format: string): string {
  if (format === "" || value === null) return toNetText(value);
  if (typeof value === "number") return formatInteger(BigInt(value), format, 32) ?? String(value);
  if (typeof value === "bigint") return formatInteger(value, format, 64) ?? String(value);
  return value instanceof NetValue ? value.toFormat(format) : toNetText(value);
}

/** Pads on the left, or on the right for a negative width. */
export function alignText(text: string, width: number): string {
  return width < 0 ? text.padEnd(-width) : text.padStart(width);
}

/** `string.Format`: `{0}`, `{1,5}`, `{2:F2}`, `{{` and `}}`. */
export function formatComposite(format: string, args: readonly unknown[]): string {
  return format.replace(
    /\{\{|\}\}|\{(\d+)(?:,\s*(-?\d+))?(?::([^{}]*))?\}|[{}]/g,
    (token: string, index?: string, width?: string, pattern?: string) => {
      if (token === "{{" || token === "}}") return token.slice(1);
      if (index === undefined) throw formatError();
      if (Number(index) >= args.length) {
        throw formatError(
          "Index (zero based) must be greater than or equal to zero and less than the size of the argument list.",
        );
      }
      return alignText(formatValue(args[Number(index)], pattern ?? ""), Number(width ?? 0));
    },
  );
}
