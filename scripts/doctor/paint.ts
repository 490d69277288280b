import { styleText } from "node:util";
import type { CheckState } from "../../modules/src/doctor/index.ts";

type Style = "bold" | "dim" | "green" | "yellow" | "red";

/** Text in a colour where standard output is a terminal that takes it; elsewhere as it is. */
export const paint = (style: Style, text: string): string =>
  styleText(style, text, { stream: process.stdout });

/** A mark that says the state without colour, too. */
export const markOf = (state: CheckState): string => paint(MARKS[state].style, MARKS[state].sign);

const MARKS: Readonly<Record<CheckState, { sign: string; style: Style }>> = {
  ok: { sign: "✓", style: "green" },
  optional: { sign: "-", style: "dim" },
  problem: { sign: "!", style: "yellow" },
  missing: { sign: "✗", style: "red" },
  unknown: { sign: "?", style: "yellow" },
};
