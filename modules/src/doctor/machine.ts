import type { LoadedSettings } from "../config/index.ts";
import type { ModelState } from "../models/index.ts";
import type { LocalServer } from "../providers/index.ts";

/**
 * What the checks ask of a machine: facts and functions only, so that a laptop with 4 GB and no Python can be written
 * down. Functions may be asked more than once and give the same answer; none of them changes anything.
 */
export interface Machine {
  readonly system: SystemFacts;
  readonly proxy: ProxyFacts;
  /** The settings, or one line for each problem that keeps them from being read. */
  readonly settings: LoadedSettings | { readonly problems: readonly string[] };
  /** Bytes free on the disk that holds the workshop. */
  freeDiskBytes(): Promise<number | undefined>;
  /** Name of a graphics processor; `undefined` when no tool at hand names one. */
  gpu(): Promise<string | undefined>;
  /** The Node that runs scripts and kernels. */
  node(): NodeFacts | { readonly problem: string };
  npm(): Promise<{ readonly version: string } | undefined>;
  /** A Python that can make a venv, or why there is none and what to do. */
  python(): Promise<{ readonly version: string; readonly command: string } | { readonly problem: string }>;
  /** The packages of package-lock.json in node_modules. */
  packages(): InstallState;
  /** modules/dist, which notebooks import. */
  build(): InstallState;
  /** What was put into .venv: `jupyterlab==4.6.6 Python 3.12`. */
  jupyter(): string | undefined;
  /** The TypeScript kernel as JupyterLab and as VS Code know it. */
  kernels(): { readonly jupyter: KernelState; readonly editor: KernelState };
  port(port: number): Promise<PortFacts>;
  /** @throws ModelError when the table of models cannot be read */
  models(): readonly ModelState[];
  /** The model server at an address without `/v1`. */
  modelServer(endpoint: string): Promise<LocalServer | undefined>;
  foundryLocal(): Promise<LocalServer | undefined>;
  ollama(): Promise<LocalServer | undefined>;
  /** The lab cloud of `npm start` in this folder, when it runs. */
  labCloud(): Promise<{ readonly url: string; readonly pid: number } | undefined>;
  /** Names of the deployments that the lab cloud has. */
  labDeployments(): readonly string[];
  /** Opens a connection and closes it: no request, nothing that costs. */
  reach(address: URL): Promise<HostReach>;
  /** Where a command is found, by PATH. */
  findCommand(name: string): string | undefined;
  /** Subscriptions that `az login` has noted; `undefined` when nobody signed in. */
  azureSubscriptions(): number | undefined;
}

export interface SystemFacts {
  /** Node's `process.platform`. */
  readonly platform: string;
  /** For people: `Debian GNU/Linux 12`. */
  readonly name: string;
  readonly arch: string;
  readonly cpu: string;
  readonly cores: number;
  /** What programs may use: less than the machine has in a container. */
  readonly memoryBytes: number;
}

export interface ProxyFacts {
  /** The proxy for https as `host:port`, without user and password. */
  readonly https?: string;
  /** Node itself goes through it. */
  readonly used: boolean;
}

export interface NodeFacts {
  /** `24.21.0` */
  readonly version: string;
  /** The one that comes with the workshop, not the machine's own. */
  readonly pinned: boolean;
  /** The machine's own, when npm told. */
  readonly host?: string;
}

/** `outdated`: there, but made from other sources than those in this folder. */
export type InstallState = "ready" | "missing" | "outdated";

/** `moved`: it names another folder or another Node. */
export type KernelState = "ready" | "missing" | "moved";

/** `ours`: this folder's own workshop holds it. `refused`: the system keeps it. */
export type PortFacts =
  | { readonly state: "free" }
  | { readonly state: "refused" }
  | { readonly state: "ours"; readonly by: string }
  | { readonly state: "held"; readonly by: string };

/** Whether a connection (with https, a whole TLS handshake) came about. */
export type HostReach =
  | { readonly reached: true; readonly ms: number }
  | { readonly reached: false; readonly problem: string; readonly hint?: string };
