import type { Target } from "../routers/router.ts";

/** How often each target was decided, by where the query should have gone: `cloudAsLocal` should have gone to the cloud and stayed. */
export interface Confusion {
  readonly localAsLocal: number;
  readonly localAsCloud: number;
  readonly cloudAsLocal: number;
  readonly cloudAsCloud: number;
}

/** Shares of a confusion matrix, 0 to 1; NaN where there is nothing to take a share of. */
export interface ConfusionShares {
  /** Of all queries, those decided as labelled. */
  readonly accuracy: number;
  /** Of the queries that belong on this machine, those kept here. What is missing was paid for without need. */
  readonly localRecall: number;
  /** Of the queries that need the cloud, those sent there. What is missing got a poor answer. */
  readonly cloudRecall: number;
  /** Of the queries sent to the cloud, those that needed it. */
  readonly cloudPrecision: number;
  /** Of all queries, those sent to the cloud. */
  readonly cloudShare: number;
}

export interface Decided {
  /** Where it should have gone. */
  readonly target: Target;
  /** Where the router sent it. */
  readonly decided: Target;
}

export function confusionOf(pairs: readonly Decided[]): Confusion {
  const count = (target: Target, decided: Target) =>
    pairs.filter((pair) => pair.target === target && pair.decided === decided).length;
  return {
    localAsLocal: count("local", "local"),
    localAsCloud: count("local", "cloud"),
    cloudAsLocal: count("cloud", "local"),
    cloudAsCloud: count("cloud", "cloud"),
  };
}

export function confusionShares(confusion: Confusion): ConfusionShares {
  const { localAsLocal, localAsCloud, cloudAsLocal, cloudAsCloud } = confusion;
  const all = localAsLocal + localAsCloud + cloudAsLocal + cloudAsCloud;
  return {
    accuracy: (localAsLocal + cloudAsCloud) / all,
    localRecall: localAsLocal / (localAsLocal + localAsCloud),
    cloudRecall: cloudAsCloud / (cloudAsLocal + cloudAsCloud),
    cloudPrecision: cloudAsCloud / (localAsCloud + cloudAsCloud),
    cloudShare: (localAsCloud + cloudAsCloud) / all,
  };
}
