// @ts-check
import { existsSync, rmSync } from "node:fs";
import { join } from "node:path";
import { lastLines, runCommand } from "./command.mjs";
import { findPython } from "./python.mjs";
import { readText, writeText } from "./stamp.mjs";

/** nbconvert, nbclient and the server come with it. */
const REQUIREMENT = "jupyterlab==4.6.6";

/** @param {string} root */
export const venvFolder = (root) => join(root, ".venv");

/** @param {string} root */
export const venvPython = (root) =>
  process.platform === "win32"
    ? join(venvFolder(root), "Scripts", "python.exe")
    : join(venvFolder(root), "bin", "python");

/** @param {string} root */
const stampFile = (root) => join(venvFolder(root), "workshop-stamp");

/**
 * Whether a finished JupyterLab is there. Cheap: it only looks for files.
 * @param {string} root
 */
export const hasJupyter = (root) => existsSync(stampFile(root)) && existsSync(venvPython(root));

/**
 * What is in .venv, `jupyterlab==4.6.6 Python 3.12`; undefined when no finished JupyterLab is there.
 * @param {string} root
 */
export const describeJupyter = (root) => (hasJupyter(root) ? readText(stampFile(root))?.trim() : undefined);

/**
 * JupyterLab in .venv, by uv where there is one, else by venv and pip. Never fatal: the rest works without it.
 * @param {string} root
 * @param {NodeJS.ProcessEnv} environment
 * @returns {Promise<import("./step.mjs").StepOutcome>}
 */
export async function installJupyter(root, environment) {
  const made = readText(stampFile(root));
  if (made !== undefined && made === (await wantedStamp(root))) return "ready";
  // Half-made, of another version, or its Python is gone: mending a venv is less sure than making it.
  rmSync(venvFolder(root), { recursive: true, force: true });
  const problem = (await installByUv(root, environment)) && (await installByPip(root, environment));
  if (problem) return { leftOut: problem };
  const stamp = await wantedStamp(root);
  if (!stamp) return { leftOut: `the Python in .venv does not run. Delete .venv, then run npm start again.` };
  writeText(stampFile(root), stamp);
  return "done";
}

/**
 * The requirement and the venv's Python, asked of itself: a system update may have taken or changed it.
 * @param {string} root
 */
async function wantedStamp(root) {
  const python = venvPython(root);
  if (!existsSync(python)) return undefined;
  const { code, output } = await runCommand(python, [
    "-I",
    "-S",
    "-c",
    "import sys; print('%d.%d' % sys.version_info[:2])",
  ]);
  return code === 0 ? `${REQUIREMENT} Python ${output}\n` : undefined;
}

/**
 * @param {string} root
 * @param {NodeJS.ProcessEnv} env
 * @returns {Promise<string | undefined>} why it did not work, uv being absent among it
 */
async function installByUv(root, env) {
  if ((await runCommand("uv", ["--version"], { env })).code !== 0) return "uv is not here";
  const made = await runCommand("uv", ["venv", "--quiet", "--python", ">=3.10", venvFolder(root)], {
    cwd: root,
    env,
  });
  if (made.code !== 0) return because(made.output);
  const args = ["pip", "install", "--quiet", "--python", venvPython(root), REQUIREMENT];
  const filled = await runCommand("uv", args, { cwd: root, env });
  return filled.code === 0 ? undefined : because(filled.output);
}

/**
 * @param {string} root
 * @param {NodeJS.ProcessEnv} env
 * @returns {Promise<string | undefined>} the line that says why it did not work
 */
async function installByPip(root, env) {
  const python = await findPython(env);
  if ("problem" in python) return python.problem;
  const made = await runCommand(python.command, ["-m", "venv", "--clear", venvFolder(root)], {
    cwd: root,
    env,
  });
  if (made.code !== 0) return because(made.output);
  const args = ["-m", "pip", "install", "--quiet", "--no-input", "--disable-pip-version-check", REQUIREMENT];
  const filled = await runCommand(venvPython(root), args, { cwd: root, env: withoutPythonPaths(env) });
  return filled.code === 0 ? undefined : because(filled.output);
}

/** @param {string} output */
const because = (output) =>
  `could not be installed (${lastLines(output, 1)[0]?.trim() ?? "no reason given"}). Check the network, then run npm start again; all else starts without it.`;

/**
 * The environment for a Python of the venv: paths meant for another Python would leak into it.
 * @param {NodeJS.ProcessEnv} environment
 * @returns {NodeJS.ProcessEnv}
 */
export function withoutPythonPaths(environment) {
  const { PYTHONHOME: _home, PYTHONPATH: _path, ...rest } = environment;
  return { ...rest, PYTHONNOUSERSITE: "1" };
}
