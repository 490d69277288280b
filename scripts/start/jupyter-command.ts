import { randomBytes } from "node:crypto";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { venvFolder, venvPython, withoutPythonPaths } from "../setup/jupyter.mjs";

export interface JupyterCommandOptions {
  readonly root: string;
  readonly port: number;
  readonly token: string;
  /** Notebook to open, relative to the root. */
  readonly notebook: string | undefined;
}

export interface JupyterCommand {
  readonly command: string;
  readonly args: readonly string[];
  readonly env: NodeJS.ProcessEnv;
}

/** How JupyterLab is run: TypeScript as the only and preselected kernel, everything it writes inside .venv. */
export function jupyterCommand({ root, port, token, notebook }: JupyterCommandOptions): JupyterCommand {
  const home = join(venvFolder(root), "home");
  const args = [
    ...["-m", "jupyterlab", "--no-browser"],
    ...["--ServerApp.ip=127.0.0.1", `--ServerApp.port=${port}`, "--ServerApp.port_retries=0"],
    `--ServerApp.root_dir=${root}`,
    `--LabApp.default_url=${pagePath(notebook)}`,
    // The manager would ask PyPI for extensions each time the page opens.
    "--LabApp.extension_manager=readonly",
    "--KernelSpecManager.ensure_native_kernel=False",
    "--KernelSpecManager.allowed_kernelspecs=tslab",
    "--MultiKernelManager.default_kernel_name=tslab",
    // A kernel with an open server does not end when asked; it is ended after this many seconds.
    "--KernelManager.shutdown_wait_time=1",
    ...(process.getuid?.() === 0 ? ["--allow-root"] : []),
  ];
  const env = {
    ...withoutPythonPaths(process.env),
    // Not an argument: those are for all users of a machine to read.
    JUPYTER_TOKEN: token,
    JUPYTER_CONFIG_DIR: join(home, "config"),
    JUPYTER_DATA_DIR: join(home, "data"),
    JUPYTER_RUNTIME_DIR: join(home, "runtime"),
    IPYTHONDIR: join(home, "ipython"),
  };
  return { command: venvPython(root), args, env };
}

/** The page JupyterLab opens with: the notebook, else the file browser in labs. */
export const pagePath = (notebook: string | undefined): string => `/lab/tree/${notebook ?? "labs"}`;

/** This folder's token, made once: an open browser tab goes on after a restart. */
export function readToken(root: string): string {
  const file = join(venvFolder(root), "home", "token");
  try {
    const kept = readFileSync(file, "utf8").trim();
    if (kept !== "") return kept;
  } catch {
    // The first start in this folder.
  }
  const token = randomBytes(24).toString("hex");
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, token, { mode: 0o600 });
  return token;
}
