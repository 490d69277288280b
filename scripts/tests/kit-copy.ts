import { execFileSync } from "node:child_process";
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync } from "node:fs";
import { dirname, join } from "node:path";
import { onTestFinished } from "vitest";
import { paths } from "../../modules/src/config/paths.ts";
import { isInstalled } from "../setup/dependencies.mjs";

/**
 * A second checkout without .env, .cache and .venv, for tests that must not touch this one's. Its packages are a link to
 * ours, so it is made only when setup has nothing to install.
 */
export function copyKit(): string {
  const read = (path: string) => readFileSync(join(paths.root, path), "utf8");
  if (!isInstalled(read("package-lock.json"), read("node_modules/.package-lock.json")))
    throw new Error("node_modules does not match package-lock.json. Run npm ci --ignore-scripts.");
  mkdirSync(paths.out, { recursive: true });
  const folder = mkdtempSync(join(paths.out, "kit-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const listing = execFileSync("git", ["ls-files", "-z", "--cached", "--others", "--exclude-standard"], {
    cwd: paths.root,
    encoding: "utf8",
  });
  const files = listing.split("\0").filter((file) => file !== "" && existsSync(join(paths.root, file)));
  for (const file of [...files, "modules/dist"]) {
    mkdirSync(dirname(join(folder, file)), { recursive: true });
    cpSync(join(paths.root, file), join(folder, file), { recursive: true, preserveTimestamps: true });
  }
  symlinkSync(join(paths.root, "node_modules"), join(folder, "node_modules"), "dir");
  return folder;
}
