export interface BanditChoice {
  readonly arm: string;
  /** What kind of request it was, as passed to `choose`. */
  readonly context: string;
  /** Whether it differs from the arm that looks best so far. */
  readonly explored: boolean;
}

export interface ArmEstimate {
  readonly arm: string;
  readonly context: string;
  /** Mean reward as believed, 0 to 1. */
  readonly reward: number;
  readonly low: number;
  readonly high: number;
  /** Rewards that count, old ones less. */
  readonly weight: number;
}

/** Learns from rewards which arm (a model, a route) serves which kind of request best, and tries others just so often. */
export interface Bandit {
  /**
   * Chooses one of `arms`, given in the order one would take without a bandit.
   * @throws LabError when there is none.
   */
  choose(context: string, arms: readonly string[]): BanditChoice;
  /** Tells what a choice was worth, 0 to 1. Others than the last may be told, in any order. Ignores NaN. */
  reward(choice: Pick<BanditChoice, "arm" | "context">, reward: number): void;
  estimates(): readonly ArmEstimate[];
  /** To be kept, and given back to `createBandit` as `state`. */
  state(): BanditState;
}

export interface BanditState {
  readonly arms: readonly {
    readonly context: string;
    readonly arm: string;
    readonly good: number;
    readonly bad: number;
  }[];
}
