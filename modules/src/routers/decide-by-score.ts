import { LabError } from "../core/errors.ts";
import type { RouteDecision, Target } from "./router.ts";

/** What follows from a score alone: the cloud is asked from the threshold on. */
export function decideByScore(
  score: number,
  threshold: number,
): Pick<RouteDecision, "target" | "score" | "threshold" | "margin" | "runnerUp"> {
  const target: Target = score >= threshold ? "cloud" : "local";
  return { target, score, threshold, margin: Math.abs(score - threshold), runnerUp: otherTarget(target) };
}

const otherTarget = (target: Target): Target => (target === "cloud" ? "local" : "cloud");

/**
 * The threshold, if it is one.
 * @throws LabError when it lies outside 0 to 1.
 */
export function checkThreshold(threshold: number): number {
  if (threshold >= 0 && threshold <= 1) return threshold;
  throw new LabError(`A threshold must be a number from 0 to 1, not ${threshold}.`, {
    code: "THRESHOLD_OUT_OF_RANGE",
    hint: "0 sends everything to the cloud, 1 next to nothing.",
  });
}
