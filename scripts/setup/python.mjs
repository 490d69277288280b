// @ts-check
import { runCommand } from "./command.mjs";

/** JupyterLab 4.6 wants at least this. */
const LEAST = [3, 10];

const PROBE = `
import sys
from importlib import import_module
missing = []
for name in ("venv", "ensurepip"):
    try: import_module(name)
    except ImportError: missing.append(name)
print("PYTHON", "%d.%d.%d" % sys.version_info[:3], sys.executable, *missing, sep="|")
`;

const WITHOUT =
  "Without JupyterLab: open this folder in VS Code with its Jupyter extension and run npm run kernel.";

/**
 * @typedef {{ readonly command: string, readonly version: string, readonly missing: readonly string[] }} Python
 */

/**
 * A Python that can make a venv, or the one line that says what is in the way.
 * @param {NodeJS.ProcessEnv} environment
 * @returns {Promise<{ readonly command: string, readonly version: string } | { readonly problem: string }>}
 */
export async function findPython(environment) {
  /** @type {Python[]} */
  const found = [];
  for (const [command, ...args] of candidates(environment)) {
    const python = await probe(command, args, environment);
    if (!python) continue;
    if (isNewEnough(python.version) && python.missing.length === 0) return python;
    found.push(python);
  }
  return { problem: describe(found) };
}

/**
 * @param {NodeJS.ProcessEnv} environment
 * @returns {[string, ...string[]][]}
 */
function candidates(environment) {
  const chosen = environment.PYTHON;
  return [...(chosen ? [/** @type {[string]} */ ([chosen])] : []), ["python3"], ["python"], ["py", "-3"]];
}

/**
 * @param {string} command
 * @param {readonly string[]} args
 * @param {NodeJS.ProcessEnv} environment
 * @returns {Promise<Python | undefined>} undefined when it does not run, as the shop's stub on Windows does not
 */
async function probe(command, args, environment) {
  const { code, output } = await runCommand(command, [...args, "-c", PROBE], { env: environment });
  const line = output.split(/\r?\n/).find((text) => text.startsWith("PYTHON|"));
  if (code !== 0 || !line) return undefined;
  const [, version = "", executable = "", ...missing] = line.split("|");
  return { command: executable, version, missing };
}

/** @param {string} version */
function isNewEnough(version) {
  const [major = 0, minor = 0] = version.split(".").map(Number);
  const [leastMajor = 0, leastMinor = 0] = LEAST;
  return major > leastMajor || (major === leastMajor && minor >= leastMinor);
}

/** @param {readonly Python[]} found */
function describe(found) {
  const bare = found.find((python) => isNewEnough(python.version));
  if (bare)
    return `Python ${bare.version} (${bare.command}) has no ${bare.missing.join(" and no ")} module. On Debian or Ubuntu: sudo apt install python3-venv. Elsewhere install uv, or name another Python in PYTHON. ${WITHOUT}`;
  const least = LEAST.join(".");
  const old = found[0];
  if (old)
    return `needs Python ${least} or newer, and ${old.command} is ${old.version}. Install a newer one from python.org, or install uv, or name another in PYTHON. ${WITHOUT}`;
  return `needs Python ${least} or newer, and none was found (tried $PYTHON, python3, python, py). Install it from python.org, or install uv, which brings its own. ${WITHOUT}`;
}
