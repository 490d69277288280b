import { RoutingError } from "../core/errors.ts";
import { applyHead, type Estimate, type RouterHead } from "../onnx/head.ts";
import { type FeatureTable, rowOf } from "./feature-table.ts";
import { applyScaling, fitScaling, foldScaling, meansOf } from "./scaling.ts";
import { type Epoch, type HeadRecipe, type OnEpoch, trainHead } from "./train-head.ts";
import { lessonOf, type TrainingRow } from "./training-row.ts";

export interface RouterRecipe extends HeadRecipe {
  /** How much a labelled row counts beside an outcome, 0 to leave labelled rows out. */
  readonly labelledWeight: number;
  /** See `RouterHead`. */
  readonly weakWrongShare: number;
}

/** What the shipped router is trained with. */
export const routerRecipe: RouterRecipe = {
  hidden: 32,
  epochs: 10,
  batch: 64,
  learningRate: 0.002,
  decay: 1,
  dropout: 0.2,
  seed: 1,
  labelledWeight: 0.6,
  weakWrongShare: 0.1,
};

export interface LearnOptions {
  readonly rows: readonly TrainingRow[];
  /** The features of each row, in the same order (`embedPrompts`). */
  readonly features: FeatureTable;
  /** What differs from `routerRecipe`. */
  readonly recipe?: Partial<RouterRecipe>;
  onEpoch?: OnEpoch;
  readonly signal?: AbortSignal | undefined;
}

/** A head that has learnt from rows. */
export interface TrainedHead {
  readonly head: RouterHead;
  readonly recipe: RouterRecipe;
  readonly history: readonly Epoch[];
  /** What it says of each row of a table. */
  estimate(features: FeatureTable): Estimate[];
}

/**
 * Trains a head on known features: the same rows and seed give the same head. Lets the event loop run after each epoch.
 * @throws RoutingError when there are no rows or not one of features for each, a feature is no number, or the loss becomes none.
 */
export async function learnRouter(options: LearnOptions): Promise<TrainedHead> {
  const { rows, features, signal, onEpoch } = options;
  if (rows.length === 0 || rows.length !== features.rows) throw wrongRows(rows.length, features.rows);
  const broken = features.values.findIndex((value) => !Number.isFinite(value));
  if (broken >= 0) throw noNumber(rows[Math.floor(broken / features.width)]?.id ?? "");
  const recipe = { ...routerRecipe, ...options.recipe };
  const scaling = fitScaling(features);
  const lessons = rows.map((row) => lessonOf(row, recipe.labelledWeight));
  const history: Epoch[] = [];
  const training = trainHead(applyScaling(features, scaling), lessons, recipe);
  let step = training.next();
  while (!step.done) {
    if (!Number.isFinite(step.value.loss)) throw diverged(step.value);
    history.push(step.value);
    onEpoch?.(step.value);
    await new Promise((resolve) => setImmediate(resolve));
    signal?.throwIfAborted();
    step = training.next();
  }
  const { weakWrongShare } = recipe;
  const head = { ...foldScaling(step.value, scaling), means: meansOf(features), weakWrongShare };
  return { head, recipe, history, estimate: (table) => estimateRows(head, table) };
}

function estimateRows(head: RouterHead, table: FeatureTable): Estimate[] {
  return Array.from({ length: table.rows }, (_, row) => applyHead(head, rowOf(table, row)));
}

const noNumber = (id: string) =>
  new RoutingError(`The features of row ${id} are no numbers.`, {
    code: "FEATURES_NOT_NUMBERS",
    hint: "Embed it anew: delete the embedding cache.",
  });

const diverged = ({ epoch, loss }: Epoch) =>
  new RoutingError(`Training failed in pass ${epoch}: the loss became ${loss}.`, {
    code: "TRAINING_FAILED",
    hint: "Use a smaller learning rate, or delete the embedding cache.",
  });

const wrongRows = (rows: number, features: number) =>
  new RoutingError(`There are ${rows} rows to learn from and features of ${features}.`, {
    code: "NO_ROWS",
    hint: "Give at least one row, and the features of the same rows.",
  });
