import { readFileSync } from "node:fs";
import { stripTypeScriptTypes } from "node:module";
import { join } from "node:path";
import { runInNewContext } from "node:vm";
import { expect, test } from "vitest";
import { paths } from "../config/paths.ts";
import { exercises, lab05, todo } from "./index.ts";

/** The answer that a piece of lab code declares last, as a cell would hand it to `check`. */
function answerOf(code: string): unknown {
  const name = [...code.matchAll(/^const (\w+)/gm)].at(-1)?.[1];
  return runInNewContext(`${stripTypeScriptTypes(code)}\n;${name}`, {}, { timeout: 1000 });
}

const all = Object.entries(exercises);

test("the table of labs and the registry name the same exercises", () => {
  const table: { exercises: string[] }[] = JSON.parse(readFileSync(join(paths.labs, "labs.json"), "utf8"));
  expect(table.flatMap((lab) => lab.exercises).sort()).toEqual(Object.keys(exercises).sort());
});

test.each(all)(
  "%s: the solution passes, the wrong answer fails, an untouched starter is unattempted",
  async (_, one) => {
    const judge = async (answer: unknown) => (await one.judge(answer as never)).kind;
    expect(await judge(answerOf(one.spec.solution))).toBe("pass");
    expect(await judge(answerOf(one.spec.wrong))).toBe("fail");
    expect(await judge(() => todo())).not.toBe("pass");
  },
);

test.each(all)("%s: three hints, none of them empty", (_, { spec }) => {
  expect(spec.hints.map((hint) => hint.trim().length > 10)).toEqual([true, true, true]);
});

test("a right answer is told from any other, so that a wrong one stops no later cell", () => {
  const { q1 } = lab05;
  const right = (query: string, most: number) =>
    (query.match(/\S+/gu) ?? []).length > most ? "cloud" : "local";
  expect(q1.accepts(right)).toBe(true);
  expect(q1.accepts(() => todo())).toBe(false);
  expect(q1.accepts(() => "local")).toBe(false);
  expect(
    q1.accepts(() => {
      throw new TypeError("mine");
    }),
  ).toBe(false);
});
