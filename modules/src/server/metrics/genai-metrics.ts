import { Counter, Gauge, Histogram, type Registry } from "prom-client";

const TOKEN_BUCKETS = [1, 4, 16, 64, 256, 1024, 4096, 16_384, 65_536, 262_144, 1_048_576];
/** Seconds. */
const DURATION_BUCKETS = [
  0.01, 0.02, 0.04, 0.08, 0.16, 0.32, 0.64, 1.28, 2.56, 5.12, 10.24, 20.48, 40.96, 81.92,
];
const FIRST_TOKEN_BUCKETS = [
  0.001, 0.005, 0.01, 0.02, 0.04, 0.06, 0.08, 0.1, 0.25, 0.5, 0.75, 1, 2.5, 5, 7.5, 10,
];

/** Metrics of OpenTelemetry's conventions for generative AI, and what a service tells of itself. */
export function createGenAiMetrics(registry: Registry) {
  const registers = [registry];
  const labelNames = [
    "gen_ai_request_model",
    "gen_ai_response_model",
    "gen_ai_provider_name",
    "provenance",
  ] as const;
  return {
    tokens: new Histogram({
      name: "gen_ai_client_token_usage",
      help: "Tokens of a request, by type: input or output",
      labelNames: [...labelNames, "gen_ai_token_type"],
      buckets: TOKEN_BUCKETS,
      registers,
    }),
    duration: new Histogram({
      name: "gen_ai_client_operation_duration_seconds",
      help: "Seconds of a model's answer as a whole",
      labelNames: [...labelNames, "error_type"],
      buckets: DURATION_BUCKETS,
      registers,
    }),
    firstToken: new Histogram({
      name: "gen_ai_server_time_to_first_token_seconds",
      help: "Seconds from the question to the first text",
      labelNames,
      buckets: FIRST_TOKEN_BUCKETS,
      registers,
    }),
    cost: new Counter({
      name: "router_cost_usd_total",
      help: "US dollars at list price, by client and model",
      labelNames: ["tenant", "model", "provenance"],
      registers,
    }),
    wasted: new Counter({
      name: "router_wasted_tokens_total",
      help: "Tokens of beginnings that broke off",
      labelNames: ["model"],
      registers,
    }),
    cache: new Counter({
      name: "router_cache_requests_total",
      help: "Answers by what the cache had: hit, semantic-hit, miss or off",
      labelNames: ["cache"],
      registers,
    }),
    http: new Histogram({
      name: "http_server_request_duration_seconds",
      help: "Seconds of an HTTP request, by route, method and status",
      labelNames: ["http_route", "http_request_method", "http_response_status_code"],
      buckets: DURATION_BUCKETS,
      registers,
    }),
    active: new Gauge({ name: "router_active_requests", help: "Chat requests under way", registers }),
    breakers: new Gauge({
      name: "router_breaker_open",
      help: "1 when a deployment's breaker is open, 0.5 when half-open, else 0",
      labelNames: ["deployment"],
      registers,
    }),
  };
}

export type GenAiMetrics = ReturnType<typeof createGenAiMetrics>;
