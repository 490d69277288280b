import { type ChildProcess, spawn } from "node:child_process";
import { paths } from "../../modules/src/config/paths.ts";
import { describeKernel } from "../setup/kernelspec.mjs";
import { findKitNode } from "../setup/kit-node.mjs";
import { NotebookError } from "./notebook-error.ts";

/** What a run of ours changes for the notebook: its own lab cloud, and the learner's progress left alone. */
const OURS = { LAB_CLOUD: "own", LAB_PROGRESS: "false" } as const;

/** Left by test runners and tools; a lab must behave the same whoever runs it. */
const FOREIGN = /^(?:VITEST|TEST$|NODE_ENV$|NODE_OPTIONS$|NODE_V8_COVERAGE$|FORCE_COLOR$|npm_)/;

export interface KernelProcess {
  readonly child: ChildProcess;
  /** The last of what the process wrote past the notebook, where Node explains its own death. */
  lastWords(): string;
  kill(): void;
}

const running = new Set<ChildProcess>();

process.on("exit", () => {
  for (const child of running) child.kill("SIGKILL");
});

/**
 * Starts the kernel with the very command of the kernelspec that `npm start` writes for JupyterLab.
 * @throws NotebookError when that Node is missing
 */
export function startKernelProcess(
  connectionFile: string,
  cwd: string,
  environment: NodeJS.ProcessEnv,
): KernelProcess {
  const node = findKitNode(paths.root);
  if (!("path" in node)) throw new NotebookError(node.problem);
  const { argv } = describeKernel(paths.root, node.path);
  const args = argv.slice(1).map((argument) => argument.replace("{connection_file}", connectionFile));
  const child = spawn(node.path, args, {
    cwd,
    env: kernelEnvironment(environment),
    stdio: ["ignore", "pipe", "pipe"],
    windowsHide: true,
  });
  running.add(child);
  child.once("exit", () => running.delete(child));

  let tail = "";
  const keep = (chunk: Buffer) => {
    tail = (tail + chunk.toString("utf8")).slice(-4000);
  };
  child.stdout.on("data", keep);
  child.stderr.on("data", keep);
  return { child, lastWords: () => tail.trim(), kill: () => void child.kill("SIGKILL") };
}

function kernelEnvironment(environment: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const kept = Object.entries(environment).filter(([name]) => !FOREIGN.test(name));
  return { ...Object.fromEntries(kept), ...OURS };
}
