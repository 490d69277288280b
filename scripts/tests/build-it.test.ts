import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { runNode } from "../../modules/tests/run-process.ts";
import { temporaryFolder } from "../../modules/tests/start-test-cloud.ts";

const run = (...words: string[]) => runNode(["scripts/build-it.ts", ...words]);

test("lists the prompts, and says which have no checks and why", async () => {
  const list = run("list");
  expect(await list.ended).toBe(0);
  expect(list.stdout().match(/^\d {2}/gm)).toHaveLength(8);
  expect(list.stdout()).toContain("7  Kubernetes  (not checked: the orchestrator has no room for it yet)");
});

test("shows a prompt with its contract", async () => {
  const shown = run("show", "3");
  expect(await shown.ended).toBe(0);
  expect(shown.stdout()).toMatch(/^Write the cost side[\s\S]*export type CreateCosts[\s\S]*check 3 FILE\n$/);
});

test("checks a file: ours passes, another fails with what it does wrong", async () => {
  const right = run("check", "3", "modules/src/exercises/build-it/ours/costs.ts");
  expect(await right.ended).toBe(0);
  expect(right.stdout()).toMatch(/Cost optimiser: (\d) of \1\n$/);

  const file = join(await temporaryFolder(), "load.ts");
  await writeFile(file, "export const runLoad = async () => ({ sent: 0 });\n");
  const wrong = run("check", "6", file);
  expect(await wrong.ended).toBe(1);
  expect(wrong.stdout()).toMatch(/FAIL {2}sends each request once[^\n]*expected[\s\S]*Load test: 0 of 4\n$/);
});

test.each([
  [["nonsense"], 2],
  [["show", "x"], 2],
  [["show", "9"], 1],
  [["check", "1"], 2],
  [["check", "1", "no-such-file.ts"], 2],
  [["check", "7", "package.json"], 2],
])("%j is refused in one line", async (words, code) => {
  const refused = run(...words);
  expect(await refused.ended).toBe(code);
  expect(refused.stderr().trim().split("\n")).toHaveLength(1);
});
