import { explainError } from "../../modules/src/core/errors.ts";
import { codeCells, type Notebook } from "./document.ts";
import { type ExecuteOptions, executeNotebook, type NotebookRun, type RunFailure } from "./execute.ts";
import { type LabEntry, labName, readLab } from "./lab-list.ts";
import { type Outcome, readOutcomes } from "./outcome.ts";
import { type AnswerBook, type AnswerChoice, solveNotebook } from "./solve-notebook.ts";

export interface RunLabOptions extends ExecuteOptions {
  /** Where the notebooks lie. */
  readonly folder: string;
  readonly choice: AnswerChoice;
  readonly answers: AnswerBook;
}

export interface LabRun {
  readonly lab: LabEntry;
  /** Lines ready to print, one for each thing that is not as it should be; empty when the lab is good. */
  readonly problems: readonly string[];
  /** One line for people: `✓ 01 Environment setup 9.8 s, 14 cells, 2 exercises unattempted`. */
  readonly summary: string;
  /** The executed copy, as far as it came. */
  readonly notebook: Notebook | undefined;
}

/** Of the cells of one exercise, one after the other. */
const EXPECTED: Readonly<Record<AnswerChoice, readonly Outcome[]>> = {
  given: ["unattempted"],
  solution: ["pass"],
  wrong: ["fail"],
  corrected: ["fail", "pass"],
};

const IN_WORDS: Readonly<Record<AnswerChoice, string>> = {
  given: "unattempted",
  solution: "passed",
  wrong: "refused as they should be",
  corrected: "refused, then passed",
};

/** Runs one lab in a kernel of its own and compares its exercises with what the choice of answers must give. */
export async function runLab(lab: LabEntry, options: RunLabOptions): Promise<LabRun> {
  try {
    const document = solveNotebook(readLab(options.folder, lab), options.choice, options.answers);
    return report(lab, await executeNotebook(document, options), options.choice);
  } catch (error) {
    const summary = `✗ ${lab.number} ${lab.title}`;
    return { lab, problems: [explainError(error)], summary, notebook: undefined };
  }
}

function report(lab: LabEntry, run: NotebookRun, choice: AnswerChoice): LabRun {
  const failures = [...run.failures, ...exerciseFailures(run, EXPECTED[choice])].sort(
    (one, other) => (one.cell ?? Number.POSITIVE_INFINITY) - (other.cell ?? Number.POSITIVE_INFINITY),
  );
  const mark = failures.length === 0 ? "✓" : "✗";
  const last = EXPECTED[choice].at(-1);
  const exercises = run.outcomes.filter(({ outcome }) => outcome === last).length;
  const noun = exercises === 1 ? "exercise" : "exercises";
  const total = codeCells(run.notebook).length;
  const cells = run.cells < total ? `${run.cells} of ${total} cells` : `${total} cells`;
  const facts = `${(run.ms / 1000).toFixed(1)} s, ${cells}, ${exercises} ${noun} ${IN_WORDS[choice]}`;
  return {
    lab,
    problems: failures.map((failure) => describeFailure(labName(lab), failure)),
    summary: `${mark} ${lab.number} ${lab.title} ${facts}`,
    notebook: run.notebook,
  };
}

function exerciseFailures(run: NotebookRun, expected: readonly Outcome[]): RunFailure[] {
  const ran = codeCells(run.notebook).slice(0, run.cells);
  const tries = new Map<string, number>();
  return ran.flatMap((cell, index) => {
    const id = cell.metadata.exercise;
    if (id === undefined) return [];
    const turn = tries.get(id) ?? 0;
    tries.set(id, turn + 1);
    if (run.failures.some((failure) => failure.cell === index + 1)) return [];
    const outcome = readOutcomes(cell.outputs).find((one) => one.id === id)?.outcome;
    if (outcome === expected[turn]) return [];
    const message = outcome
      ? `exercise ${id} came out as ${outcome}, not ${expected[turn]}`
      : `exercise ${id} showed no outcome`;
    return [{ cell: index + 1, message }];
  });
}

function describeFailure(name: string, { cell, line, message }: RunFailure): string {
  if (cell === undefined) return `${name}: ${message}`;
  return `${name} cell ${cell}${line === undefined ? "" : ` (${line})`}: ${message}`;
}

/** Runs labs side by side, each told as soon as it is done. */
export async function runLabs(
  labs: readonly LabEntry[],
  options: RunLabOptions & { readonly atOnce: number; readonly onRun: (run: LabRun) => void },
): Promise<LabRun[]> {
  const waiting = [...labs];
  const runs: LabRun[] = [];
  const work = async () => {
    for (let lab = waiting.shift(); lab; lab = waiting.shift()) {
      const run = await runLab(lab, options);
      runs.push(run);
      options.onRun(run);
    }
  };
  await Promise.all(Array.from({ length: options.atOnce }, work));
  return runs.toSorted((one, other) => one.lab.number.localeCompare(other.lab.number));
}
