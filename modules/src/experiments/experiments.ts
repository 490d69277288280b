import type { RequestContext } from "../chat/request-context.ts";
import type { Assignment, Experiment, ExperimentOutcome } from "./experiment.ts";
import type { ExperimentReport } from "./experiment-report.ts";

export type ExperimentEvent =
  /** A variant did harm: from now on its units are served as without the experiment. */
  | {
      readonly type: "variant-stopped";
      readonly experiment: string;
      readonly variant: string;
      /** One line for people, with the figures. */
      readonly reason: string;
    }
  | {
      readonly type: "share-changed";
      readonly experiment: string;
      readonly from: number;
      readonly to: number;
    };

export interface Experiments {
  /**
   * The variants this request gets, one of each experiment it is part of. The same unit always gets the same; nothing is
   * remembered for it. Where two experiments change the same thing, whoever takes part in the one listed first takes no
   * part in the other.
   */
  assign(context: RequestContext): readonly Assignment[];
  /** Counts what became of a request. Never throws and does not wait. */
  observe(context: RequestContext, assignments: readonly Assignment[], outcome: ExperimentOutcome): void;
  /** A rating (0 to 1) that came after the answer. */
  rate(context: RequestContext, assignments: readonly Assignment[], rating: number): void;
  /** How the variants do, with intervals that hold at any time. @throws LabError when there is no such experiment. */
  report(name: string): ExperimentReport;
  /** Ramps a canary. @throws LabError when there is no such experiment or `share` is not 0 to 1. */
  setShare(name: string, share: number): void;
  readonly list: readonly Experiment[];
  /** Writes what is not written yet. */
  close(): void;
}
