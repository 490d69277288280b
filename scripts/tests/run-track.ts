import { readFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import { isConfigured } from "../../modules/src/config/environment.ts";
import { paths } from "../../modules/src/config/paths.ts";
import { exercises } from "../../modules/src/exercises/registry.ts";
import { type Notebook, parseNotebook, raises } from "../notebooks/document.ts";
import { ensureBuilt } from "../notebooks/ensure-built.ts";
import { labFile, readLabList } from "../notebooks/lab-list.ts";
import { readOutcomes } from "../notebooks/outcome.ts";
import { runLab } from "../notebooks/run-lab.ts";
import type { AnswerChoice } from "../notebooks/solve-notebook.ts";
import { hasJupyter } from "../setup/jupyter.mjs";
import { jupyterCommand } from "../start/jupyter-command.ts";
import { runKit } from "./kit.ts";

const TIME_LIMIT_MS = 600_000;

// A notebook would ask the Azure that .env names, and a test must not spend anybody's money.
const namesAzure = isConfigured("AZURE_OPENAI_ENDPOINT");

/**
 * The tests of the labs of one track: each as given, and with answers. Runs of one lab write the same files, so that they
 * come one after the other in one file of tests; those of other tracks run beside them.
 */
export function runTrack(track: string): void {
  const labs = readLabList(paths.labs).filter((lab) => lab.track === track);
  beforeAll(ensureBuilt, TIME_LIMIT_MS);

  describe.each(labs)("lab $number, $title", { timeout: TIME_LIMIT_MS }, (lab) => {
    const runInKernel = async (choice: AnswerChoice) => {
      const run = await runLab(lab, {
        folder: paths.labs,
        choice,
        answers: (id) => exercises[id]?.spec,
        cwd: paths.labs,
        cellLimitMs: 240_000,
        notebookLimitMs: TIME_LIMIT_MS - 20_000,
      });
      expect(run.problems).toEqual([]);
      expect(run.summary).toContain(`${lab.exercises.length} exercises`);
    };

    test.skipIf(namesAzure)("refuses each wrong answer in the kernel, and takes the right one after it", () =>
      runInKernel("corrected"),
    );

    // A second opinion beside our own runner: Jupyter's own client, which stops at the first cell that fails.
    const runInJupyter = async () => {
      const { cells } = await convert(labFile(lab));
      const outcomes = readOutcomes(cells.flatMap((cell) => cell.outputs));
      expect(outcomes).toEqual(lab.exercises.map((id) => ({ id, outcome: "unattempted" })));
      // A cell that is to show an error writes it there.
      const quiet = cells.filter((cell) => !raises(cell));
      const outputs = quiet.flatMap((cell) => cell.outputs);
      expect(outputs.filter((output) => output.output_type === "stream" && output.name === "stderr")).toEqual(
        [],
      );
    };

    if (hasJupyter(paths.root)) test("is executed as given by Jupyter's nbconvert", runInJupyter);
    else test.skipIf(namesAzure)("runs in the kernel as given", () => runInKernel("given"));
  });
}

async function convert(file: string): Promise<Notebook> {
  const jupyter = jupyterCommand({ root: paths.root, port: 0, token: "none", notebook: undefined });
  const folder = join(paths.out, "nbconvert");
  const args = ["-m", "nbconvert", "--execute", "--to=notebook", "--ExecutePreprocessor.kernel_name=tslab"];
  const nbconvert = runKit(jupyter.command, [...args, `--output-dir=${folder}`, join(paths.labs, file)], {
    environment: { ...jupyter.env, LAB_CLOUD: "own", LAB_PROGRESS: "false" },
  });
  expect(await nbconvert.ended, nbconvert.output()).toBe(0);
  return parseNotebook(readFileSync(join(folder, file), "utf8"), file);
}
