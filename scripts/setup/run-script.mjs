// @ts-check
import { spawn } from "node:child_process";

const LOOK_EVERY_MS = 500;

/** @type {readonly NodeJS.Signals[]} */
const SIGNALS = ["SIGINT", "SIGTERM", "SIGHUP"];

/**
 * Runs a script on the given Node in this terminal until it ends by itself. Signals are passed on: the script stops
 * what it started and decides the exit code.
 * @param {string} node
 * @param {string} script
 * @param {readonly string[]} args
 * @returns {Promise<number>} its exit code
 */
export function runScript(node, script, args) {
  const child = spawn(node, ["--disable-warning=ExperimentalWarning", script, ...args], { stdio: "inherit" });
  /** @param {NodeJS.Signals} signal */
  const pass = (signal) => child.kill(signal);
  for (const signal of SIGNALS) process.on(signal, pass);
  const watching = watchNpm(() => pass("SIGTERM"));
  return new Promise((resolve, reject) => {
    child.on("error", reject);
    child.on("exit", (code) => {
      clearInterval(watching);
      for (const signal of SIGNALS) process.off(signal, pass);
      resolve(code ?? 1);
    });
  });
}

/**
 * npm that is told to end ends the shell between itself and us, and the shell passes nothing on: we would run on with
 * nobody to stop us.
 * @param {() => void} onGone
 */
function watchNpm(onGone) {
  if (process.env.npm_lifecycle_event === undefined || process.platform === "win32") return undefined;
  const parent = process.ppid;
  return setInterval(() => process.ppid !== parent && onGone(), LOOK_EVERY_MS);
}
