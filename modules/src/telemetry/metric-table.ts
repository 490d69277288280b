import { counter, gauge, histogram, type MetricForm, SECONDS } from "./metric-form.ts";
import { SERVER_METRICS } from "./server-metric-table.ts";

/** In seconds. */
const FIRST_TOKEN_SECONDS = [
  0.001, 0.005, 0.01, 0.02, 0.04, 0.06, 0.08, 0.1, 0.25, 0.5, 0.75, 1, 2.5, 5, 7.5, 10,
];
const TOKEN_SECONDS = [0.01, 0.025, 0.05, 0.075, 0.1, 0.15, 0.2, 0.3, 0.4, 0.5, 0.75, 1, 2.5];
const TOKENS = [
  1, 4, 16, 64, 256, 1024, 4096, 16_384, 65_536, 262_144, 1_048_576, 4_194_304, 16_777_216, 67_108_864,
];
const DECISION_SECONDS = [0.0001, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5];
const SHARES = [0.05, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 1];

const CALL = [
  "gen_ai.operation.name",
  "gen_ai.provider.name",
  "gen_ai.request.model",
  "gen_ai.response.model",
  "hybrid.provenance",
];

/** Every metric of the house. Labels hold configured names and words of few, never a user, a session or a text. */
export const METRICS = {
  operationDuration: histogram(
    "gen_ai.client.operation.duration",
    "s",
    [...CALL, "error.type"],
    SECONDS,
    "Seconds of a call of a model, as its caller sees it",
  ),
  tokenUsage: histogram(
    "gen_ai.client.token.usage",
    "{token}",
    [...CALL, "gen_ai.token.type"],
    TOKENS,
    "Tokens of a call that answered, by type: input or output",
  ),
  firstChunk: histogram(
    "gen_ai.client.operation.time_to_first_chunk",
    "s",
    CALL,
    FIRST_TOKEN_SECONDS,
    "Seconds from a call to its first text",
  ),
  requestDuration: histogram(
    "gen_ai.server.request.duration",
    "s",
    ["hybrid.router.target", "hybrid.outcome", "hybrid.provenance", "error.type"],
    SECONDS,
    "Seconds from the question to the end of the answer, routing and failed calls included",
  ),
  firstToken: histogram(
    "gen_ai.server.time_to_first_token",
    "s",
    ["hybrid.router.target", "gen_ai.request.model", "hybrid.provenance"],
    FIRST_TOKEN_SECONDS,
    "Seconds from the question to the first text, routing and failed calls included",
  ),
  tokenTime: histogram(
    "gen_ai.server.time_per_output_token",
    "s",
    CALL,
    TOKEN_SECONDS,
    "Seconds of each token after the first",
  ),
  decisions: counter(
    "hybrid.router.decisions",
    "{decision}",
    ["hybrid.router.strategy", "hybrid.router.target", "hybrid.tier", "hybrid.outcome", "hybrid.provenance"],
    "Requests by the decision, by where they were answered and by how they ended",
  ),
  decisionDuration: histogram(
    "hybrid.router.decision.duration",
    "s",
    ["hybrid.router.strategy"],
    DECISION_SECONDS,
    "Seconds that a decision took",
  ),
  confidence: histogram(
    "hybrid.router.confidence",
    "1",
    ["hybrid.router.strategy"],
    SHARES,
    "Probability that the router gave its decision",
  ),
  attempts: counter(
    "hybrid.router.attempts",
    "{attempt}",
    ["gen_ai.provider.name", "gen_ai.request.model", "hybrid.attempt.outcome", "error.type"],
    "Calls of deployments, by outcome",
  ),
  fallbacks: counter(
    "hybrid.router.fallbacks",
    "{request}",
    ["hybrid.from", "hybrid.to"],
    "Requests that another deployment answered than the one planned first",
  ),
  escalations: counter(
    "hybrid.router.escalations",
    "{request}",
    ["hybrid.cause"],
    "Requests that were meant for this machine and answered elsewhere",
  ),
  cost: counter(
    "hybrid.router.cost",
    "USD",
    ["gen_ai.request.model", "hybrid.tenant", "hybrid.provenance"],
    "US dollars at list price, broken-off beginnings included",
    "_usd",
  ),
  baseline: counter(
    "hybrid.router.cost.baseline",
    "USD",
    ["hybrid.provenance"],
    "US dollars that the same tokens would have cost at the model of comparison",
    "_usd",
  ),
  wasted: counter(
    "hybrid.router.tokens.wasted",
    "{token}",
    ["gen_ai.request.model"],
    "Tokens that were paid and not shown",
  ),
  cache: counter("hybrid.router.cache", "{request}", ["hybrid.cache"], "Answers by what the cache had"),
  quality: histogram(
    "hybrid.router.quality",
    "1",
    ["hybrid.router.target", "hybrid.judge"],
    SHARES,
    "Scores of answers, 0 to 1, by who judged",
  ),
  regret: histogram(
    "hybrid.router.regret",
    "1",
    ["hybrid.router.strategy"],
    SHARES,
    "How far an answer was rated below what the best other model is thought to give, 0 to 1",
  ),
  ledgerWrite: histogram(
    "hybrid.ledger.write.duration",
    "s",
    [],
    SECONDS,
    "Seconds until the cost of an answer is on record",
  ),
  budgetUsed: gauge(
    "hybrid.budget.used",
    "1",
    ["hybrid.limit"],
    "Share of a limit that is spent in its period; of one that each of many has, the share of who has used most",
  ),
  ledgerFailing: gauge(
    "hybrid.ledger.failing.duration",
    "s",
    [],
    "Seconds since the ledger could last be written; 0 when it can",
  ),
  breaker: gauge(
    "hybrid.router.breaker.state",
    "1",
    ["hybrid.deployment"],
    "1 when a deployment's breaker is open, 0.5 when half-open, else 0",
  ),
  queue: gauge("hybrid.router.queue.depth", "{request}", ["hybrid.queue"], "Requests that wait for a place"),
  shed: counter(
    "hybrid.router.shed",
    "{request}",
    ["hybrid.queue", "error.type"],
    "Requests that were refused, as there was no place",
  ),
  dropped: counter(
    "hybrid.telemetry.dropped",
    "{span}",
    ["hybrid.exporter", "hybrid.cause"],
    "Spans that never arrived at an exporter",
  ),
  undelivered: gauge(
    "hybrid.telemetry.waiting",
    "{span}",
    ["hybrid.exporter"],
    "Spans that wait to be sent to an exporter",
  ),
  ...SERVER_METRICS,
} as const satisfies Readonly<Record<string, MetricForm>>;

export type MetricName = keyof typeof METRICS;
