/** What a readiness code tells of a machine. */
export interface Readiness {
  readonly system: (typeof SYSTEMS)[number];
  readonly memory: (typeof MEMORY_CLASSES)[number];
  /** Checks without which no lab runs. */
  readonly essentials: Readonly<Record<Essential, boolean>>;
  readonly jupyter: boolean;
  readonly python: boolean;
  readonly npm: boolean;
  /** Every port is free or held by this workshop. */
  readonly ports: boolean;
  readonly proxy: boolean;
  readonly localModel: (typeof LOCAL_MODELS)[number];
  readonly cloud: (typeof CLOUDS)[number];
  /** Foundry Local or Ollama answers here. */
  readonly otherServer: boolean;
  /** Labs that run now; 31 stands for 31 and more. */
  readonly labs: number;
}

export const SYSTEMS = ["Linux", "macOS", "Windows", "another system"] as const;

/** By gigabytes; a machine sold with 8 counts as 8, though the system sees a little less. */
export const MEMORY_CLASSES = [
  "under 2 GB",
  "2 to 4 GB",
  "4 to 8 GB",
  "8 to 16 GB",
  "16 to 32 GB",
  "32 GB or more",
] as const;

/** `other`: the learner's own server; `silent`: that one is named and does not answer. */
export const LOCAL_MODELS = ["simulated", "real", "other", "silent"] as const;

/** `lab`: the lab cloud; `azure`: it answers; `broken`: Azure is named and cannot be used. */
export const CLOUDS = ["lab", "azure", "broken"] as const;

export const ESSENTIALS = ["NODE", "PACKAGES", "BUILD", "NOTEBOOKS", "SETTINGS", "MEMORY", "DISK"] as const;
export type Essential = (typeof ESSENTIALS)[number];

/** One truth for each check without which no lab runs. */
export function essentialsBy(truth: (id: Essential) => boolean): Readiness["essentials"] {
  return {
    NODE: truth("NODE"),
    PACKAGES: truth("PACKAGES"),
    BUILD: truth("BUILD"),
    NOTEBOOKS: truth("NOTEBOOKS"),
    SETTINGS: truth("SETTINGS"),
    MEMORY: truth("MEMORY"),
    DISK: truth("DISK"),
  };
}

const GIGABYTE = 1e9;
/** What systems and graphics keep for themselves of the memory a machine was sold with. */
const KEPT_SHARE = 0.1;

/** The class of a memory size in bytes. */
export function memoryClassOf(bytes: number): Readiness["memory"] {
  const sold = bytes / GIGABYTE / (1 - KEPT_SHARE);
  const bounds = [2, 4, 8, 16, 32];
  return MEMORY_CLASSES[bounds.filter((bound) => sold >= bound).length] ?? "32 GB or more";
}

/** The class of Node's `process.platform`. */
export function systemOf(platform: string): Readiness["system"] {
  if (platform === "linux") return "Linux";
  if (platform === "darwin") return "macOS";
  return platform === "win32" ? "Windows" : "another system";
}
