// @ts-check
import { join } from "node:path";
import { venvFolder } from "./jupyter.mjs";
import { writeText } from "./stamp.mjs";

/** No pop-up of news, no look for updates, dark when the browser is. */
const LAB_SETTINGS = {
  "@jupyterlab/apputils-extension:notification": { fetchNews: "false", checkForUpdates: false },
  "@jupyterlab/apputils-extension:themes": { "adaptive-theme": true },
};

/**
 * The TypeScript kernel as Jupyter knows it. Paths are absolute: front ends start kernels from any folder.
 * @param {string} root
 * @param {string} node
 * @param {string} [title] the name people choose it by
 */
export function describeKernel(root, node, title = "TypeScript") {
  const preload = join(root, "scripts", "kernel", "stop-on-error.cjs");
  const tslab = join(root, "node_modules", "tslab", "bin", "tslab");
  return {
    argv: [
      ...[node, "--disable-warning=ExperimentalWarning", "--require", preload],
      ...[tslab, "kernel", "--config-path", "{connection_file}"],
    ],
    display_name: title,
    language: "typescript",
  };
}

/**
 * Writes kernel.json into a kernel's folder.
 * @param {string} folder
 * @param {string} root
 * @param {string} node
 * @param {string} [title] the name people choose it by
 */
export function writeKernelspec(folder, root, node, title = "TypeScript") {
  return writeText(
    join(folder, "kernel.json"),
    `${JSON.stringify(describeKernel(root, node, title), null, 2)}\n`,
  );
}

/**
 * Kernel and settings of the workshop's own JupyterLab, at each start anew since a clone may have moved.
 * @param {string} root
 * @param {string} node
 * @returns {Promise<import("./step.mjs").StepOutcome>}
 */
export async function writeJupyterFiles(root, node) {
  const share = join(venvFolder(root), "share", "jupyter");
  const kernel = writeKernelspec(join(share, "kernels", "tslab"), root, node);
  const settings = join(share, "lab", "settings", "overrides.json");
  const chosen = writeText(settings, `${JSON.stringify(LAB_SETTINGS, null, 2)}\n`);
  return kernel || chosen ? "done" : "ready";
}
