import { counter, gauge, histogram, SECONDS } from "./metric-form.ts";

/** In seconds. */
const LATENCY = [0.1, 0.5, 1, 2, 5, 10, 30, 60, 120, 300];
const CLASSIFICATION = [0.001, 0.005, 0.01, 0.05, 0.1, 0.5, 1];

/** What a server sees of its chats, by the names and labels that dashboards of agent routers read, and what it is like. */
export const SERVER_METRICS = {
  requests: counter(
    "agent_router.requests",
    "{request}",
    ["model", "intent", "status"],
    "Requests by the model that answered, the intent found and how they ended",
  ),
  modelRequests: counter(
    "agent_router.model_requests",
    "{request}",
    ["model"],
    "Times that a model began to answer",
  ),
  fallbackRequests: counter(
    "agent_router.fallback_requests",
    "{request}",
    ["from_model", "to_model"],
    "Requests that another model answered than the one planned first",
  ),
  modelFallbacks: counter(
    "agent_router.model_fallbacks",
    "{request}",
    ["model", "role"],
    "Fallbacks by model and the part it had: primary (it was left) or fallback (it stepped in)",
  ),
  fallbackRate: gauge(
    "agent_router.fallback_rate",
    "1",
    ["model"],
    "Share of the requests planned for a model that another one answered, 0 to 1",
  ),
  latency: histogram(
    "agent_router.latency",
    "s",
    ["model", "intent"],
    LATENCY,
    "Seconds from the question to the end of the answer",
  ),
  classificationLatency: histogram(
    "agent_router.classification_latency",
    "s",
    [],
    CLASSIFICATION,
    "Seconds that the decision took",
  ),
  classifications: counter(
    "agent_router.intent_classification",
    "{decision}",
    ["intent", "confidence"],
    "Decisions by intent and how sure the router was: high, medium, low, unknown, or none where no class was found",
  ),
  modelHealth: gauge("agent_router.model_health", "1", ["model"], "1 when a model can be asked, else 0"),
  errors: counter(
    "agent_router.errors",
    "{request}",
    ["model", "error_type"],
    "Requests that failed, by the model that was planned first and the error's code",
  ),
  http: histogram(
    "http.server.request.duration",
    "s",
    ["http.route", "http.request.method", "http.response.status_code"],
    SECONDS,
    "Seconds of an HTTP request, by route, method and status",
  ),
  active: gauge(
    "hybrid.router.active_requests",
    "{request}",
    [],
    "Chat requests under way, waiting ones included",
  ),
} as const;
