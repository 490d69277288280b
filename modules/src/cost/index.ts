export { answerCostUsd } from "./answer-cost.ts";
