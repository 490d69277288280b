import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { paths } from "../../modules/src/config/paths.ts";
import { hasJupyter } from "../setup/jupyter.mjs";
import { jupyterCommand } from "../start/jupyter-command.ts";
import { runKit } from "./kit.ts";

const TIME_LIMIT_MS = 300_000;

const labs: readonly { number: string; slug: string }[] = JSON.parse(
  readFileSync(join(paths.labs, "labs.json"), "utf8"),
);

// A second opinion beside our own runner: Jupyter's own client, which stops at the first cell that fails.
test.for(labs)(
  "Jupyter's nbconvert executes lab $number",
  { timeout: TIME_LIMIT_MS },
  async (lab, context) => {
    context.skip(!hasJupyter(paths.root), "skipped: JupyterLab missing");
    const { command, env } = jupyterCommand({
      root: paths.root,
      port: 0,
      token: "none",
      notebook: undefined,
    });
    const file = `${lab.number}-${lab.slug}.ipynb`;
    const folder = join(paths.out, "nbconvert");
    const args = ["-m", "nbconvert", "--execute", "--to=notebook", "--ExecutePreprocessor.kernel_name=tslab"];
    const nbconvert = runKit(command, [...args, `--output-dir=${folder}`, join(paths.labs, file)], {
      environment: { ...env, LAB_CLOUD: "own", LAB_PROGRESS: "false" },
    });
    expect(await nbconvert.ended, nbconvert.output()).toBe(0);
    const { cells }: Notebook = JSON.parse(readFileSync(join(folder, file), "utf8"));
    expect(
      cells.filter((cell) => JSON.stringify(cell.outputs ?? "").includes("data-exercise=")).length,
    ).toBeGreaterThan(1);
    // A cell that is to show an error writes it there.
    const quiet = cells.filter((cell) => !cell.metadata.tags?.includes("raises-exception"));
    expect(quiet.flatMap((cell) => cell.outputs ?? []).filter((output) => output.name === "stderr")).toEqual(
      [],
    );
  },
);

interface Notebook {
  readonly cells: readonly {
    readonly metadata: { readonly tags?: readonly string[] };
    readonly outputs?: readonly { readonly name?: string; readonly text?: string }[];
  }[];
}
