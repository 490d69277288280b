import type { Metrics } from "./create-metrics.ts";
import { genAiProvider } from "./gen-ai-provider.ts";
import { operationOf } from "./spending-spans.ts";
import type { TracedSpending } from "./traced-answer.ts";

/** Counts what was paid for something that is no answer, call by call. `tenant` is empty where tenants are not named. */
export function observeSpending(spending: TracedSpending, tenant: string, metrics: Metrics): void {
  for (const paid of spending.calls) {
    const { provider, model, servedModel = "", purpose, provenance, usage, costUsd } = paid;
    const operation = operationOf(spending, paid);
    const { promptTokens, completionTokens } = usage;
    const call = [operation, genAiProvider(provider), model, servedModel, provenance];
    if (costUsd !== undefined) metrics.note("cost", costUsd, [model, tenant, provenance]);
    if (purpose === "wasted") metrics.note("wasted", promptTokens + completionTokens, [model]);
    else {
      metrics.note("tokenUsage", promptTokens, [...call, "input"]);
      if (operation === "chat") metrics.note("tokenUsage", completionTokens, [...call, "output"]);
    }
    // The calls of a chat are counted with it, and no panel should take a health check for an answer.
    if (spending.operation === "embeddings")
      metrics.note("operationDuration", spending.ms / 1000, [...call, purpose === "wasted" ? "_OTHER" : ""]);
  }
}
