// @ts-check
import { lstatSync, readdirSync } from "node:fs";
import { join } from "node:path";

/**
 * Prints what the workshop takes on disk, after something was installed.
 * @param {string} root
 */
export function reportSize(root) {
  const [packages, python, models] = ["node_modules", ".venv", ".cache/models"].map((name) =>
    bytesOf(join(root, name)),
  );
  const total = (packages ?? 0) + (python ?? 0) + (models ?? 0);
  console.log(
    `  On disk: ${inGb(total)} GB (packages ${inGb(packages)}, JupyterLab ${inGb(python)}, models ${inGb(models)}).`,
  );
}

/** @param {string} path @returns {number} */
function bytesOf(path) {
  const stat = lstatSync(path, { throwIfNoEntry: false });
  if (!stat) return 0;
  // Blocks are what the disk gives away; Windows does not count them.
  const own = stat.blocks ? stat.blocks * 512 : stat.size;
  if (!stat.isDirectory()) return own;
  return readdirSync(path).reduce((sum, name) => sum + bytesOf(join(path, name)), own);
}

/** @param {number | undefined} bytes */
const inGb = (bytes) => ((bytes ?? 0) / 1e9).toFixed(2);
