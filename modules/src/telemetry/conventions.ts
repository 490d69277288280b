/**
 * Names of spans, attributes and metrics, as OpenTelemetry's conventions for generative AI have them; `hybrid.` names are ours. The conventions
 * are still called "Development" and have moved to a repository of their own, so the names stand here as they are and are
 * changed together.
 */
export const CONVENTIONS = {
  repository: "open-telemetry/semantic-conventions-genai",
  commits: ["004902b8", "002c8a6e"],
} as const;

/** What a number or text at a span is called. No other name ever leaves this room. */
export const ATTRIBUTES = {
  httpMethod: "http.request.method",
  httpRoute: "http.route",
  httpStatus: "http.response.status_code",
  errorType: "error.type",
  /** The same once more, where an exporter keeps `error.type` for itself. */
  failure: "hybrid.error.type",
  operation: "gen_ai.operation.name",
  provider: "gen_ai.provider.name",
  requestModel: "gen_ai.request.model",
  maxTokens: "gen_ai.request.max_tokens",
  responseModel: "gen_ai.response.model",
  finishReasons: "gen_ai.response.finish_reasons",
  firstChunk: "gen_ai.response.time_to_first_chunk",
  inputTokens: "gen_ai.usage.input_tokens",
  outputTokens: "gen_ai.usage.output_tokens",
  tokenType: "gen_ai.token.type",
  inputMessages: "gen_ai.input.messages",
  outputMessages: "gen_ai.output.messages",
  requestId: "hybrid.request.id",
  outcome: "hybrid.outcome",
  provenance: "hybrid.provenance",
  tier: "hybrid.tier",
  cache: "hybrid.cache",
  costUsd: "hybrid.cost.usd",
  baselineUsd: "hybrid.cost.baseline.usd",
  strategy: "hybrid.router.strategy",
  router: "hybrid.router.name",
  target: "hybrid.router.target",
  route: "hybrid.router.route",
  reason: "hybrid.router.reason",
  score: "hybrid.router.score",
  threshold: "hybrid.router.threshold",
  confidence: "hybrid.router.confidence",
  margin: "hybrid.router.margin",
  skipped: "hybrid.router.skipped",
  plan: "hybrid.plan",
  passed: "hybrid.plan.passed",
  attempts: "hybrid.attempts",
  fallback: "hybrid.fallback",
  wastedTokens: "hybrid.tokens.wasted",
  /** Under what name the provider was asked: a deployment's in Azure. */
  deployment: "hybrid.deployment",
  attempt: "hybrid.attempt.n",
  attemptKind: "hybrid.attempt.kind",
  attemptOutcome: "hybrid.attempt.outcome",
  attemptMs: "hybrid.attempt.ms",
} as const;

export type AttributeName = (typeof ATTRIBUTES)[keyof typeof ATTRIBUTES];

/** Spans that are not named after an HTTP route or a model. */
export const SPANS = {
  /** A request that came without HTTP, from a notebook or a program. */
  request: "hybrid.request",
  /** The decision. */
  route: "hybrid.route",
  /** Everything after the decision: plan, admission, calls, what it cost. */
  execute: "hybrid.execute",
} as const;

/** What happened at one moment of a span. */
export const EVENTS = {
  firstToken: "gen_ai.first_token",
  /** A call that has no span of its own, as the trace has as many as it may. */
  attempt: "hybrid.attempt",
} as const;

/** `chat gpt-4o`: a call of a model. */
export const callName = (operation: string, model: string): string => `${operation} ${model}`;
