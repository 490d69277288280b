import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { openStateFolder } from "./state-folder.ts";

function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), "state-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

test("a folder is made with those above it, and taken as it is when it is there", () => {
  const folder = join(temporaryFolder(), "a", "b");
  openStateFolder(folder);
  openStateFolder(folder);
  expect(existsSync(folder)).toBe(true);
});

test("a file in its place is refused by name, with what to do", () => {
  const file = join(temporaryFolder(), "state");
  writeFileSync(file, "");
  expect(() => openStateFolder(file)).toThrow(`${file} cannot be written (EEXIST).`);
});

test("a database that may not be written is refused before anything is asked", (context) => {
  context.skip(process.getuid?.() === 0, "skipped: the superuser may write every file");
  const folder = temporaryFolder();
  const file = join(folder, "ratings.sqlite");
  writeFileSync(file, "", { mode: 0o400 });
  expect(() => openStateFolder(folder)).toThrow(`${file} cannot be written (EACCES).`);
});
