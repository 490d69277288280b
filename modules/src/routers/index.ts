export { analyzeQuery, scoreComplexity } from "./analyze-query.ts";
export type { ChatModel } from "./ask-chat-model.ts";
export { type BertRouter, type BertRouterOptions, createBertRouter } from "./bert.ts";
export { type CascadeOptions, createCascade } from "./cascade.ts";
export type { ClassifyQuery, ClassRouterOptions } from "./class-router.ts";
export type { Classification, ConfidenceLevel } from "./classify-by-keywords.ts";
export type { QueryAnalysis } from "./compile-rules.ts";
export { checkThreshold, decideByScore } from "./decide-by-score.ts";
export { explainRoute } from "./explain-route.ts";
export { createHybridRouter, type HybridRouterOptions } from "./hybrid.ts";
export { classifyIntent, createIntentRouter, intentsFile, modelsForIntent, readIntents } from "./intent.ts";
export type { ConfidenceLevels, KeywordClass, KeywordClasses } from "./keyword-classes.ts";
export { parseLabel } from "./label-answer.ts";
export type { LabelForm } from "./label-asker.ts";
export {
  type LabelCalibration,
  type LabelledQuestion,
  type LabelPrompt,
  type LabelPrompts,
  labelMessages,
  labelPromptsFile,
  readLabelPrompts,
} from "./label-prompt.ts";
export { createPhiRouter, type PhiRouterOptions } from "./phi.ts";
export { readRules, rulesFile } from "./read-rules.ts";
export { createRouters, type RouterRegistry, type RouterRegistryOptions } from "./registry.ts";
export { routeAll } from "./route-all.ts";
export type { RouteContext, RouteDecision, Router, Signal, Target } from "./router.ts";
export { createRuleRouter, type RuleRouterOptions } from "./rule.ts";
export { type RuleSet, type RuleSignal, type RuleTuning, withThreshold } from "./rule-set.ts";
export { saveRules } from "./save-rules.ts";
export { type ScreenedQuery, screenQuery } from "./screen-query.ts";
export { createTaskRouter, detectTask, readTasks, tasksFile } from "./task.ts";
export { type Flip, whatWouldFlip } from "./what-would-flip.ts";
export { type RouterMemory, withMemory } from "./with-memory.ts";
export { withScreen } from "./with-screen.ts";
export { type RouterWithStats, type RoutingStats, withStats } from "./with-stats.ts";
