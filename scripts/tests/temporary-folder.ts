import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { onTestFinished } from "vitest";
import { paths } from "../../modules/src/config/paths.ts";

/** A folder with these files, in .out (one disk with node_modules, so that files can be moved), gone after the test. */
export function temporaryFolder(files: Readonly<Record<string, string>> = {}): string {
  mkdirSync(paths.out, { recursive: true });
  const folder = mkdtempSync(join(paths.out, "test-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), text);
  }
  return folder;
}
