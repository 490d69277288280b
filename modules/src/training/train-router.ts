import { type Calibration, calibrate } from "./calibrate.ts";
import { type EmbedPromptsOptions, embedPrompts } from "./embed-prompts.ts";
import { checkEnoughRows } from "./enough-rows.ts";
import { type FeatureTable, rowOf, takeRows } from "./feature-table.ts";
import {
  type ConfidenceFigures,
  crossFitConfidence,
  fitConfidence,
  type JudgedFeatures,
  measureConfidence,
} from "./fit-confidence.ts";
import { foldsOf, type Judgement, judgeAllFolds, judgeBenchmarks, judgeFold } from "./folds.ts";
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
  /** Measure every row out of its fold (five trainings more) instead of one fifth of them (one training more), and whole domains and benchmarks. */
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
  /** Figures of whole domains held out, by benchmark, one of a single domain held out whole; only with `everyFold`. */
  readonly unseenDomains: Readonly<Record<string, OutcomeFigures>>;
  /** Figures of whole benchmarks held out, where there are several; only with `everyFold`. */
  readonly unseenBenchmarks: Readonly<Record<string, OutcomeFigures>>;
  /** How true the confidence is on held-out rows, and on those of the split `test`. */
  readonly sureness: Readonly<Record<"outcome" | "labelled" | "labelledTest", ConfidenceFigures>>;
  /** Figures of labelled prompts of the split `test`. */
  readonly labels: LabelFigures | undefined;
  readonly learntFrom: number;
}

/**
 * Trains a router: embeds the prompts (each once, kept on disk), measures and calibrates on held-out rows, then learns from all
 * of them. The same rows and seed give the same router.
 * @throws ModelError when the encoder cannot be used, RoutingError when there is not enough to learn from.
 */
export async function trainRouter(options: TrainRouterOptions): Promise<TrainedRouter> {
  const { rows, recipe = {}, share = 0.3, everyFold = false, signal, onEpoch, onEmbedded } = options;
  checkEnoughRows(rows.filter(({ split }) => split !== "test"));
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
  const scale = calibrate(judged, share);
  const featured = withFeatures(judged, learn);
  const calibration = { ...scale, confidence: fitConfidence(featured, scale) };
  const unseen = everyFold
    ? await judgeAllFolds(
        task,
        foldsOf(learn.rows, { seed, groupOf: ({ benchmark, domain }) => `${benchmark} ${domain}` }),
      )
    : [];
  const unseenWhole = everyFold ? await judgeBenchmarks(task) : [];
  const trained = await learnRouter({ ...task, ...(onEpoch && { onEpoch }) });
  const judgedTest = judge(test.rows, trained.estimate(test.features));
  const sureOfTest = measureConfidence(withFeatures(judgedTest, test), calibration.confidence, calibration);
  return {
    ...trained,
    calibration,
    judged,
    outcomes: figuresByBenchmark([...judged, ...judgedTest], calibration),
    unseenDomains: figuresByBenchmark(unseen, calibration),
    unseenBenchmarks: figuresByBenchmark(unseenWhole, calibration),
    sureness: { ...crossFitConfidence(featured, scale, seed), labelledTest: sureOfTest.labelled },
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

/** Each judged row with its features. */
function withFeatures(
  judged: readonly Judgement[],
  { rows, features }: { readonly rows: readonly TrainingRow[]; readonly features: FeatureTable },
): JudgedFeatures[] {
  const places = new Map(rows.map((row, place) => [row, place]));
  return judged.map((one) => ({ ...one, features: rowOf(features, places.get(one.row) ?? 0) }));
}

/** By benchmark, and of all together (`all`) where there are several. */
function figuresByBenchmark(
  judged: readonly Judgement[],
  calibration: Calibration,
): Record<string, OutcomeFigures> {
  const outcomes = judged.filter(({ row }) => row.kind === "outcome");
  const groups = [...Map.groupBy(outcomes, ({ row }) => row.benchmark)];
  const all: typeof groups = groups.length > 1 ? [["all", outcomes]] : [];
  return Object.fromEntries(
    [...groups, ...all].map(([name, group]) => [name, measureOutcomes(group, calibration)]),
  );
}
