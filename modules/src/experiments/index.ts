export type { ArmEstimate, Bandit, BanditChoice, BanditState } from "./bandit.ts";
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
export type { ExperimentEvent, Experiments } from "./experiments.ts";
export type { Feedback, FeedbackEvent, QualityScore, RatedAnswer, Rating } from "./feedback.ts";
export type { PatternHint, PatternRecord, PatternRow, PatternSummary, RequestPatterns } from "./patterns.ts";
export type { Shadow, ShadowAnswer, ShadowEvent, ShadowOffer, ShadowStats } from "./shadow.ts";
