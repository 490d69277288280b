export type { Answer, AnswerPart, Attempt, StepTiming } from "./answer-part.ts";
export { connectOrchestrator } from "./connect-orchestrator.ts";
export { connectRouters, type RoutingModel } from "./connect-routers.ts";
export { createOrchestrator, type OrchestratorOptions } from "./create-orchestrator.ts";
export { MAX_QUERY_CHARACTERS } from "./guard-query.ts";
export type { AnswerEvent, AnswerOptions, House, Orchestrator } from "./orchestrator.ts";
export type { Backend, PlanRules } from "./plan-attempts.ts";
export { type QueryRequest, readQueryRequest } from "./query-request.ts";
export { type QueryResponse, type QueryResponseContext, toQueryResponse } from "./query-response.ts";
