import { homedir } from "node:os";
import { join } from "node:path";
import { z } from "zod";
import type { KernelState, Machine } from "../../modules/src/doctor/index.ts";
import { venvFolder } from "../setup/jupyter.mjs";
import { describeKernel } from "../setup/kernelspec.mjs";
import { findKitNode } from "../setup/kit-node.mjs";
import { readText } from "../setup/stamp.mjs";
import { OWN_KERNEL, userKernelsFolder } from "../start/user-kernels-folder.ts";

/** Whether JupyterLab's and VS Code's kernel start this folder's tslab on this folder's Node. */
export function kernelStates(
  root: string,
  environment: NodeJS.ProcessEnv,
  home: string = homedir(),
): ReturnType<Machine["kernels"]> {
  const node = findKitNode(root);
  const wanted = "path" in node ? describeKernel(root, node.path).argv : undefined;
  const ofEditor = userKernelsFolder(process.platform, home, environment);
  return {
    jupyter: stateOf(join(venvFolder(root), "share", "jupyter", "kernels", "tslab"), wanted),
    editor: stateOf(join(ofEditor, OWN_KERNEL), wanted),
  };
}

const kernelShape = z.object({ argv: z.array(z.string()) });

function stateOf(folder: string, wanted: readonly string[] | undefined): KernelState {
  const text = readText(join(folder, "kernel.json"));
  if (text === undefined) return "missing";
  try {
    const { argv } = kernelShape.parse(JSON.parse(text));
    return argv.join("\n") === wanted?.join("\n") ? "ready" : "moved";
  } catch {
    return "moved";
  }
}
