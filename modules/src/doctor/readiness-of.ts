import type { CheckResult } from "./check.ts";
import type { AnswerSources, LabReadiness } from "./labs.ts";
import type { Machine } from "./machine.ts";
import { ownServer } from "./model-checks.ts";
import { essentialsBy, memoryClassOf, type Readiness, systemOf } from "./readiness.ts";

export interface Findings {
  readonly machine: Machine;
  readonly results: readonly CheckResult[];
  readonly sources: AnswerSources;
  readonly labs: readonly LabReadiness[];
}

/** What the code of a machine is to tell, by what the checks found. */
export function readinessOf({ machine, results, sources, labs }: Findings): Readiness {
  const stateOf = (id: string) => results.find((result) => result.id === id)?.state;
  const isOk = (id: string) => stateOf(id) === "ok";
  return {
    system: systemOf(machine.system.platform),
    memory: memoryClassOf(machine.system.memoryBytes),
    essentials: essentialsBy((id) => stateOf(id) !== "missing"),
    jupyter: isOk("JUPYTER"),
    python: isOk("PYTHON"),
    npm: isOk("NPM"),
    ports: !results.some(({ group, state }) => group === "ports" && state === "problem"),
    proxy: machine.proxy.https !== undefined,
    localModel: localModelOf(sources, ownServer(machine) !== undefined),
    cloud: CLOUD_WORDS[sources.cloud],
    otherServer: isOk("FOUNDRY_LOCAL") || isOk("OLLAMA"),
    labs: labs.filter(({ runs }) => runs).length,
  };
}

const CLOUD_WORDS = { live: "azure", simulated: "lab", none: "broken" } as const;

function localModelOf({ local }: AnswerSources, own: boolean): Readiness["localModel"] {
  if (local === "none") return "silent";
  if (local === "simulated") return "simulated";
  return own ? "other" : "real";
}
