import { stripTypeScriptTypes } from "node:module";
import { beforeAll, describe, expect, test } from "vitest";
import { isConfigured } from "../../modules/src/config/environment.ts";
import { paths } from "../../modules/src/config/paths.ts";
import { exercises } from "../../modules/src/exercises/registry.ts";
import { checkLabs } from "../notebooks/check-labs.ts";
import { codeCells } from "../notebooks/document.ts";
import { ensureBuilt } from "../notebooks/ensure-built.ts";
import { readLab, readLabList } from "../notebooks/lab-list.ts";
import { updateLabTables } from "../notebooks/lab-table.ts";
import { runLab } from "../notebooks/run-lab.ts";
import { type AnswerChoice, checkStatement } from "../notebooks/solve-notebook.ts";

const TIME_LIMIT_MS = 240_000;
const CHOICES: readonly AnswerChoice[] = ["given", "solution", "wrong"];

const labs = readLabList(paths.labs);
const answers = (id: string) => exercises[id]?.spec;

beforeAll(ensureBuilt);

test("the labs are in their one form, in step with their table and their exercises, and strictly typed", () => {
  expect(checkLabs({ folder: paths.labs, exerciseIds: Object.keys(exercises), answers })).toEqual([]);
  expect(labs.length).toBeGreaterThan(1);
});

test("the tables of labs in the READMEs are those of labs.json", () => {
  expect(updateLabTables(labs, { write: false })).toEqual([]);
});

// A notebook would ask the Azure that .env names, and a test must not spend anybody's money.
const namesAzure = isConfigured("AZURE_OPENAI_ENDPOINT");

describe.each(labs)("lab $number, $title", (lab) => {
  test.skipIf(namesAzure).each(CHOICES)(
    "runs in the kernel, answers: %s",
    { timeout: TIME_LIMIT_MS },
    async (choice) => {
      const run = await runLab(lab, {
        folder: paths.labs,
        choice,
        answers,
        cwd: paths.labs,
        cellLimitMs: 120_000,
        notebookLimitMs: TIME_LIMIT_MS - 20_000,
      });
      expect(run.problems).toEqual([]);
      expect(run.summary).toContain(`${lab.exercises.length} exercises`);
    },
  );

  test.each(lab.exercises)("%s passes its solution and refuses the wrong answer", async (id) => {
    const exercise = exercises[id];
    if (!exercise) throw new Error(`${id} is not in the registry`);
    const cell = codeCells(readLab(paths.labs, lab)).find(({ metadata }) => metadata.exercise === id);
    const argument = cell && /\.check\((\w+)\)/.exec(checkStatement(cell) ?? "")?.[1];
    if (!argument) throw new Error(`the cell of ${id} hands one named answer to its check`);
    const judge = async (declarations: string) => {
      const code = stripTypeScriptTypes(declarations, { mode: "strip" });
      const answer = new Function(`${code}\nreturn ${argument};`)();
      return (await exercise.judge(answer as never)).kind;
    };
    expect(await judge(exercise.spec.solution)).toBe("pass");
    expect(await judge(exercise.spec.wrong)).toBe("fail");
  });
});
