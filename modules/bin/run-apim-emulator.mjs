import { readFileSync } from "node:fs";

/** Runs `apim-emulator` with what this process has: arguments, output, signals. */
export async function runApimEmulator(runCommandLine) {
  const stopped = new Promise((resolve) => {
    process.once("SIGINT", resolve);
    process.once("SIGTERM", resolve);
    if (process.argv.includes("--test-mode")) whenStarterEnds(resolve);
  });
  process.exitCode = await runCommandLine(process.argv.slice(2), {
    out: (text) => process.stdout.write(text),
    error: (text) => process.stderr.write(text),
    isTerminal: process.stdout.isTTY === true,
    stopped,
  });
}

/** A test that kills npx cannot stop what npx started: by itself, or by a shell in between. */
function whenStarterEnds(stop) {
  const parent = process.ppid;
  const starter = parentOf(parent);
  setInterval(() => {
    if (process.ppid !== parent || parentOf(parent) !== starter) stop();
  }, 500).unref();
}

/** Undefined where the system does not tell. */
function parentOf(pid) {
  try {
    return /\) \S (\d+) /.exec(readFileSync(`/proc/${pid}/stat`, "utf8"))?.[1];
  } catch {
    return undefined;
  }
}
