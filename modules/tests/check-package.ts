import { spawn } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { mkdir, rename, rm, writeFile } from "node:fs/promises";
import { delimiter, dirname, join } from "node:path";
import { paths } from "../src/config/paths.ts";

const INSTALL_MS = 120_000;

/**
 * A folder in which programs find a package that only checks need, in this version; installed once, beside what everybody
 * installs.
 */
export async function installForChecks(
  name: string,
  version: string,
): Promise<{ folder: string } | { problem: string }> {
  const folder = join(
    paths.root,
    "node_modules",
    ".checks",
    `${name.replace(/^@/, "").replace("/", "-")}-${version}`,
  );
  if (versionIn(folder, name) === version) return { folder };
  const fresh = `${folder}-${process.pid}`;
  await mkdir(fresh, { recursive: true });
  const dependencies = { [name]: version };
  await writeFile(join(fresh, "package.json"), JSON.stringify({ private: true, dependencies }));
  const said = await npmInstall(fresh);
  if (versionIn(fresh, name) !== version) {
    await rm(fresh, { recursive: true, force: true });
    return { problem: `npm did not fetch it (${said})` };
  }
  await rm(folder, { recursive: true, force: true });
  await rename(fresh, folder);
  return { folder };
}

function versionIn(place: string, name: string): unknown {
  const file = join(place, "node_modules", name, "package.json");
  return existsSync(file) ? JSON.parse(readFileSync(file, "utf8")).version : undefined;
}

/** The last line that npm wrote. */
function npmInstall(cwd: string): Promise<string> {
  const args = [
    "install",
    "--ignore-scripts",
    "--no-audit",
    "--no-fund",
    "--no-package-lock",
    "--fetch-retries=0",
  ];
  return new Promise((resolve) => {
    const child = spawn("npm", args, {
      cwd,
      // npm is a script of its own Node's.
      env: { ...process.env, PATH: [process.env.PATH, dirname(process.execPath)].join(delimiter) },
      shell: process.platform === "win32",
      stdio: ["ignore", "ignore", "pipe"],
      timeout: INSTALL_MS,
    });
    let said = "";
    child.stderr.on("data", (text) => {
      said += text;
    });
    child.on("error", (error) => resolve(error.message));
    child.on("close", (code) => resolve(said.trim().split("\n").at(-1) || `exit ${code}`));
  });
}
