import type { ExperimentReport } from "../experiments/experiment-report.ts";
import type { House } from "./house.ts";
import type { PreferenceRow } from "./preferences.ts";
import type { ShadowReport } from "./shadow-answers.ts";

/** How what is tried on a part of the requests does. */
export interface TrialsReport {
  /** Tests and canaries, in the order of the configuration. */
  readonly experiments: readonly (ExperimentReport & {
    /** Of the units, 0 to 1, who take part now. */
    readonly share: number;
  })[];
  /** Null when no second model is asked. */
  readonly shadow: ShadowReport | null;
  /** What is learnt of the models of each route that a bandit orders. */
  readonly preferences: readonly PreferenceRow[];
}

export const trialsOf = ({ experiments, shadow, preferences }: House): TrialsReport => ({
  experiments: experiments?.list.map(({ name, share }) => ({ ...experiments.report(name), share })) ?? [],
  shadow: shadow?.report() ?? null,
  preferences: preferences?.rows() ?? [],
});
