import { existsSync, mkdirSync, readdirSync, readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, dirname, join } from "node:path";
import { expect, test } from "vitest";
import { paths } from "../../modules/src/config/paths.ts";
import { runKit } from "./kit.ts";
import { temporaryFolder } from "./temporary-folder.ts";

/** Leaves a folder itself, one by a program it starts, and fails; says where it left them. */
const LITTERS = `
import { execFileSync } from "node:child_process";
import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";

test("leaves two folders and fails", () => {
  const left = mkdtempSync(join(tmpdir(), "left-"));
  writeFileSync(join(left, "file"), "x");
  const program = 'console.log(fs.mkdtempSync(path.join(os.tmpdir(), "left-by-a-program-")))';
  const byProgram = execFileSync(process.execPath, ["-e", program], { encoding: "utf8" }).trim();
  writeFileSync(import.meta.dirname + "/said.json", JSON.stringify([left, byProgram]));
  expect(left).toBe("failed on purpose");
});
`;

test("a run of the tests leaves nothing in the temporary folder, though tests and their programs do and fail", async () => {
  const config = `
import { defineConfig } from "vitest/config";
import whole from ${JSON.stringify(join(paths.root, "vitest.config.mts"))};
const projects = whole.test.projects.map(({ test }) => ({ test: { ...test, include: ["*.test.ts"] } }));
export default defineConfig({ test: { ...whole.test, projects } });
`;
  const folder = temporaryFolder({ "litters.test.ts": LITTERS, "vitest.config.mts": config });
  const place = join(folder, "place");
  mkdirSync(place);
  const run = runKit(
    process.execPath,
    [join(paths.root, "node_modules", "vitest", "vitest.mjs"), "run", "--root", folder],
    { environment: { TMPDIR: place, TEMP: place, TMP: place } },
  );
  expect(await run.ended, run.output()).toBe(1);
  expect(run.output()).toContain("failed on purpose");
  const [left = "", byProgram = ""]: string[] = JSON.parse(readFileSync(join(folder, "said.json"), "utf8"));
  expect(dirname(left)).toBe(dirname(byProgram));
  expect(dirname(dirname(left))).toBe(place);
  expect(readdirSync(place)).toEqual([]);
});

test("this run has such a folder, and one of compiled programs", () => {
  expect(basename(tmpdir())).toMatch(/^tests-/);
  expect(existsSync(process.env.NODE_COMPILE_CACHE ?? "")).toBe(true);
});
