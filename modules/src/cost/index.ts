export { answerCostUsd } from "./answer-cost.ts";
export { countUsage, loadTokenCounter, type Vocabulary, vocabularyOf } from "./count-usage.ts";
export { textSlices } from "./text-slices.ts";
