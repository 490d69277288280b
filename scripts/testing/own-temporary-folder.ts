import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** What names the folder for temporary files, by platform: POSIX reads the first, Windows the others. */
const VARIABLES = ["TMPDIR", "TEMP", "TMP"];

/**
 * Gives a run of the tests a temporary folder of its own, which every worker and every program they start inherits, and
 * takes it away with all they left when the run is over, whatever came of it.
 * @public vitest loads it by its path
 */
export default function giveOwnTemporaryFolder(): () => void {
  const before = VARIABLES.map((name) => [name, process.env[name]] as const);
  // Short: sockets of Jupyter and Chromium lie in it, and a socket's path has 108 letters at most.
  const folder = mkdtempSync(join(tmpdir(), "tests-"));
  for (const name of VARIABLES) process.env[name] = folder;
  const clear = () => rmSync(folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 });
  // A run that is broken off ends without its teardown.
  process.once("exit", clear);
  return () => {
    process.removeListener("exit", clear);
    for (const [name, value] of before) {
      if (value === undefined) delete process.env[name];
      else process.env[name] = value;
    }
    clear();
  };
}
