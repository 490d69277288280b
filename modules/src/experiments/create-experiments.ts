import type { RequestContext } from "../chat/request-context.ts";
import { nearestName } from "../config/nearest-name.ts";
import { type Clock, systemClock } from "../core/clock.ts";
import { LabError } from "../core/errors.ts";
import { assignVariant, groupOf, unitOf } from "./assign-variant.ts";
import type { Assignment, Experiment, ExperimentOutcome } from "./experiment.ts";
import { createRun, type ExperimentRun, restoreRun, saveRun } from "./experiment-run.ts";
import type { ExperimentEvent, Experiments } from "./experiments.ts";
import { harmOf } from "./guard-variant.ts";
import type { TuningStore } from "./tuning-store.ts";
import { addOutcome, GROUPS } from "./variant-tally.ts";
import { writeReport } from "./write-report.ts";

export interface ExperimentsOptions {
  /** The first ones win where two change the same thing. */
  readonly experiments: readonly Experiment[];
  /** Where counts outlive a restart; without it they do not. */
  readonly store?: TuningStore;
  /** Milliseconds between two savings. Default 10,000. */
  readonly saveEveryMs?: number;
  readonly clock?: Clock;
  readonly onEvent?: (event: ExperimentEvent) => void;
}

/** The guard looks after every so many requests. */
const GUARD_EVERY = 16;

/**
 * Runs experiments. What was counted of an experiment whose definition has changed since is not taken over.
 * @throws LabError EXPERIMENT_TWICE when two have one name.
 */
export function createExperiments(options: ExperimentsOptions): Experiments {
  const { experiments, store, saveEveryMs = 10_000, clock = systemClock, onEvent = () => {} } = options;
  const runs = new Map<string, ExperimentRun>();
  for (const experiment of experiments) {
    if (runs.has(experiment.name)) throw namedTwice(experiment.name);
    runs.set(experiment.name, restoreRun(createRun(experiment), store));
  }
  let savedAt = clock.elapsed();

  function save(): void {
    savedAt = clock.elapsed();
    if (store) for (const run of runs.values()) saveRun(run, store);
  }

  function count(
    context: RequestContext,
    assignments: readonly Assignment[],
    outcome: Partial<ExperimentOutcome>,
  ): void {
    for (const { experiment, variant } of assignments) {
      const run = runs.get(experiment);
      const tally = run?.tallies.get(variant);
      if (run === undefined || tally === undefined) continue;
      const { name, unit } = run.experiment;
      addOutcome(tally, groupOf(name, unitOf(unit, context), GROUPS), outcome);
      if (outcome.success !== undefined && ++run.counted % GUARD_EVERY === 0) stopHarm(run);
    }
    if (clock.elapsed() - savedAt >= saveEveryMs) save();
  }

  function stopHarm(run: ExperimentRun): void {
    for (const { variant, reason } of harmOf(run)) {
      run.stopped.add(variant);
      onEvent({ type: "variant-stopped", experiment: run.experiment.name, variant, reason });
      save();
    }
  }

  function find(name: string): ExperimentRun {
    const run = runs.get(name);
    if (run === undefined) throw unknownExperiment(name, [...runs.keys()]);
    return run;
  }

  return {
    get list() {
      return [...runs.values()].map(({ experiment, share }) => ({ ...experiment, share }));
    },
    assign: (context) => assignAll([...runs.values()], context),
    observe: count,
    rate: (context, assignments, rating) => count(context, assignments, { rating }),
    report(name) {
      const run = find(name);
      return writeReport(run.experiment, observedOf(run));
    },
    setShare(name, share) {
      const run = find(name);
      if (!(share >= 0 && share <= 1)) throw notAShare(share);
      const from = run.share;
      run.share = share;
      onEvent({ type: "share-changed", experiment: name, from, to: share });
      save();
    },
    close: save,
  };
}

function assignAll(runs: readonly ExperimentRun[], context: RequestContext): readonly Assignment[] {
  const taken = new Set<string>();
  const assignments: Assignment[] = [];
  for (const { experiment, share, changes, stopped } of runs) {
    if (changes.some((change) => taken.has(change))) continue;
    const variant = assignVariant({ ...experiment, share }, unitOf(experiment.unit, context));
    if (variant === undefined) continue;
    for (const change of changes) taken.add(change);
    if (stopped.has(variant.name)) continue;
    assignments.push({ experiment: experiment.name, variant: variant.name, change: variant.change });
  }
  return assignments;
}

const observedOf = ({ experiment, tallies, stopped }: ExperimentRun) =>
  experiment.variants.flatMap(({ name, weight }) => {
    const tally = tallies.get(name);
    return tally ? [{ name, weight, tally, stopped: stopped.has(name) }] : [];
  });

const namedTwice = (name: string) =>
  new LabError(`There are two experiments "${name}".`, {
    code: "EXPERIMENT_TWICE",
    hint: "Give one of them another name: the name also deals the variants.",
  });

function unknownExperiment(name: string, known: readonly string[]): LabError {
  const near = nearestName(name, known);
  return new LabError(`There is no experiment "${name}".`, {
    code: "EXPERIMENT_UNKNOWN",
    hint:
      near !== undefined
        ? `Did you mean ${near}?`
        : known.length === 0
          ? "None is configured."
          : `There are: ${known.join(", ")}.`,
  });
}

const notAShare = (share: number) =>
  new LabError(`The share of an experiment must be 0 to 1, not ${share}.`, { code: "EXPERIMENT_SHARE" });
