// @ts-check
import { createHash } from "node:crypto";
import { existsSync, rmSync } from "node:fs";
import { dirname, join } from "node:path";
import { lastLines, runCommand } from "./command.mjs";
import { clearAside, nodeForNpm } from "./kit-node.mjs";
import { readText, writeText } from "./stamp.mjs";
import { SetupError } from "./step.mjs";

/**
 * The packages of package-lock.json in node_modules, by `npm ci` when they are not all there.
 * @param {string} root
 * @returns {Promise<import("./step.mjs").StepOutcome>}
 */
export async function installDependencies(root) {
  const lock = readText(join(root, "package-lock.json"));
  if (lock === undefined)
    throw new SetupError(["package-lock.json is missing here. Get the repository anew, whole."]);
  const stamp = join(root, "node_modules", ".workshop-stamp");
  const wanted = `${createHash("sha256").update(lock).digest("hex")} ${process.platform} ${process.arch}\n`;
  if (readText(stamp) === wanted) return "ready";
  if (isInstalled(lock, readText(join(root, "node_modules", ".package-lock.json")))) {
    writeText(stamp, wanted);
    return "ready";
  }
  rmSync(stamp, { force: true });
  const { code, output } = await cleanInstall(root);
  clearAside(root);
  if (code !== 0)
    throw new SetupError([
      ...lastLines(output, 12),
      "npm ci did not finish. Check that npm reaches its registry (npm ping) and that the disk has 2 GB free, then run npm start again.",
    ]);
  writeText(stamp, wanted);
  return "done";
}

/**
 * Whether npm's own record of node_modules has every package of the lock, so that one who ran npm by hand does not
 * install twice. Packages for other platforms may be absent.
 * @param {string} lock
 * @param {string | undefined} record
 */
export function isInstalled(lock, record) {
  if (record === undefined) return false;
  const wanted = packagesOf(lock);
  const present = packagesOf(record);
  if (Object.keys(present).some((path) => !wanted[path])) return false;
  return Object.entries(wanted).every(([path, entry]) => {
    const found = present[path];
    if (!found) return entry.optional || path === "";
    return found.version === entry.version && found.integrity === entry.integrity;
  });
}

/**
 * @param {string} text
 * @returns {Record<string, { version?: string, integrity?: string, optional?: boolean }>}
 */
function packagesOf(text) {
  try {
    return JSON.parse(text).packages ?? {};
  } catch {
    return {};
  }
}

/** @param {string} root */
function cleanInstall(root) {
  const node = nodeForNpm(root);
  // Without the two "include" a machine with NODE_ENV=production would get neither TypeScript nor the pinned Node.
  const args = ["ci", "--ignore-scripts", "--loglevel=error", "--include=dev", "--include=optional"];
  const npm = findNpm(node);
  if (npm) return runCommand(node, [npm, ...args], { cwd: root });
  return runCommand("npm", args, { cwd: root, shell: process.platform === "win32" });
}

/**
 * npm's own script: of the npm that started us, else the one beside Node.
 * @param {string} node
 */
function findNpm(node) {
  const started = process.env.npm_execpath ?? "";
  const beside = join("node_modules", "npm", "bin", "npm-cli.js");
  const candidates = [
    ...(started.endsWith("npm-cli.js") ? [started] : []),
    join(dirname(node), beside),
    join(dirname(node), "..", "lib", beside),
  ];
  return candidates.find((path) => existsSync(path));
}
