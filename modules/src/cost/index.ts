export { answerCostUsd } from "./answer-cost.ts";
export { countUsage, type Vocabulary, vocabularyOf } from "./count-usage.ts";
export { textSlices } from "./text-slices.ts";
