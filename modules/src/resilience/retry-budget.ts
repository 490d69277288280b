/** Bounds all retries together to a share of the calls, so that retries never double the load on what is failing. */
export interface RetryBudget {
  /** A call that is no retry was made. */
  noteCall(): void;
  /** Takes one retry when there is one left. */
  take(): boolean;
  /** Retries that could be taken now. */
  left(): number;
}

export interface RetryBudgetOptions {
  /** Retries earned by each call, 0 to 1; default 0.1. */
  readonly share?: number;
  /** Retries that can be saved up, and that are there at the start; default 10. */
  readonly burst?: number;
}

export function createRetryBudget({ share = 0.1, burst = 10 }: RetryBudgetOptions = {}): RetryBudget {
  let saved = burst;
  return {
    noteCall() {
      saved = Math.min(burst, saved + share);
    },
    take() {
      if (saved < 1) return false;
      saved -= 1;
      return true;
    },
    left: () => Math.floor(saved),
  };
}
