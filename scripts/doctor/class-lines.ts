import type { ClassSummary } from "../../modules/src/doctor/index.ts";
import { markOf } from "./paint.ts";

/** What the codes of a class say together, for the instructor. */
export function classLines(summary: ClassSummary): string[] {
  const { machines, ready, problems, systems, memory, labs, unreadable } = summary;
  if (machines === 0) return ["No readiness code was found.", ...unreadable];
  return [
    `${count(machines, "machine")}, ${ready} of them ready; ${labs.fewest === labs.most ? labs.most : `${labs.fewest} to ${labs.most}`} labs run.`,
    `Systems: ${listed(systems)}. Memory: ${listed(memory)}.`,
    ...problems.map(
      ({ check, text, lines, essential }) =>
        `  ${markOf(essential ? "missing" : "problem")} ${count(lines.length, "machine")}: ${text} (${check}; ${lines.length === 1 ? "line" : "lines"} ${lines.join(", ")})`,
    ),
    ...unreadable.map((line) => `  ${markOf("unknown")} ${line}`),
  ];
}

const count = (number: number, noun: string) => `${number} ${noun}${number === 1 ? "" : "s"}`;

const listed = (counts: Readonly<Record<string, number>>) =>
  Object.entries(counts)
    .map(([word, number]) => `${number} ${word}`)
    .join(", ");
