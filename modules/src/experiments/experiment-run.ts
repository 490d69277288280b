import { hash } from "node:crypto";
import { z } from "zod";
import { type Experiment, METRICS } from "./experiment.ts";
import type { TuningStore } from "./tuning-store.ts";
import { createTally, GROUPS, type VariantTally } from "./variant-tally.ts";

/** An experiment with what happened in it so far. */
export interface ExperimentRun {
  readonly experiment: Experiment;
  /** Names of what its variants change, together. */
  readonly changes: readonly string[];
  readonly tallies: ReadonlyMap<string, VariantTally>;
  readonly stopped: Set<string>;
  /** As configured, until it is set anew. */
  share: number;
  /** Requests observed since the start. */
  counted: number;
}

export function createRun(experiment: Experiment): ExperimentRun {
  const { variants, share } = experiment;
  return {
    experiment,
    changes: [...new Set(variants.flatMap(({ change }) => Object.keys(change)))],
    tallies: new Map(variants.map(({ name }) => [name, createTally()])),
    stopped: new Set(),
    share,
    counted: 0,
  };
}

/** One group's figures: its number, requests, sum. Empty groups are left out. */
const savedTally = z.array(
  z.tuple([
    z
      .int()
      .min(0)
      .max(GROUPS - 1),
    z.number(),
    z.number(),
  ]),
);

const savedRun = z.object({
  definition: z.string(),
  share: z.number(),
  configuredShare: z.number(),
  stopped: z.array(z.string()),
  tallies: z.record(z.string(), z.record(z.enum(METRICS), savedTally)),
});

/** Fills a run with what was saved of it; leaves it empty when nothing was, or of another definition. */
export function restoreRun(run: ExperimentRun, store: TuningStore | undefined): ExperimentRun {
  const saved = savedRun.safeParse(store?.load(keyOf(run)));
  if (!saved.success || saved.data.definition !== definitionOf(run.experiment)) return run;
  for (const [variant, metrics] of Object.entries(saved.data.tallies)) {
    const tally = run.tallies.get(variant);
    for (const metric of METRICS) {
      for (const [group, requests, sum] of metrics[metric]) {
        tally?.[metric].requests.fill(requests, group, group + 1);
        tally?.[metric].sums.fill(sum, group, group + 1);
      }
    }
  }
  for (const variant of saved.data.stopped) run.stopped.add(variant);
  // A share set at run time holds until the file says another.
  if (saved.data.configuredShare === run.experiment.share) run.share = saved.data.share;
  return run;
}

export function saveRun(run: ExperimentRun, store: TuningStore): void {
  const tallies = [...run.tallies].map(([variant, tally]) => [
    variant,
    Object.fromEntries(METRICS.map((metric) => [metric, toRows(tally[metric])])),
  ]);
  store.save(keyOf(run), {
    definition: definitionOf(run.experiment),
    share: run.share,
    configuredShare: run.experiment.share,
    stopped: [...run.stopped],
    tallies: Object.fromEntries(tallies),
  });
}

const toRows = ({ requests, sums }: VariantTally["success"]) =>
  [...requests.entries()].flatMap(([group, count]) => (count > 0 ? [[group, count, sums[group] ?? 0]] : []));

const keyOf = ({ experiment }: ExperimentRun) => `experiment ${experiment.name}`;

/** What must be the same for counts to mean the same. A share may change: it moves no unit. */
const definitionOf = ({ name, unit, variants }: Experiment) =>
  hash("sha256", JSON.stringify([name, unit, variants]));
