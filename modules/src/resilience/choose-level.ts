import type { BulkheadOf } from "./ask-level.ts";
import type { BreakerSet } from "./breaker-set.ts";
import type { Slot } from "./bulkhead.ts";
import type { PlacedLevel, PlanSkip } from "./plan-event.ts";

export interface ChooseTools {
  readonly breakers: BreakerSet;
  readonly bulkheadOf: BulkheadOf;
  readonly isHealthy: (deployment: string) => boolean;
  /** Why a level may not be asked, in a few words; undefined when it may. Asked anew at every hop. */
  readonly allow: (level: PlacedLevel) => string | undefined;
}

/** A level that can be asked now, with its place in the bulkhead, or why it is passed over. */
export type Choice =
  | { readonly kind: "ask"; readonly slot: Slot | undefined }
  | { readonly kind: "skip"; readonly skip: PlanSkip };

export function chooseLevel(level: PlacedLevel, tools: ChooseTools): Choice {
  const { deployment } = level;
  if (!tools.isHealthy(deployment)) return skip({ kind: "unhealthy" });
  const retryInMs = closedForMs(deployment, tools.breakers);
  if (retryInMs !== undefined) return skip({ kind: "circuit-open", retryInMs });
  const because = tools.allow(level);
  if (because !== undefined) return skip({ kind: "not-allowed", because });
  const bulkhead = tools.bulkheadOf(deployment);
  if (!bulkhead) return { kind: "ask", slot: undefined };
  const slot = bulkhead.tryAcquire();
  return slot ? { kind: "ask", slot } : skip({ kind: "full", retryInMs: bulkhead.expectedWaitMs() });
}

/** Milliseconds until a breaker may let a call through; undefined when it does now. */
function closedForMs(deployment: string, breakers: BreakerSet): number | undefined {
  const breaker = breakers.of(deployment);
  if (breaker.mayEnter()) return undefined;
  const state = breaker.state();
  return state.kind === "open" ? state.retryInMs : 0;
}

const skip = (why: PlanSkip): Choice => ({ kind: "skip", skip: why });
