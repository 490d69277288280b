import { defineEnum, numbered } from "../types/define-enum.ts";
import type { NetEnum } from "../values/net-enum.ts";

export const stringComparison = defineEnum(
  "System.StringComparison",
  numbered([
    "CurrentCulture",
    "CurrentCultureIgnoreCase",
    "InvariantCulture",
    "InvariantCultureIgnoreCase",
    "Ordinal",
    "OrdinalIgnoreCase",
  ]),
);

export function ignoresCase(comparison: NetEnum | undefined): boolean {
  return comparison?.name.endsWith("IgnoreCase") === true;
}

export function isOrdinal(comparison: NetEnum): boolean {
  return comparison.name.startsWith("Ordinal");
}

/** The text as it is compared. */
export function foldCase(text: string, comparison: NetEnum | undefined): string {
  return ignoresCase(comparison) ? text.toUpperCase() : text;
}
