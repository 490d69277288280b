import type { ExperimentReport } from "../experiments/experiment-report.ts";
import type { House } from "./house.ts";

/** How what is tried on a part of the requests does. */
export interface TrialsReport {
  /** Tests and canaries, in the order of the configuration. */
  readonly experiments: readonly (ExperimentReport & {
    /** Of the units, 0 to 1, who take part now. */
    readonly share: number;
  })[];
}

export const trialsOf = ({ experiments }: House): TrialsReport => ({
  experiments: experiments?.list.map(({ name, share }) => ({ ...experiments.report(name), share })) ?? [],
});
