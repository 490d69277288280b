export { areaUnderRoc, type ScoredCase } from "./area-under-roc.ts";
export {
  alwaysCloud,
  alwaysLocal,
  byFirstWord,
  byLength,
  byWordCount,
  fitLength,
  fitWordCount,
  oracle,
  type RandomMixOptions,
  randomMix,
} from "./baselines.ts";
export {
  type BootstrapOptions,
  bootstrapFigures,
  bootstrapInterval,
  type Interval,
} from "./bootstrap.ts";
export {
  type CachePoint,
  cacheCurve,
  cacheIntervals,
  isHit,
  type ScoredPair,
  scorePairs,
  thresholdForBudget,
} from "./cache-curve.ts";
export {
  type Calibration,
  type CalibrationOptions,
  expectedCalibrationError,
  measureCalibration,
  type ProbabilityCase,
  type ReliabilityRow,
  reliabilityTable,
} from "./calibration.ts";
export {
  type Comparison,
  compareRouters,
  compareScores,
  declareWinner,
  type NamedScore,
  type Verdict,
} from "./compare-routers.ts";
export {
  type Confusion,
  type ConfusionShares,
  confusionOf,
  confusionShares,
  type Decided,
} from "./confusion.ts";
export {
  apgr,
  type CostQualityCurve,
  type CurvePoint,
  callsForQuality,
  costQualityCurve,
} from "./cost-quality-curve.ts";
export { type CrossFitOptions, crossFit } from "./cross-fit.ts";
export {
  type AnswerCosts,
  type AtThreshold,
  type EvaluateOutcomesOptions,
  evaluateOutcomes,
  type OutcomeEvaluation,
  type OutcomeRouting,
} from "./evaluate-outcomes.ts";
export {
  type Evaluation,
  evaluateRouter,
  evaluationOf,
  type Judged,
  type Slice,
  sliceBy,
} from "./evaluate-router.ts";
export { type ExplainQueryOptions, explainQuery, type QueryExplanation } from "./explain-query.ts";
export { type FindLeaksOptions, findLeaks, type LeakPair, type LeakRow, type Leaks } from "./find-leaks.ts";
export { fitLabelCalibration, type LogitCase } from "./fit-label-calibration.ts";
export {
  type Flipped,
  type Injection,
  type InjectionReport,
  inject,
  injectionsFile,
  measureInjections,
  readInjections,
} from "./injections.ts";
export {
  COMPLEXITIES,
  type Complexity,
  LANGUAGES,
  type Labelled,
  type LabelledPrompt,
  type Language,
  SPLITS,
  type Split,
  STYLES,
  type Style,
} from "./labelled-prompt.ts";
export { type Embed, type NearestExample, type NearestOptions, nearestExamples } from "./nearest-examples.ts";
export type { Outcome, OutcomePair } from "./outcome.ts";
export { type AskedOutcome, type OutcomeBaselinesOptions, outcomeBaselines } from "./outcome-baselines.ts";
export { lengthScore, oracleScore, randomScore, type ScoreOf, scoreBy } from "./outcome-scores.ts";
export { percentile } from "./percentile.ts";
export { DIFFERENCES, type Difference, type QuestionPair } from "./question-pair.ts";
export { outcomesFile, readOutcomes } from "./read-outcomes.ts";
export { promptsFile, readPrompts } from "./read-prompts.ts";
export { readQuestionPairs } from "./read-question-pairs.ts";
export { readScoredRows, type ScoredRows, type UnusableRow } from "./read-scored-rows.ts";
export { type CacheReplay, type FalseHit, replayCache } from "./replay-cache.ts";
export { robustnessOf, type StyleRobustness, type VariantRow } from "./robustness.ts";
export { createScoreRouter, type ScoreRouterOptions } from "./score-router.ts";
export {
  baselineRouters,
  baselineScores,
  type OutcomeScore,
  outcomeScoreboard,
  type PromptScore,
  promptScoreboard,
  scoreOfEvaluation,
} from "./scoreboard.ts";
export type { ScoredOutcome, ScoredRow } from "./scored-row.ts";
export type { TextFlip } from "./search-flip.ts";
export { type AnswerClaims, COST_TOLERANCE, type Lie, spotLies, USAGE_TOLERANCE } from "./spot-lies.ts";
export { describeEdit, type TextEdit } from "./text-edit.ts";
export {
  bestThreshold,
  type ShareThreshold,
  sweepThresholds,
  type ThresholdRow,
  thresholdForShare,
} from "./thresholds.ts";
