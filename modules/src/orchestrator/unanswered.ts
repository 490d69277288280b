import type { HedgeEvent } from "../resilience/hedge-first.ts";
import type { PlanEvent } from "../resilience/plan-event.ts";
import type { Run } from "./run.ts";
import type { ServingDeployment } from "./serving.ts";

/** A call that took a prompt and said no word: whoever was asked charges the prompt, and tells nothing. */
export interface Unanswered {
  readonly deployment: ServingDeployment;
  /** What it was sent to go on from. */
  readonly soFar: string;
}

/** Keeps a call in mind whose prompt is charged for nothing. */
export function noteUnanswered(event: PlanEvent | HedgeEvent, { house, unanswered, soFar }: Run): void {
  if (event.type !== "attempt" || !event.wasted) return;
  const deployment = house.serving.deployment(event.deployment);
  if (deployment) unanswered.push({ deployment, soFar });
}
