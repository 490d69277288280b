export { anytimeErrors } from "./anytime-interval.ts";
export { assignVariant, unitOf } from "./assign-variant.ts";
export type { ArmEstimate, Bandit, BanditChoice, BanditState } from "./bandit.ts";
export { type BanditOptions, createBandit } from "./create-bandit.ts";
export { createExperiments, type ExperimentsOptions } from "./create-experiments.ts";
export { createFeedback, type FeedbackOptions } from "./create-feedback.ts";
export { createPatterns, type PatternsOptions } from "./create-patterns.ts";
export { createShadow, type ShadowOptions } from "./create-shadow.ts";
export {
  type Assignment,
  type AssignmentUnit,
  type CanaryGuard,
  type Experiment,
  type ExperimentOutcome,
  METRICS,
  type Metric,
  type Variant,
  type VariantChange,
} from "./experiment.ts";
export type {
  ExperimentReport,
  ReportedFigure,
  SplitCheck,
  VariantComparison,
  VariantReport,
  Verdict,
} from "./experiment-report.ts";
export { experimentSchema } from "./experiment-schema.ts";
export type { ExperimentEvent, Experiments } from "./experiments.ts";
export type { Feedback, FeedbackEvent, QualityScore, RatedAnswer, Rating } from "./feedback.ts";
export { fingerprintOf } from "./fingerprint-of.ts";
export { likenessOf } from "./likeness-of.ts";
export type { PatternHint, PatternRecord, PatternRow, PatternSummary, RequestPatterns } from "./patterns.ts";
export { type RewardedOutcome, type RewardWeights, rewardOf } from "./reward-of.ts";
export type { Shadow, ShadowAnswer, ShadowEvent, ShadowOffer, ShadowStats } from "./shadow.ts";
export { openTuningStore, type TuningStore, type TuningStoreOptions } from "./tuning-store.ts";
