import type { RouteDecision } from "../../routers/index.ts";

/** Labels in the order of growing demand: `[low, high]` or `[low, middle, high]`. */
export type LabelScale = readonly [string, string] | readonly [string, string, string];

/** Words for the two ends of what a query may demand, and for its middle. */
const FAMILIES: readonly {
  readonly low: string;
  readonly middle?: readonly string[];
  readonly high: string;
}[] = [
  { low: "local", high: "cloud" },
  { low: "edge", high: "cloud" },
  { low: "slm", high: "llm" },
  { low: "simple", middle: ["moderate", "medium"], high: "complex" },
  { low: "easy", middle: ["moderate", "medium"], high: "hard" },
  { low: "easy", middle: ["moderate", "medium"], high: "difficult" },
  { low: "small", middle: ["medium"], high: "large" },
  { low: "low", middle: ["moderate", "medium"], high: "high" },
  { low: "weak", high: "strong" },
];

/** The scale whose labels stand in a text, spelled as they are there. */
export function scaleIn(text: string): LabelScale | undefined {
  for (const { low, middle = [], high } of FAMILIES) {
    const ends = [wordIn(text, low), wordIn(text, high)];
    if (ends[0] === undefined || ends[1] === undefined) continue;
    const between = middle.map((word) => wordIn(text, word)).find((word) => word !== undefined);
    return between === undefined ? [ends[0], ends[1]] : [ends[0], between, ends[1]];
  }
  return undefined;
}

/** The scale that these labels are, when they are all on one. */
export function scaleOf(labels: readonly string[]): LabelScale | undefined {
  const scale = scaleIn(labels.join(" "));
  return scale?.length === labels.length && labels.every((label) => scale.includes(label))
    ? scale
    : undefined;
}

/** Of three labels the lowest ends this far below the router's threshold, and the highest begins this far above it. */
const LOW_ENDS_BELOW = 0.1;
const HIGH_BEGINS_ABOVE = 0.2;

/** The label that a router's decision stands for: below or above its threshold, or around it when there is a middle. */
export function labelFor(scale: LabelScale, { score, threshold }: RouteDecision): string {
  const [low, middleOrHigh, high] = scale;
  if (high === undefined) return score < threshold ? low : middleOrHigh;
  if (score < threshold - LOW_ENDS_BELOW) return low;
  return score < threshold + HIGH_BEGINS_ABOVE ? middleOrHigh : high;
}

/** As it is spelled; in capitals when it stands in capitals anywhere, as labels often do. */
function wordIn(text: string, word: string): string | undefined {
  const found = text.match(new RegExp(`(?<![\\p{L}\\p{N}-])${word}(?![\\p{L}\\p{N}-])`, "giu"));
  return found?.find((spelling) => spelling === word.toUpperCase()) ?? found?.[0];
}
