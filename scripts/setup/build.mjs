// @ts-check
import { existsSync, rmSync } from "node:fs";
import { join } from "node:path";
import { runCommand } from "./command.mjs";
import { listFiles, readText, writeText } from "./stamp.mjs";
import { SetupError } from "./step.mjs";

const SOURCES = [
  "modules/src",
  "modules/package.json",
  "modules/tsconfig.build.json",
  "tsconfig.json",
  "package-lock.json",
];

/**
 * modules/dist, which the notebooks import, made by TypeScript when a source changed.
 * @param {string} root
 * @param {string} node
 * @returns {Promise<import("./step.mjs").StepOutcome>}
 */
export async function buildModules(root, node) {
  const { dist, stamp, sources, before } = lookAtBuild(root);
  if (before === sources) return "ready";
  if (before === undefined || lostSome(before, sources)) rmSync(dist, { recursive: true, force: true });
  rmSync(stamp, { force: true });
  const tsc = join(root, "node_modules", "typescript", "bin", "tsc");
  const { code, output } = await runCommand(node, [tsc, "-p", "modules/tsconfig.build.json"], { cwd: root });
  if (code !== 0)
    throw new SetupError([
      ...output.split(/\r?\n/),
      "modules does not build. Mend the lines above, then run npm start again.",
    ]);
  writeText(stamp, sources);
  return "done";
}

/**
 * How modules/dist stands, without building it.
 * @param {string} root
 * @returns {"ready" | "missing" | "outdated"}
 */
export function stateOfBuild(root) {
  const { dist, sources, before } = lookAtBuild(root);
  if (before === sources) return "ready";
  return existsSync(join(dist, "index.js")) ? "outdated" : "missing";
}

/** @param {string} root */
function lookAtBuild(root) {
  const dist = join(root, "modules", "dist");
  const stamp = join(dist, ".workshop-stamp");
  const sources = listFiles(root, SOURCES, (path) => !path.endsWith(".test.ts"));
  return { dist, stamp, sources, before: readText(stamp) };
}

/**
 * Whether a source of the last build is gone: what was built from it would stay importable.
 * @param {string} before
 * @param {string} now
 */
function lostSome(before, now) {
  const names = new Set(namesOf(now));
  return namesOf(before).some((name) => !names.has(name));
}

/** @param {string} listing */
const namesOf = (listing) => listing.split("\n").map((line) => line.replace(/ \d+ \d+$/, ""));
