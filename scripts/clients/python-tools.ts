import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { paths } from "../../modules/src/config/paths.ts";
import { systemClock } from "../../modules/src/core/clock.ts";
import { withFileLock } from "../../modules/src/core/file-lock.ts";
import { lastLines, runCommand } from "../setup/command.mjs";
import { withoutPythonPaths } from "../setup/jupyter.mjs";
import { findPython } from "../setup/python.mjs";

const REQUIREMENTS = ["schemathesis==4.32.5", "openapi-python-client==0.29.1", "openai==3.52.0"];
const folder = join(paths.cache, "api-tools");
const programs = join(folder, process.platform === "win32" ? "Scripts" : "bin");
const stamp = join(folder, "requirements");

/** A Python environment with schemathesis, openapi-python-client and openai. */
export interface PythonTools {
  readonly python: string;
  /** Path of a program that one of the packages brought. */
  program(name: "schemathesis" | "openapi-python-client"): string;
  readonly env: NodeJS.ProcessEnv;
}

/** The environment in .cache, made when it is not there; or the line that says why there is none. */
export async function preparePythonTools(): Promise<PythonTools | { readonly missing: string }> {
  mkdirSync(paths.cache, { recursive: true });
  const problem = await withFileLock(join(paths.cache, "api-tools.lock"), install, { clock: systemClock });
  if (problem !== undefined) return { missing: problem };
  const suffix = process.platform === "win32" ? ".exe" : "";
  const path = (name: string) => join(programs, `${name}${suffix}`);
  return { python: path("python"), program: path, env: toolsEnvironment() };
}

/** Its programs find each other, and no other Python's packages are mixed in. */
function toolsEnvironment(): NodeJS.ProcessEnv {
  const { PATH = "", ...env } = withoutPythonPaths(process.env);
  const separator = process.platform === "win32" ? ";" : ":";
  return { ...env, PATH: `${programs}${separator}${PATH}`, PYTHONUTF8: "1" };
}

async function install(): Promise<string | undefined> {
  const wanted = REQUIREMENTS.join("\n");
  if (existsSync(stamp) && readFileSync(stamp, "utf8") === wanted) return undefined;
  const env = withoutPythonPaths(process.env);
  const found = await findPython(process.env);
  if ("problem" in found) return "Python missing";
  rmSync(folder, { recursive: true, force: true });
  const made = await runCommand(found.command, ["-m", "venv", folder], { env });
  if (made.code !== 0) return because(made.output);
  const pip = ["-m", "pip", "install", "--quiet", "--no-input", "--disable-pip-version-check", "--retries=1"];
  const filled = await runCommand(join(programs, "python"), [...pip, ...REQUIREMENTS], { env });
  if (filled.code !== 0) return because(filled.output);
  writeFileSync(stamp, wanted);
  return undefined;
}

const because = (output: string) =>
  `schemathesis and openapi-python-client missing (${lastLines(output, 1)[0]?.trim() ?? "no reason given"})`;
