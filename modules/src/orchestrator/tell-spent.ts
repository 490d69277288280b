import type { Bill } from "./charges.ts";
import type { PaidCall, SpentEvent } from "./orchestrator-event.ts";
import type { Run } from "./run.ts";

/** Tells whoever watches what was paid for something that is no answer; an answer tells its own cost. */
export function tellSpent(operation: SpentEvent["operation"], { charges }: Bill, run: Run): void {
  const { house, context, startedAt, timer } = run;
  if (!house.onEvent || charges.length === 0) return;
  const calls = charges.map(({ deployment = "", model, purpose, provenance, usage, costUsd }): PaidCall => {
    const served = run.legs.find((leg) => leg.deployment.name === deployment)?.reply.servedModel;
    const place = house.serving.deployment(deployment);
    return {
      provider: place?.provider.name ?? "",
      ...(place?.kind === "embedding" && { embeds: true as const }),
      model,
      purpose,
      provenance,
      usage,
      costUsd,
      ...(served !== undefined && { servedModel: served }),
    };
  });
  house.onEvent({
    type: "spent",
    at: startedAt,
    operation,
    requestId: context.requestId,
    tenant: context.tenant,
    ms: timer.elapsed(),
    calls,
  });
}
