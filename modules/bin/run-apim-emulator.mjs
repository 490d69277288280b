/** Runs `apim-emulator` with what this process has: arguments, output, signals. */
export async function runApimEmulator(runCommandLine) {
  const stopped = new Promise((resolve) => {
    process.once("SIGINT", resolve);
    process.once("SIGTERM", resolve);
    if (process.argv.includes("--test-mode")) whenParentEnds(resolve);
  });
  process.exitCode = await runCommandLine(process.argv.slice(2), {
    out: (text) => process.stdout.write(text),
    error: (text) => process.stderr.write(text),
    isTerminal: process.stdout.isTTY === true,
    stopped,
  });
}

/** A test that is killed cannot stop what it started. */
function whenParentEnds(stop) {
  const parent = process.ppid;
  setInterval(() => process.ppid !== parent && stop(), 500).unref();
}
