/** What became of a choice. */
export interface RewardedOutcome {
  readonly success: boolean;
  /** 0 to 1; counts as 1 where nobody rated. */
  readonly rating?: number;
  readonly costUsd?: number;
  readonly latencyMs?: number;
}

export interface RewardWeights {
  /** What an answer of `costCeilingUsd` or more loses, 0 to 1. */
  readonly cost: number;
  readonly costCeilingUsd: number;
  /** What an answer of `latencyCeilingMs` or more loses, 0 to 1. */
  readonly latency: number;
  readonly latencyCeilingMs: number;
}

/** A choice's worth, 0 to 1: its rating, less what it cost in money and time. A failure is worth nothing. */
export function rewardOf(
  { success, rating = 1, costUsd = 0, latencyMs = 0 }: RewardedOutcome,
  { cost, costCeilingUsd, latency, latencyCeilingMs }: RewardWeights,
): number {
  if (!success) return 0;
  const paid = cost * Math.min(1, costUsd / costCeilingUsd);
  const waited = latency * Math.min(1, latencyMs / latencyCeilingMs);
  return Math.max(0, rating - paid - waited);
}
