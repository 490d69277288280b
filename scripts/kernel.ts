import { existsSync, rmSync } from "node:fs";
import { homedir } from "node:os";
import { join, resolve } from "node:path";
import { paths } from "../modules/src/config/index.ts";
import { describeFlags, FlagError, readFlags } from "./setup/flags.mjs";
import { writeKernelspec } from "./setup/kernelspec.mjs";
import { findKitNode } from "./setup/kit-node.mjs";
import { OWN_KERNEL, userKernelsFolder } from "./start/user-kernels-folder.ts";

const FLAGS = {
  dir: { about: "kernels folder; default: the user's own, where VS Code looks", text: "DIR" },
  remove: { about: "take the kernel away again" },
};

const HELP = `npm run kernel [-- FLAGS]
Makes the TypeScript kernel of this folder known to VS Code, which needs no Python and no JupyterLab for it.

${describeFlags(FLAGS)}`;

const TITLE = "TypeScript (hybrid router workshop)";

function run(args: readonly string[]): number {
  const { switches, texts } = readFlags(args, FLAGS, "npm run kernel -- --help");
  const dir = texts.get("dir");
  const folder = join(
    dir ? resolve(dir) : userKernelsFolder(process.platform, homedir(), process.env),
    OWN_KERNEL,
  );
  if (switches.has("help")) console.log(HELP);
  else if (switches.has("remove")) remove(folder);
  else return install(folder);
  return 0;
}

function install(folder: string): number {
  const node = findKitNode(paths.root);
  if ("problem" in node) {
    console.error(node.problem);
    return 1;
  }
  if (!existsSync(join(paths.root, "node_modules", "tslab", "bin", "tslab"))) {
    console.error("tslab is not installed here. Run npm start once, then npm run kernel again.");
    return 1;
  }
  writeKernelspec(folder, paths.root, node.path, TITLE);
  console.log(`Wrote ${join(folder, "kernel.json")}.`);
  console.log(
    `Now reload VS Code (command "Developer: Reload Window"), open a notebook of labs and select the kernel`,
  );
  console.log(
    `"${TITLE}" (Select Kernel, Jupyter Kernel). When this folder moves, run npm run kernel again.`,
  );
  return 0;
}

function remove(folder: string): void {
  const there = existsSync(folder);
  rmSync(folder, { recursive: true, force: true });
  console.log(there ? `Removed ${folder}.` : `Nothing to remove: ${folder} is not there.`);
}

try {
  process.exitCode = run(process.argv.slice(2));
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = error instanceof FlagError ? 2 : 1;
}
