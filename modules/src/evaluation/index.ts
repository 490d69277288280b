export {
  type Confusion,
  type ConfusionShares,
  confusionOf,
  confusionShares,
  type Decided,
} from "./confusion.ts";
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
export { outcomesFile, readOutcomes } from "./read-outcomes.ts";
export { promptsFile, readPrompts } from "./read-prompts.ts";
export { type AnswerClaims, COST_TOLERANCE, type Lie, spotLies, USAGE_TOLERANCE } from "./spot-lies.ts";
