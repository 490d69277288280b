import { readCatalog } from "../catalog/read-catalog.ts";
import { systemClock } from "../core/clock.ts";
import { createRouters } from "../routers/registry.ts";
import { answer } from "./answer.ts";
import type { Answer } from "./answer-part.ts";
import type { House, Orchestrator } from "./orchestrator.ts";

export type OrchestratorOptions = Pick<House, "backends"> & Partial<Omit<House, "backends">>;

/** Puts routers and backends together. Opens no connection; the first question does. */
export function createOrchestrator(options: OrchestratorOptions): Orchestrator {
  const house: House = {
    routers: createRouters(),
    catalog: options.catalog ?? readCatalog(),
    rules: { fallbackToCloud: true },
    strategy: "hybrid",
    timeoutMs: 30_000,
    clock: systemClock,
    record: () => {},
    ...options,
  };
  return {
    routers: house.routers,
    backends: house.backends,
    stream: (query, answerOptions = {}) => answer(query, house, answerOptions),
    async ask(query, answerOptions = {}) {
      let whole: Answer | undefined;
      for await (const part of answer(query, house, answerOptions))
        if (part.type === "answer") whole = part.answer;
      if (!whole) throw new Error("The orchestrator ended without an answer.");
      return whole;
    },
  };
}
