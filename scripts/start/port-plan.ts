import { connect, createServer } from "node:net";
import type { Settings } from "../../modules/src/config/index.ts";

/** A port this workshop opens, and how to move it. */
export interface PlannedPort {
  /** 0 = any free port. */
  readonly port: number;
  readonly purpose: string;
  readonly flag: string;
}

export interface PortPlan {
  readonly labHttp: PlannedPort;
  readonly labHttps: PlannedPort;
  readonly localModel: PlannedPort;
  readonly jupyter: PlannedPort;
}

/** The ports to open: a flag wins over the setting. `texts` are flag values already checked to be port numbers. */
export function planPorts(ports: Settings["ports"], texts: ReadonlyMap<string, string>): PortPlan {
  const plan = (flag: string, purpose: string, setting: number): PlannedPort => ({
    port: Number(texts.get(flag) ?? setting),
    purpose,
    flag: `--${flag}`,
  });
  return {
    labHttp: plan("port-lab-http", "lab cloud and hub page", ports.labHttp),
    labHttps: plan("port-lab-https", "lab cloud over https", ports.labHttps),
    localModel: plan("port-local-model", "local model", ports.localModel),
    jupyter: plan("port-jupyter", "JupyterLab", ports.jupyter),
  };
}

/** One line for each port that two parts are to open. */
export function findClashes(planned: readonly PlannedPort[]): string[] {
  return planned.flatMap((one, index) => {
    const other = planned.slice(0, index).find((before) => before.port === one.port && one.port !== 0);
    return other ? [`Port ${one.port} is given to both ${other.purpose} and ${one.purpose}.`] : [];
  });
}

export type PortState = "free" | "busy" | "refused";

/** Whether a port of 127.0.0.1 can be opened now. `refused`: the system keeps it (below 1024, or reserved). */
export async function stateOfPort(port: number): Promise<PortState> {
  if (port === 0) return "free";
  const code = await tryToListen(port);
  if (code === "EADDRINUSE") return "busy";
  if (code !== undefined) return "refused";
  // macOS lets two programs have 127.0.0.1 and 0.0.0.0 with one port.
  return (await answers(port)) ? "busy" : "free";
}

function tryToListen(port: number): Promise<string | undefined> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once("error", (error: NodeJS.ErrnoException) => resolve(error.code ?? error.message));
    server.listen({ host: "127.0.0.1", port }, () => server.close(() => resolve(undefined)));
  });
}

function answers(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ host: "127.0.0.1", port });
    const finish = (answered: boolean) => {
      socket.destroy();
      resolve(answered);
    };
    socket.once("connect", () => finish(true));
    socket.once("error", () => finish(false));
  });
}

/** A port that is free now, for a program that cannot choose one and tell. */
export function findFreePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once("error", reject);
    server.listen({ host: "127.0.0.1", port: 0 }, () => {
      const address = server.address();
      const port = typeof address === "object" && address ? address.port : 0;
      server.close(() => resolve(port));
    });
  });
}
