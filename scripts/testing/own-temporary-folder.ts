import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** What names the folder for temporary files, by platform: POSIX reads the first, Windows the others. */
const VARIABLES = ["TMPDIR", "TEMP", "TMP"];

/** Where Node keeps what it compiled. Tests start hundreds of programs, and half of a start is reading TypeScript. */
const COMPILED = "NODE_COMPILE_CACHE";

/**
 * Gives a run of the tests a temporary folder of its own, which every worker and every program they start inherit, and
 * takes it away with all they left when the run is over, whatever came of it.
 * @public vitest loads it by its path
 */
export default function giveOwnTemporaryFolder(): () => void {
  // Short: sockets of Jupyter and Chromium lie in it, and a socket's path has 108 letters at most.
  const folder = mkdtempSync(join(tmpdir(), "tests-"));
  const given = Object.fromEntries(VARIABLES.map((name) => [name, folder]));
  const restore = setEnvironment({ ...given, [COMPILED]: process.env[COMPILED] ?? join(folder, "compiled") });
  // A program that is just ending may still write.
  const clear = () => rmSync(folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 });
  // A run that is broken off ends without its teardown.
  process.once("exit", clear);
  return () => {
    process.removeListener("exit", clear);
    restore();
    clear();
  };
}

/** Sets variables; the function it gives puts back what they were. */
function setEnvironment(values: Readonly<Record<string, string>>): () => void {
  const before = Object.keys(values).map((name) => [name, process.env[name]] as const);
  Object.assign(process.env, values);
  return () => {
    for (const [name, value] of before) {
      if (value === undefined) delete process.env[name];
      else process.env[name] = value;
    }
  };
}
