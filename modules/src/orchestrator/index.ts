export type { Answer, AnswerPart, Attempt, StepTiming } from "./answer-part.ts";
export type { Backend, PlanRules } from "./backend.ts";
export type { ConfigChange } from "./change-config.ts";
export type { ChatAnswer, ChatPart, PlannedDeployment, RoutingMetadata } from "./chat-part.ts";
export { connectOrchestrator } from "./connect-orchestrator.ts";
export { connectRouters, type RoutingModel } from "./connect-routers.ts";
export { createOrchestrator, type OrchestratorOptions } from "./create-orchestrator.ts";
export type { DecisionFilter, DecisionRecord } from "./decision-log.ts";
export { MAX_QUERY_CHARACTERS } from "./guard-query.ts";
export {
  type ConfiguredOrchestrator,
  type OpenOrchestratorOptions,
  openOrchestrator,
} from "./open-orchestrator.ts";
export {
  AUTO_MODEL,
  type OrchestratedChat,
  type OrchestratedEmbedding,
  type RoutingHints,
} from "./orchestrated-chat.ts";
export type {
  AnswerEvent,
  AnswerOptions,
  ComparedAnswer,
  EmbeddingAnswer,
  Orchestrator,
  OrchestratorState,
  PlannedChat,
  ServedDeployment,
  ServedModel,
} from "./orchestrator.ts";
export type { OrchestratorConfig } from "./orchestrator-config.ts";
export type { ChatOverEvent, OrchestratorEvent, RoutedEvent, SpentEvent } from "./orchestrator-event.ts";
export type { PreferenceConfig, PreferenceRow, Preferences } from "./preferences.ts";
export { type QueryRequest, readQueryRequest } from "./query-request.ts";
export { type QueryResponse, type QueryResponseContext, toQueryResponse } from "./query-response.ts";
export { readOrchestratorConfig } from "./read-orchestrator-config.ts";
export { type ReplayedDecision, type ReplayReport, replayDecisions } from "./replay-decisions.ts";
export type { ScoreBand } from "./route-key.ts";
export type { ServingDeployment } from "./serving.ts";
export type { ShadowAnswers, ShadowConfig, ShadowReport } from "./shadow-answers.ts";
export type { TrialsReport } from "./trials.ts";
