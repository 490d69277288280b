import type { Mark } from "./marks.ts";

const LEAST = 52;
const PER_LETTER = 7;
const TICK = 14;

/** Pixels that the words along the y axis need; numbers fit into the least. */
export function leftMargin(marks: readonly Mark[]): number {
  const longest = Math.max(0, ...marks.flatMap(wordsOf).map((word) => word.length));
  return Math.max(LEAST, TICK + longest * PER_LETTER);
}

function wordsOf({ data, options }: Mark): string[] {
  const y: unknown = Object(options).y;
  if (typeof y !== "string" || !Array.isArray(data)) return [];
  return data.map((row: unknown): unknown => Object(row)[y]).filter((value) => typeof value === "string");
}
