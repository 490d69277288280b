import { type ChatExample, readExample } from "./chat-example.ts";

/** A line that cannot be used, and why: `is no JSON`. */
export interface LineProblem {
  /** Counted from 1. */
  readonly line: number;
  readonly problem: string;
}

/** An example and where it stands. */
export interface NumberedExample {
  /** Counted from 1. */
  readonly line: number;
  readonly example: ChatExample;
}

export interface ExampleFile {
  readonly examples: readonly NumberedExample[];
  /** The first ten. */
  readonly problems: readonly LineProblem[];
}

const NAMED_PROBLEMS = 10;
const LINES_AT_A_TIME = 500;

/** Reads a file for fine-tuning. Empty lines are passed over, and so is a byte order mark. */
export function readExamples(text: string): ExampleFile {
  const reading = beginReading();
  for (const line of linesOf(text)) reading.take(line);
  return reading.file;
}

/** `readExamples` in slices, so that a server goes on answering meanwhile. */
export async function readExamplesInSlices(text: string, pause: () => Promise<void>): Promise<ExampleFile> {
  const reading = beginReading();
  for (const [index, line] of linesOf(text).entries()) {
    if (index % LINES_AT_A_TIME === LINES_AT_A_TIME - 1) await pause();
    reading.take(line);
  }
  return reading.file;
}

const linesOf = (text: string) => text.replace(/^\uFEFF/, "").split("\n");

function beginReading() {
  const examples: NumberedExample[] = [];
  const problems: LineProblem[] = [];
  let line = 0;
  return {
    file: { examples, problems },
    take(text: string) {
      line += 1;
      if (text.trim() === "") return;
      const reading = readExample(text);
      if ("example" in reading) examples.push({ line, example: reading.example });
      else if (problems.length < NAMED_PROBLEMS) problems.push({ line, problem: reading.problem });
    },
  };
}

/** `Line 7 is no JSON.` */
export const describeProblem = ({ line, problem }: LineProblem): string => `Line ${line} ${problem}.`;
