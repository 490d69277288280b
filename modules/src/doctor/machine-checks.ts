import { type Check, type Finding, missing, ok, optional, problem, unknown } from "./check.ts";
import type { Machine } from "./machine.ts";

const GIGABYTE = 1e9;

/**
 * Measured on Linux: the lab cloud with its model takes 0.45 GB, JupyterLab 0.1, a kernel 0.2; system and browser come on
 * top.
 */
const LEAST_MEMORY = 1.8 * GIGABYTE;
const GOOD_MEMORY = 3.5 * GIGABYTE;

/** `npm ci` and JupyterLab take about 2 GB; a workshop that is installed needs room for models and results. */
const LEAST_DISK = 0.3 * GIGABYTE;
const GOOD_DISK = 2 * GIGABYTE;

const inGb = (bytes: number) => `${(bytes / GIGABYTE).toFixed(1)} GB`;

/** What the machine itself brings. */
export const machineChecks: readonly Check[] = [
  {
    id: "SYSTEM",
    title: "System",
    group: "machine",
    run: ({ system }) => ok(`${system.name}, ${system.arch}, ${system.cores} × ${system.cpu}`),
  },
  { id: "MEMORY", title: "Memory", group: "machine", run: ({ system }) => judgeMemory(system.memoryBytes) },
  {
    id: "DISK",
    title: "Disk space",
    group: "machine",
    run: async (machine) => judgeDisk(await machine.freeDiskBytes()),
  },
  {
    id: "GPU",
    title: "Graphics processor",
    group: "machine",
    run: async (machine) => {
      const name = await machine.gpu();
      const use = "the workshop's own model runs on the CPU, Foundry Local and Ollama may use a GPU";
      return name === undefined ? optional(`none that a tool here names; ${use}`) : ok(`${name}; ${use}`);
    },
  },
  { id: "NODE", title: "Node", group: "machine", run: judgeNode },
  {
    id: "NPM",
    title: "npm",
    group: "machine",
    run: async (machine) => {
      const npm = await machine.npm();
      if (npm) return ok(npm.version);
      return problem("not found on PATH", "Install Node from nodejs.org: npm comes with it.");
    },
  },
  { id: "PYTHON", title: "Python", group: "machine", run: judgePython },
  { id: "PROXY", title: "Proxy", group: "machine", run: judgeProxy },
];

function judgeMemory(bytes: number): Finding {
  if (bytes < LEAST_MEMORY)
    return missing(
      `${inGb(bytes)}, and a lab with its model needs ${inGb(LEAST_MEMORY)}`,
      "Use another machine, or a cloud one.",
    );
  if (bytes >= GOOD_MEMORY) return ok(inGb(bytes));
  return problem(
    `${inGb(bytes)}, which is tight`,
    "Close other programs, and keep one notebook open at a time.",
  );
}

function judgeDisk(bytes: number | undefined): Finding {
  if (bytes === undefined) return unknown("the system does not tell how much is free");
  const mend = "Make room on the disk that holds this folder.";
  if (bytes < LEAST_DISK) return missing(`${inGb(bytes)} free`, mend);
  if (bytes < GOOD_DISK) return problem(`${inGb(bytes)} free: enough to work, not to install anew`, mend);
  return ok(`${inGb(bytes)} free`);
}

function judgeNode(machine: Machine): Finding {
  const node = machine.node();
  if ("problem" in node) return missing("the Node of the workshop is not there", node.problem);
  const own =
    node.host === undefined || node.host === node.version ? "" : `; this machine's own is ${node.host}`;
  return ok(`${node.version}, ${node.pinned ? "pinned by the workshop" : "this machine's own"}${own}`);
}

async function judgePython(machine: Machine): Promise<Finding> {
  const python = await machine.python();
  if ("version" in python) return ok(python.version);
  if (machine.findCommand("uv") !== undefined) return ok("none that fits, but uv, which brings its own");
  if (machine.jupyter() !== undefined)
    return optional("none that could make .venv anew; the one in it works");
  const [, found = python.problem, mend] = /^(.*?)\. (.*)$/s.exec(python.problem) ?? [];
  return optional(found, mend);
}

function judgeProxy({ proxy }: Machine): Finding {
  if (proxy.https === undefined) return ok("none set");
  if (proxy.used) return ok(`${proxy.https}, used by Node`);
  return optional(
    `${proxy.https} is set; downloads of models use it, calls to Azure pass it by`,
    "If Azure is only reached through the proxy, set NODE_USE_ENV_PROXY=1 before npm start.",
  );
}
