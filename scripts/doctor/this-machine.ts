import { statfs } from "node:fs/promises";
import { join } from "node:path";
import { readCatalog } from "../../modules/src/catalog/read-catalog.ts";
import { type LoadedSettings, loadSettings, paths } from "../../modules/src/config/index.ts";
import { SettingsError } from "../../modules/src/core/errors.ts";
import { type HostReach, type Machine, reachHost } from "../../modules/src/doctor/index.ts";
import { listModels } from "../../modules/src/models/model-state.ts";
import { discoverLocal } from "../../modules/src/providers/discover-local.ts";
import { stateOfBuild } from "../setup/build.mjs";
import { isInstalled } from "../setup/dependencies.mjs";
import { describeJupyter } from "../setup/jupyter.mjs";
import { findPython } from "../setup/python.mjs";
import { readText } from "../setup/stamp.mjs";
import { findOwnWorkshop } from "../start/lab-cloud-file.ts";
import { azureSubscriptions } from "./azure-profile.ts";
import { findCommand } from "./find-command.ts";
import { kernelStates } from "./kernel-states.ts";
import { kitNodeFacts, npmFacts } from "./node-facts.ts";
import { lookAtPort } from "./port-facts.ts";
import { proxyFacts, proxyFor } from "./proxy-facts.ts";
import { graphicsProcessor, systemFacts } from "./system-facts.ts";

const OLLAMA = "http://127.0.0.1:11434";

/** This machine as the checks see it. Everything is looked at when it is asked for, and only once. */
export function thisMachine(environment: NodeJS.ProcessEnv = process.env): Machine {
  const reached = new Map<string, Promise<HostReach>>();
  const ownWorkshop = once(findOwnWorkshop);
  return {
    system: systemFacts(),
    proxy: proxyFacts(environment),
    settings: readSettings(),
    freeDiskBytes: once(freeDiskBytes),
    gpu: once(() => graphicsProcessor(environment)),
    node: once(() => kitNodeFacts(paths.root, environment)),
    npm: once(() => npmFacts(environment)),
    python: once(() => findPython(environment)),
    packages: once(packagesState),
    build: once(() => stateOfBuild(paths.root)),
    jupyter: once(() => describeJupyter(paths.root)),
    kernels: once(() => kernelStates(paths.root, environment)),
    port: async (port) => lookAtPort(port, await ownWorkshop()),
    models: once(listModels),
    modelServer: (endpoint) => discoverLocal({ endpoint }),
    // Without an address for Ollama only Foundry Local is looked for.
    foundryLocal: once(() => discoverLocal({ ollamaEndpoint: "" })),
    ollama: once(() => discoverLocal({ endpoint: OLLAMA })),
    labCloud: ownWorkshop,
    labDeployments: once(() => readCatalog().deployments.map(({ name }) => name)),
    reach: (address) => {
      const known =
        reached.get(address.origin) ?? reachHost(address, { proxy: proxyFor(address, environment) });
      reached.set(address.origin, known);
      return known;
    },
    findCommand: (name) => findCommand(name, environment),
    azureSubscriptions: once(() => azureSubscriptions(environment)),
  };
}

function readSettings(): LoadedSettings | { problems: readonly string[] } {
  try {
    return loadSettings();
  } catch (error) {
    if (error instanceof SettingsError) return { problems: error.problems };
    throw error;
  }
}

async function freeDiskBytes(): Promise<number | undefined> {
  const { bavail, bsize } = await statfs(paths.root);
  return bavail * bsize;
}

function packagesState() {
  const record = readText(join(paths.root, "node_modules", ".package-lock.json"));
  const lock = readText(join(paths.root, "package-lock.json"));
  if (record === undefined) return "missing";
  return lock !== undefined && isInstalled(lock, record) ? "ready" : "outdated";
}

/** The same answer for every call. */
function once<T>(look: () => T): () => T {
  let answer: { readonly value: T } | undefined;
  return () => {
    answer ??= { value: look() };
    return answer.value;
  };
}
