// @ts-check
import { spawnSync } from "node:child_process";
import {
  accessSync,
  constants,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  utimesSync,
} from "node:fs";
import { join } from "node:path";

/** Bundles that stay, the last ones that a server was started from: one that runs may begin its ledger's thread again. */
const KEPT = 8;

/**
 * @typedef {object} Manifest what a bundle was made from
 * @property {string} root of the repository: paths in the bundle begin with it
 * @property {string} folder that holds the bundle
 * @property {readonly (readonly [path: string, state: string])[]} files its sources and itself, each with size and time of change
 */

/** @param {string} root */
const homeOf = (root) => join(root, ".cache", "server");

/**
 * The file of the whole server, made anew when a source has changed; undefined when it cannot be made here.
 * @param {string} root
 * @returns {string | undefined}
 */
export function bundleOf(root) {
  const known = freshBundle(root);
  if (known !== undefined) return known;
  if (!isWritable(homeOf(root))) return undefined;
  const made = spawnSync(process.execPath, [join(root, "scripts/orchestrator/make-bundle.ts")], {
    encoding: "utf8",
    stdio: ["ignore", "ignore", "pipe"],
  });
  const bundle = made.status === 0 ? freshBundle(root) : undefined;
  if (bundle === undefined) warn(made.stderr.trim().split("\n")[0] ?? "");
  else removeUnused(homeOf(root));
  return bundle;
}

/**
 * The bundle as it lies there, when every source is what it was made from.
 * @param {string} root
 * @returns {string | undefined}
 */
export function freshBundle(root) {
  try {
    /** @type {Manifest} */
    const manifest = JSON.parse(readFileSync(join(homeOf(root), "current.json"), "utf8"));
    if (manifest.root !== root) return undefined;
    if (manifest.files.some(([path, state]) => stateOf(join(root, path)) !== state)) return undefined;
    const folder = join(homeOf(root), manifest.folder);
    utimesSync(folder, new Date(), new Date());
    return join(folder, "orchestrator.js");
  } catch {
    return undefined;
  }
}

/**
 * Size and time of change of a file, "" when there is none.
 * @param {string} file
 */
export function stateOf(file) {
  const found = statSync(file, { throwIfNoEntry: false });
  return found ? `${found.size} ${found.mtimeMs}` : "";
}

/** @param {string} folder */
function isWritable(folder) {
  try {
    mkdirSync(folder, { recursive: true });
    accessSync(folder, constants.W_OK);
    return true;
  } catch {
    return false;
  }
}

/** @param {string} home */
export function removeUnused(home) {
  const folders = readdirSync(home, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && !entry.name.startsWith("draft-"))
    .map(({ name }) => ({
      name,
      usedAt: statSync(join(home, name), { throwIfNoEntry: false })?.mtimeMs ?? 0,
    }))
    .sort((one, other) => other.usedAt - one.usedAt);
  for (const { name } of folders.slice(KEPT)) rmSync(join(home, name), { recursive: true, force: true });
}

/** @param {string} why */
function warn(why) {
  const message = `The server starts from its sources, which takes longer: they could not be made one file. ${why}`;
  console.error(process.stderr.isTTY ? `! ${message}` : JSON.stringify({ level: "warn", message }));
}
