import { createHouse } from "./create-house.ts";
import type { Orchestrator } from "./orchestrator.ts";
import { orchestratorOf } from "./orchestrator-of.ts";
import type { OrchestratorOptions } from "./orchestrator-options.ts";

export type { OrchestratorOptions } from "./orchestrator-options.ts";

/** Puts routers and deployments together. Opens no connection; the first question does. */
export function createOrchestrator(options: OrchestratorOptions): Orchestrator {
  const house = createHouse(options);
  return orchestratorOf(() => house, options);
}
