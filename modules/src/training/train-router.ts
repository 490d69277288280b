import { type Calibration, calibrate } from "./calibrate.ts";
import { type EmbedPromptsOptions, embedPrompts } from "./embed-prompts.ts";
import { takeRows } from "./feature-table.ts";
import { foldsOf, type Judgement, judgeAllFolds, judgeFold } from "./folds.ts";
import { learnRouter, type RouterRecipe, type TrainedHead } from "./learn-router.ts";
import { type LabelFigures, measureLabels, measureOutcomes, type OutcomeFigures } from "./measure-router.ts";
import type { OnEpoch } from "./train-head.ts";
import type { TrainingRow } from "./training-row.ts";

export interface TrainRouterOptions extends Omit<EmbedPromptsOptions, "onProgress"> {
  /** Rows of the split `test` are measured, never learnt from. */
  readonly rows: readonly TrainingRow[];
  readonly recipe?: Partial<RouterRecipe>;
  /** Share of held-out questions that the threshold sends to the strong model, 0 to 1. Default 0.3. */
  readonly share?: number;
  /** Measure every row out of its fold (five trainings more) instead of one fifth of them (one training more). */
  readonly everyFold?: boolean;
  onEmbedded?(done: number, total: number): void;
  onEpoch?: OnEpoch;
}

/** A head trained on all rows, and what was measured on rows that it (or one trained like it) had not seen. */
export interface TrainedRouter extends TrainedHead {
  readonly calibration: Calibration;
  /** What was said of held-out rows. */
  readonly judged: readonly Judgement[];
  /** Figures of held-out questions, by benchmark. */
  readonly outcomes: Readonly<Record<string, OutcomeFigures>>;
  /** Figures of whole domains held out, by benchmark; only with `everyFold`. */
  readonly unseenDomains: Readonly<Record<string, OutcomeFigures>>;
  /** Figures of labelled prompts of the split `test`. */
  readonly labels: LabelFigures | undefined;
  readonly learntFrom: number;
}

/**
 * Trains a router: embeds the prompts (each once, kept on disk), measures and calibrates on held-out rows, then learns from all
 * of them. The same rows and seed give the same router.
 * @throws ModelError when the encoder cannot be used, RoutingError when there is nothing to learn from.
 */
export async function trainRouter(options: TrainRouterOptions): Promise<TrainedRouter> {
  const { rows, recipe = {}, share = 0.3, everyFold = false, signal, onEpoch, onEmbedded } = options;
  const prompts = rows.map(({ prompt }) => prompt);
  const embedded = await embedPrompts(prompts, { ...options, ...(onEmbedded && { onProgress: onEmbedded }) });
  const part = (wanted: (row: TrainingRow) => boolean) => {
    const places = rows.flatMap((row, place) => (wanted(row) ? [place] : []));
    return { rows: places.flatMap((place) => rows[place] ?? []), features: takeRows(embedded, places) };
  };
  const learn = part(({ split }) => split !== "test");
  const test = part(({ split }) => split === "test");
  const task = { ...learn, recipe, signal };
  const seed = recipe.seed ?? 1;
  const folds = foldsOf(learn.rows, { seed });
  const judged = everyFold ? await judgeAllFolds(task, folds) : await judgeFold(task, folds);
  const calibration = calibrate(judged, share);
  const unseen = everyFold
    ? await judgeAllFolds(
        task,
        foldsOf(learn.rows, { seed, groupOf: ({ benchmark, domain }) => `${benchmark} ${domain}` }),
      )
    : [];
  const trained = await learnRouter({ ...task, ...(onEpoch && { onEpoch }) });
  const judgedTest = judge(test.rows, trained.estimate(test.features));
  return {
    ...trained,
    calibration,
    judged,
    outcomes: figuresByBenchmark([...judged, ...judgedTest], calibration),
    unseenDomains: figuresByBenchmark(unseen.filter(hasSiblings(learn.rows)), calibration),
    labels: judgedTest.some(({ row }) => row.kind === "labelled")
      ? measureLabels(judgedTest, calibration)
      : undefined,
    learntFrom: learn.rows.length,
  };
}

const judge = (rows: readonly TrainingRow[], estimates: readonly Omit<Judgement, "row">[]): Judgement[] =>
  rows.flatMap((row, at) => {
    const estimate = estimates[at];
    return estimate ? [{ row, ...estimate }] : [];
  });

function figuresByBenchmark(
  judged: readonly Judgement[],
  calibration: Calibration,
): Record<string, OutcomeFigures> {
  const outcomes = judged.filter(({ row }) => row.kind === "outcome");
  const groups = [...Map.groupBy(outcomes, ({ row }) => row.benchmark)];
  return Object.fromEntries(groups.map(([name, group]) => [name, measureOutcomes(group, calibration)]));
}

/** Rows of a benchmark with one domain have nothing to be unseen beside. */
function hasSiblings(rows: readonly TrainingRow[]): (judgement: Judgement) => boolean {
  const domains = Map.groupBy(rows, ({ benchmark }) => benchmark);
  const counts = new Map(
    [...domains].map(([name, group]) => [name, new Set(group.map(({ domain }) => domain)).size]),
  );
  return ({ row }) => row.kind === "outcome" && (counts.get(row.benchmark) ?? 0) > 1;
}
