export {
  type Confusion,
  type ConfusionShares,
  confusionOf,
  confusionShares,
  type Decided,
} from "./confusion.ts";
export { type Evaluation, evaluateRouter, type Judged, type Slice, sliceBy } from "./evaluate-router.ts";
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
