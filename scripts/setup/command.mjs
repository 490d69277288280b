// @ts-check
import { spawn } from "node:child_process";

/**
 * How a command ended. `code` is undefined when it could not be started at all.
 * @typedef {{ readonly code: number | undefined, readonly output: string }} CommandResult
 */

/** @type {Set<import("node:child_process").ChildProcess>} */
const running = new Set();

/**
 * Runs a command to its end, both of its outputs collected, no input. Never rejects. With `visible` what it writes to
 * standard output goes to the terminal instead.
 * @param {string} command
 * @param {readonly string[]} args
 * @param {{ cwd?: string, env?: NodeJS.ProcessEnv, shell?: boolean, visible?: boolean }} [options]
 * @returns {Promise<CommandResult>}
 */
export function runCommand(command, args, { visible = false, ...options } = {}) {
  return new Promise((resolve) => {
    const child = spawn(command, args, {
      ...options,
      stdio: ["ignore", visible ? "inherit" : "pipe", "pipe"],
      windowsHide: true,
    });
    running.add(child);
    /** @type {Buffer[]} */
    const chunks = [];
    /** @param {number | undefined} code */
    const finish = (code) => {
      running.delete(child);
      resolve({ code, output: Buffer.concat(chunks).toString("utf8").trim() });
    };
    child.stdout?.on("data", (chunk) => chunks.push(chunk));
    child.stderr?.on("data", (chunk) => chunks.push(chunk));
    child.on("error", (error) => {
      chunks.push(Buffer.from(error.message));
      finish(undefined);
    });
    child.on("close", (code) => finish(code ?? 1));
  });
}

/** Ends what `runCommand` has under way, for the moment setup itself is stopped. */
export function endCommands() {
  for (const child of running) child.kill("SIGTERM");
}

/**
 * The last lines of a command's output, where the reason of a failure stands.
 * @param {string} output
 * @param {number} count
 */
export function lastLines(output, count) {
  return output
    .split(/\r?\n/)
    .filter((line) => line.trim() !== "")
    .slice(-count);
}
