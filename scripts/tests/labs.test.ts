import { existsSync } from "node:fs";
import { stripTypeScriptTypes } from "node:module";
import { join } from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import { paths } from "../../modules/src/config/paths.ts";
import { exercises } from "../../modules/src/exercises/registry.ts";
import { checkLabs } from "../notebooks/check-labs.ts";
import { codeCells } from "../notebooks/document.ts";
import { ensureBuilt } from "../notebooks/ensure-built.ts";
import { readLab, readLabList } from "../notebooks/lab-list.ts";
import { updateLabTables } from "../notebooks/lab-table.ts";
import { checkStatement } from "../notebooks/solve-notebook.ts";

const TIME_LIMIT_MS = 600_000;

const labs = readLabList(paths.labs);

beforeAll(ensureBuilt, TIME_LIMIT_MS);

test("the labs are in their one form, in step with their table and their exercises, and strictly typed", {
  timeout: TIME_LIMIT_MS,
}, () => {
  const answers = (id: string) => exercises[id]?.spec;
  expect(checkLabs({ folder: paths.labs, exerciseIds: Object.keys(exercises), answers })).toEqual([]);
  expect(labs.length).toBeGreaterThan(1);
});

test("the tables of labs in the READMEs are those of labs.json", () => {
  expect(updateLabTables(labs, { write: false })).toEqual([]);
});

test.each([...new Set(labs.map(({ track }) => track))])(
  "the labs of the track %s are run by a test",
  (track) => {
    expect(existsSync(join(import.meta.dirname, `labs-${track}.test.ts`))).toBe(true);
  },
);

describe.each(labs)("lab $number, $title", (lab) => {
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
