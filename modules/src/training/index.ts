export { type Calibration, calibrate } from "./calibrate.ts";
export { checkLeaks } from "./check-leaks.ts";
export { type EmbedPromptsOptions, embedPrompts } from "./embed-prompts.ts";
export { type ExportRouterOptions, exportRouter } from "./export-router.ts";
export { type FeatureTable, rowOf, takeRows } from "./feature-table.ts";
export {
  type FoldOptions,
  foldsOf,
  holdOut,
  type Judgement,
  judgeAllFolds,
  judgeFold,
  type Parts,
} from "./folds.ts";
export {
  type LearnOptions,
  learnRouter,
  type RouterRecipe,
  routerRecipe,
  type TrainedHead,
} from "./learn-router.ts";
export { type LabelFigures, measureLabels, measureOutcomes, type OutcomeFigures } from "./measure-router.ts";
export { type CardData, type ModelCardOptions, writeModelCard } from "./model-card.ts";
export { type NearRow, nearestRows } from "./nearest-rows.ts";
export { type Point, projectToPlane } from "./project-to-plane.ts";
export { readTrainingRows } from "./read-training-rows.ts";
export type { Epoch, HeadRecipe, OnEpoch } from "./train-head.ts";
export { type TrainedRouter, type TrainRouterOptions, trainRouter } from "./train-router.ts";
export type { LabelledRow, OutcomeRow, TrainingRow } from "./training-row.ts";
