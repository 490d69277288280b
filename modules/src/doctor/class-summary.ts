import { explainError } from "../core/errors.ts";
import { problemsOf, type ReadinessProblem } from "./describe-readiness.ts";
import type { Readiness } from "./readiness.ts";
import { decodeReadiness, looksLikeCode } from "./readiness-code.ts";

/** A problem and the lines of the sheet whose machines have it. */
export interface CountedProblem extends ReadinessProblem {
  readonly lines: readonly number[];
}

/** What the codes of a class say together. */
export interface ClassSummary {
  /** Codes that were read. */
  readonly machines: number;
  /** Machines on which every lab runs. */
  readonly ready: number;
  /** What to look at, the most frequent first. */
  readonly problems: readonly CountedProblem[];
  readonly systems: Readonly<Record<string, number>>;
  readonly memory: Readonly<Record<string, number>>;
  /** Fewest and most labs that run on a machine. */
  readonly labs: { readonly fewest: number; readonly most: number };
  /** One line for each line of the sheet that has no code that can be read. */
  readonly unreadable: readonly string[];
}

/**
 * Reads a sheet that the instructor keeps: one machine a line, its code anywhere among cells that commas, semicolons,
 * tabs or spaces part. Empty lines and a heading without a code in the first line are passed over.
 */
export function summariseClass(sheet: string): ClassSummary {
  const entries: Entry[] = [];
  const unreadable: string[] = [];
  for (const [index, text] of sheet.split(/\r\n|\r|\n/).entries()) {
    const line = index + 1;
    if (text.trim() === "") continue;
    const found = readLine(text);
    if ("readiness" in found) entries.push({ line, ...found });
    else if (found.problem !== undefined || line > 1)
      unreadable.push(`Line ${line}: ${found.problem ?? "there is no code in it."}`);
  }
  return { ...count(entries), unreadable };
}

interface Entry {
  readonly line: number;
  readonly readiness: Readiness;
}

/** The code of a line; or why the first thing that looks like one is none. */
function readLine(text: string): { readiness: Readiness } | { problem: string | undefined } {
  let problem: string | undefined;
  for (const candidate of candidatesOf(text)) {
    try {
      return { readiness: decodeReadiness(candidate) };
    } catch (error) {
      problem ??= explainError(error);
    }
  }
  return { problem };
}

/** With a dash first, as codes are printed; a word of letters alone is a name. */
function candidatesOf(text: string): string[] {
  const cells = text.split(/[,;\t]/).map((cell) => cell.trim().replace(/^"(.*)"$/, "$1"));
  const words = [...cells, ...cells.flatMap((cell) => cell.split(/\s+/))];
  const codes = [...new Set(words.filter((word) => looksLikeCode(word) && /[\d-]/.test(word)))];
  return codes.sort((one, other) => Number(other.includes("-")) - Number(one.includes("-")));
}

function count(entries: readonly Entry[]): Omit<ClassSummary, "unreadable"> {
  const problems = new Map<string, { problem: ReadinessProblem; lines: number[] }>();
  for (const { line, readiness } of entries)
    for (const problem of problemsOf(readiness)) {
      const known = problems.get(problem.text) ?? { problem, lines: [] };
      known.lines.push(line);
      problems.set(problem.text, known);
    }
  const labs = entries.map(({ readiness }) => readiness.labs);
  return {
    machines: entries.length,
    ready: entries.filter(({ readiness }) => !problemsOf(readiness).some(({ essential }) => essential))
      .length,
    problems: [...problems.values()]
      .map(({ problem, lines }) => ({ ...problem, lines }))
      .sort((one, other) => other.lines.length - one.lines.length),
    systems: tally(entries.map(({ readiness }) => readiness.system)),
    memory: tally(entries.map(({ readiness }) => readiness.memory)),
    labs: { fewest: labs.length ? Math.min(...labs) : 0, most: labs.length ? Math.max(...labs) : 0 },
  };
}

function tally(words: readonly string[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const word of words) counts[word] = (counts[word] ?? 0) + 1;
  return counts;
}
