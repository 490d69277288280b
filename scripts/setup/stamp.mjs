// @ts-check
import { mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";

/**
 * The text of a file; `undefined` when there is none.
 * @param {string} path
 */
export function readText(path) {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return undefined;
  }
}

/**
 * Writes a file and the folders above it. A file that already has this text keeps its time.
 * @param {string} path
 * @param {string} text
 * @returns {boolean} whether anything was written
 */
export function writeText(path, text) {
  if (readText(path) === text) return false;
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
  return true;
}

/**
 * One line for each file, `path size time`, sorted: equal listings mean that nothing was touched.
 * @param {string} root
 * @param {readonly string[]} entries files and folders, relative to `root`
 * @param {(path: string) => boolean} wanted
 */
export function listFiles(root, entries, wanted) {
  /** @type {string[]} */
  const lines = [];
  /** @param {string} path */
  const visit = (path) => {
    const stat = statSync(path, { throwIfNoEntry: false });
    if (stat?.isDirectory()) for (const name of readdirSync(path)) visit(join(path, name));
    else if (stat && wanted(path))
      lines.push(`${relative(root, path)} ${stat.size} ${Math.round(stat.mtimeMs)}`);
  };
  for (const entry of entries) visit(join(root, entry));
  return `${lines.sort().join("\n")}\n`;
}
