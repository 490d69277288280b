const DASH = "–";

/** `1234.5` -> `1,234.5`; at most `digits` decimals, which is 2 when not given. What is no number gives a dash. */
export function formatNumber(value: number, digits = 2): string {
  if (!Number.isFinite(value)) return DASH;
  return value.toLocaleString("en-US", { maximumFractionDigits: digits });
}

/** Writes the numbers of one column alike: the largest gets three digits that count, and none is a needless zero. */
export function numberFormat(values: readonly number[]): (value: number) => string {
  const digits = decimalsFor(values.filter(Number.isFinite));
  const format = new Intl.NumberFormat("en-US", {
    minimumFractionDigits: digits,
    maximumFractionDigits: digits,
  });
  return (value) => (Number.isFinite(value) ? format.format(value) : DASH);
}

const MOST_DECIMALS = 12;

function decimalsFor(values: readonly number[]): number {
  const largest = Math.max(0, ...values.map(Math.abs));
  if (largest === 0 || values.every(Number.isInteger)) return 0;
  const needed = Math.min(MOST_DECIMALS, Math.max(0, 2 - Math.floor(Math.log10(largest))));
  const written = values.map((value) => value.toFixed(needed).replace(/\.?0+$/, ""));
  return Math.max(...written.map((text) => text.split(".")[1]?.length ?? 0));
}

/** `0.42 ms`, `340 ms`, `1.24 s`. */
export function formatMs(ms: number): string {
  if (!Number.isFinite(ms)) return DASH;
  if (ms >= 1000) return `${formatNumber(ms / 1000, 2)} s`;
  return `${formatNumber(ms, ms < 10 ? 2 : 0)} ms`;
}

/** US dollars with three digits that count: `$0.0000123`, `$1.2`, `$0`. */
export function formatUsd(usd: number): string {
  if (!Number.isFinite(usd)) return DASH;
  return `$${usd.toLocaleString("en-US", { maximumSignificantDigits: 3 })}`;
}

/** Any value of a table or chart as text for people. */
export function formatValue(value: unknown): string {
  if (value === undefined || value === null) return DASH;
  if (typeof value === "number") return formatNumber(value);
  if (typeof value === "boolean") return value ? "yes" : "no";
  if (typeof value === "string") return value;
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? DASH : value.toISOString();
  return toJson(value);
}

function toJson(value: unknown): string {
  try {
    return JSON.stringify(value) ?? String(value);
  } catch {
    return String(value);
  }
}

/** `firstTokenMs` -> `first token ms`. */
export function wordsOf(name: string): string {
  return name
    .replace(/([a-z0-9])([A-Z])/g, "$1 $2")
    .replaceAll("_", " ")
    .toLowerCase();
}

/** At most `length` characters, the last of them an ellipsis when something was cut. */
export function shorten(text: string, length: number): string {
  const characters = [...text];
  return characters.length <= length ? text : `${characters.slice(0, length - 1).join("")}…`;
}
