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
export { type BootstrapOptions, bootstrapInterval, type Interval } from "./bootstrap.ts";
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
export { type Evaluation, evaluateRouter, type Judged, type Slice, sliceBy } from "./evaluate-router.ts";
export { type FindLeaksOptions, findLeaks, type LeakPair, type LeakRow, type Leaks } from "./find-leaks.ts";
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
export type { Outcome, OutcomePair } from "./outcome.ts";
export { lengthScore, oracleScore, randomScore, type ScoreOf, scoreBy } from "./outcome-scores.ts";
export { outcomesFile, readOutcomes } from "./read-outcomes.ts";
export { promptsFile, readPrompts } from "./read-prompts.ts";
export { robustnessOf, type StyleRobustness } from "./robustness.ts";
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
export { type AnswerClaims, COST_TOLERANCE, type Lie, spotLies, USAGE_TOLERANCE } from "./spot-lies.ts";
export {
  bestThreshold,
  type ShareThreshold,
  sweepThresholds,
  type ThresholdRow,
  thresholdForShare,
} from "./thresholds.ts";
