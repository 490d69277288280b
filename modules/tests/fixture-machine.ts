import { loadSettings } from "../src/config/index.ts";
import { SettingsError } from "../src/core/errors.ts";
import type { HostReach, Machine } from "../src/doctor/index.ts";
import type { ModelState } from "../src/models/index.ts";

/** A laptop on which all is well and nothing of Azure is named, with what `differences` say. */
export function fixtureMachine(differences: Partial<Machine> = {}): Machine {
  return {
    system: {
      platform: "win32",
      name: "Windows 11 Pro",
      arch: "x64",
      cpu: "Some Processor",
      cores: 8,
      memoryBytes: 16e9,
    },
    proxy: { used: false },
    settings: fixtureSettings({}),
    freeDiskBytes: async () => 100e9,
    gpu: async () => undefined,
    node: () => ({ version: "24.21.0", pinned: true, host: "22.1.0" }),
    npm: async () => ({ version: "11.19.1" }),
    python: async () => ({ version: "3.12.4", command: "python" }),
    packages: () => "ready",
    build: () => "ready",
    jupyter: () => "jupyterlab==4.6.6 Python 3.12",
    kernels: () => ({ jupyter: "ready", editor: "missing" }),
    port: async () => ({ state: "free" }),
    models: () => [fixtureModel()],
    modelServer: async () => undefined,
    foundryLocal: async () => undefined,
    ollama: async () => undefined,
    labCloud: async () => undefined,
    labDeployments: () => ["gpt-4.1", "gpt-4o", "gpt-4o-mini", "model-router"],
    reach: async () => ({ reached: false, problem: "nothing is reached from this fixture" }),
    findCommand: () => undefined,
    azureSubscriptions: () => undefined,
    ...differences,
  };
}

/** The settings of an environment, without any .env. */
export function fixtureSettings(environment: Readonly<Record<string, string>>): Machine["settings"] {
  try {
    return loadSettings({ environment, envFile: false });
  } catch (error) {
    if (error instanceof SettingsError) return { problems: error.problems };
    throw error;
  }
}

/** The default model, present. */
export function fixtureModel(differences: Partial<ModelState> = {}): ModelState {
  return {
    name: "smollm2-135m-instruct",
    title: "SmolLM2 135M Instruct",
    licence: "Apache-2.0",
    path: "SmolLM2.gguf",
    bytes: 98_362_432,
    state: "present",
    verified: true,
    ...differences,
  };
}

/** Hosts that answer; all others do not. */
export function reachable(...hosts: readonly string[]): Machine["reach"] {
  return async ({ host }): Promise<HostReach> =>
    hosts.includes(host)
      ? { reached: true, ms: 12 }
      : { reached: false, problem: "no answer within 2 s", hint: "Check network, VPN and firewall." };
}
