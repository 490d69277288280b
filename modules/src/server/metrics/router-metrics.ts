import { Counter, Gauge, Histogram, type Registry } from "prom-client";

/** Seconds. */
const LATENCY_BUCKETS = [0.1, 0.5, 1, 2, 5, 10, 30, 60, 120, 300];
const CLASSIFICATION_BUCKETS = [0.001, 0.005, 0.01, 0.05, 0.1, 0.5, 1];

/** The router's metrics, by the names and labels that its dashboards read. */
export function createRouterMetrics(registry: Registry) {
  const registers = [registry];
  return {
    requests: new Counter({
      name: "agent_router_requests_total",
      help: "Requests by the model that answered, the intent found and how they ended",
      labelNames: ["model", "intent", "status"],
      registers,
    }),
    modelRequests: new Counter({
      name: "agent_router_model_requests_total",
      help: "Calls that a model began to answer or failed",
      labelNames: ["model"],
      registers,
    }),
    fallbackRequests: new Counter({
      name: "agent_router_fallback_requests_total",
      help: "Requests that another model answered than the one planned first",
      labelNames: ["from_model", "to_model"],
      registers,
    }),
    modelFallbacks: new Counter({
      name: "agent_router_model_fallbacks_total",
      help: "Fallbacks by model and the part it had: primary (it was left) or fallback (it stepped in)",
      labelNames: ["model", "role"],
      registers,
    }),
    fallbackRate: new Gauge({
      name: "agent_router_fallback_rate",
      help: "Share of the requests planned for a model that another one answered, 0 to 1",
      labelNames: ["model"],
      registers,
    }),
    latency: new Histogram({
      name: "agent_router_latency_seconds",
      help: "Seconds from the question to the end of the answer",
      labelNames: ["model", "intent"],
      buckets: LATENCY_BUCKETS,
      registers,
    }),
    classificationLatency: new Histogram({
      name: "agent_router_classification_latency_seconds",
      help: "Seconds that the decision took",
      buckets: CLASSIFICATION_BUCKETS,
      registers,
    }),
    classifications: new Counter({
      name: "agent_router_intent_classification_total",
      help: "Decisions by intent and how sure the router was: high, medium, low or unknown",
      labelNames: ["intent", "confidence"],
      registers,
    }),
    modelHealth: new Gauge({
      name: "agent_router_model_health",
      help: "1 when a model can be asked, else 0",
      labelNames: ["model"],
      registers,
    }),
    errors: new Counter({
      name: "agent_router_errors_total",
      help: "Requests that failed, by the model that was planned first and the error's code",
      labelNames: ["model", "error_type"],
      registers,
    }),
  };
}

export type RouterMetrics = ReturnType<typeof createRouterMetrics>;
