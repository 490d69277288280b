import { mkdirSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { paths } from "../modules/src/config/paths.ts";
import { exercises } from "../modules/src/exercises/registry.ts";
import { ensureBuilt } from "./notebooks/ensure-built.ts";
import { chooseLabs, labFile, readLabList } from "./notebooks/lab-list.ts";
import { readSeconds, runCommand, UsageError } from "./notebooks/run-command.ts";
import { type LabRun, runLabs } from "./notebooks/run-lab.ts";
import type { AnswerChoice } from "./notebooks/solve-notebook.ts";
import { writeNotebook } from "./notebooks/write-notebook.ts";

const HELP = `Runs labs from the first cell to the last, each in a notebook kernel of its own with a lab cloud of its own, two at a
time. A lab fails when a cell fails or writes to stderr, now or late, and when an exercise comes out otherwise than expected.
A lab asks Azure when .env names it, as in JupyterLab.

  npm run labs -- [NUMBER ...] [flags]      all labs when no number is given

  --solved         put the solution into each exercise; all must pass
  --wrong          put a wrong answer into each exercise; all must be refused
  --write DIR      keep the executed notebooks in DIR
  --cell-limit S   seconds a cell may take (120)
  --lab-limit S    seconds a lab may take (600)
  --folder DIR     read the labs from DIR instead of labs/
  --help           this text
`;

interface Choices {
  readonly solved?: boolean | undefined;
  readonly wrong?: boolean | undefined;
}

function answerChoice({ solved, wrong }: Choices): AnswerChoice {
  if (solved && wrong) throw new UsageError("--solved and --wrong do not go together.");
  if (solved) return "solution";
  return wrong ? "wrong" : "given";
}

function print({ summary, problems }: LabRun): void {
  console.log(summary);
  for (const problem of problems) console.log(`  ${problem}`);
}

function write(runs: readonly LabRun[], folder: string): void {
  mkdirSync(folder, { recursive: true });
  for (const { lab, notebook } of runs)
    if (notebook) writeFileSync(join(folder, labFile(lab)), writeNotebook(notebook));
}

await runCommand({
  help: HELP,
  words: "numbers of labs",
  flags: {
    solved: { type: "boolean" },
    wrong: { type: "boolean" },
    write: { type: "string" },
    "cell-limit": { type: "string", default: "120" },
    "lab-limit": { type: "string", default: "600" },
    folder: { type: "string", default: paths.labs },
  },
  async run(flags, numbers) {
    const choice = answerChoice(flags);
    const folder = resolve(flags.folder);
    const labs = chooseLabs(readLabList(folder), numbers);
    const cellLimitMs = readSeconds("cell-limit", flags["cell-limit"]);
    const notebookLimitMs = readSeconds("lab-limit", flags["lab-limit"]);
    await ensureBuilt();
    const runs = await runLabs(labs, {
      folder,
      choice,
      answers: (id) => exercises[id]?.spec,
      cwd: paths.labs,
      cellLimitMs,
      notebookLimitMs,
      atOnce: 2,
      onRun: print,
    });
    if (flags.write !== undefined) write(runs, resolve(flags.write));
    return runs.every(({ problems }) => problems.length === 0);
  },
});
