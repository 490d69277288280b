import type { Board } from "../board.ts";

const REQUESTS = 'agent_router_requests_total{model=~"$model|none"}';
const LATENCY = 'agent_router_latency_seconds_bucket{model=~"$model"}';
const FIRST_TOKEN =
  'gen_ai_server_time_to_first_token_seconds_bucket{gen_ai_request_model=~"$model",hybrid_provenance="$provenance"}';

const latencyAt = (share: number) =>
  `histogram_quantile(${share}, sum by (le) (rate(${LATENCY}[$__rate_interval])))`;

/** Is it well, and if not, what is it? */
export const fleetBoard: Board = {
  name: "fleet",
  title: "Router: fleet",
  about: "Requests, failures, times, breakers and the queue of all replicas together.",
  rows: [
    {
      title: "Now",
      panels: [
        {
          title: "Requests per second",
          about: "Chats that ended, however they did.",
          kind: "stat",
          unit: "reqps",
          width: 4,
          queries: [{ expr: `sum(rate(${REQUESTS}[$__rate_interval]))` }],
        },
        {
          title: "Availability, 1 h",
          about:
            "Requests that neither failed nor broke off. What callers asked wrongly and what their own limits refused is no failure.",
          kind: "stat",
          unit: "percentunit",
          width: 4,
          limits: { yellow: 0.999, red: 0.99 },
          queries: [{ expr: "1 - router:failures:ratio_rate1h" }],
        },
        {
          title: "Error budget burn, 1 h",
          about: "How many times as fast as 99.9 % allows. At 1 the month's failures last just a month.",
          kind: "stat",
          unit: "none",
          width: 4,
          limits: { yellow: 1, red: 14.4 },
          queries: [{ expr: "router:failures:ratio_rate1h / 0.001" }],
        },
        {
          title: "Under way",
          about: "Chat requests that have not ended yet, those that wait for a place included.",
          kind: "stat",
          unit: "short",
          width: 4,
          queries: [{ expr: "sum(hybrid_router_active_requests)" }],
        },
        {
          title: "Open breakers",
          about: "Deployments that are not asked, as they failed too often.",
          kind: "stat",
          unit: "short",
          width: 4,
          limits: { yellow: 1, red: 2 },
          queries: [{ expr: "count(hybrid_router_breaker_state == 1) or vector(0)" }],
        },
        {
          title: "Alerts",
          about: "Rules that fire now.",
          kind: "stat",
          unit: "short",
          width: 4,
          limits: { yellow: 1, red: 1 },
          queries: [{ expr: 'count(ALERTS{alertstate="firing"}) or vector(0)' }],
        },
      ],
    },
    {
      title: "Requests and failures",
      panels: [
        {
          title: "Requests by end",
          about: "cut: the answer broke off. cancelled: whoever asked went away.",
          kind: "timeseries",
          unit: "reqps",
          queries: [{ expr: `sum by (status) (rate(${REQUESTS}[$__rate_interval]))`, legend: "{{status}}" }],
        },
        {
          title: "Failures by cause",
          about: "By the code of the error that the caller got.",
          kind: "timeseries",
          unit: "reqps",
          queries: [
            {
              expr: 'sum by (error_type) (rate(agent_router_errors_total{model=~"$model|none"}[$__rate_interval]))',
              legend: "{{error_type}}",
            },
          ],
        },
        {
          title: "HTTP answers by status",
          about: "All routes of the API.",
          kind: "timeseries",
          unit: "reqps",
          queries: [
            {
              expr: "sum by (http_response_status_code) (rate(http_server_request_duration_seconds_count[$__rate_interval]))",
              legend: "{{http_response_status_code}}",
            },
          ],
        },
        {
          title: "Failed in this time",
          about: "Requests of the time shown, by the model planned first and the cause.",
          kind: "table",
          unit: "short",
          queries: [
            {
              expr: 'sum by (model, error_type) (increase(agent_router_errors_total{model=~"$model|none"}[$__range]))',
            },
          ],
        },
      ],
    },
    {
      title: "Times",
      panels: [
        {
          title: "Latency",
          about:
            "Question to end of answer. From buckets: a figure between two bounds is an estimate. The model's filter holds, provenance has no label here.",
          kind: "timeseries",
          unit: "s",
          queries: [
            { expr: latencyAt(0.5), legend: "P50" },
            { expr: latencyAt(0.95), legend: "P95" },
            { expr: latencyAt(0.99), legend: "P99" },
          ],
        },
        {
          title: "First word, P95 by model",
          about: "Question to the first text, as the caller sees it.",
          kind: "timeseries",
          unit: "s",
          limits: { yellow: 1, red: 2.5 },
          queries: [
            {
              expr: `histogram_quantile(0.95, sum by (le, gen_ai_request_model) (rate(${FIRST_TOKEN}[$__rate_interval])))`,
              legend: "{{gen_ai_request_model}}",
            },
          ],
        },
        {
          title: "Latency, P95 by model",
          about: "Over the time shown.",
          kind: "bargauge",
          unit: "s",
          queries: [
            {
              expr: `histogram_quantile(0.95, sum by (le, model) (rate(${LATENCY}[$__range])))`,
              legend: "{{model}}",
            },
          ],
        },
        {
          title: "Latency, spread",
          about:
            "How many requests took how long: two groups of times are two kinds of answers, whatever their mean.",
          kind: "heatmap",
          unit: "s",
          queries: [{ expr: `sum by (le) (increase(${LATENCY}[$__rate_interval]))`, legend: "{{le}}" }],
        },
      ],
    },
    {
      title: "Models and breakers",
      panels: [
        {
          title: "Models",
          about: "Whether a model can be asked.",
          kind: "state-timeline",
          unit: "none",
          words: { 0: { text: "no", color: "red" }, 1: { text: "yes", color: "green" } },
          queries: [
            { expr: 'min by (model) (agent_router_model_health{model=~"$model"})', legend: "{{model}}" },
          ],
        },
        {
          title: "Breakers",
          about: "Of each deployment; with several replicas the worst.",
          kind: "state-timeline",
          unit: "none",
          words: {
            0: { text: "closed", color: "green" },
            0.5: { text: "half-open", color: "yellow" },
            1: { text: "open", color: "red" },
          },
          queries: [
            {
              expr: "max by (hybrid_deployment) (hybrid_router_breaker_state)",
              legend: "{{hybrid_deployment}}",
            },
          ],
        },
      ],
    },
    {
      title: "Queues, ledger, telemetry",
      panels: [
        {
          title: "Requests that wait",
          about:
            "For a place among all requests (router) or at a deployment. QueueSaturated reads the first.",
          kind: "timeseries",
          unit: "short",
          width: 8,
          queries: [
            { expr: "sum by (hybrid_queue) (hybrid_router_queue_depth)", legend: "{{hybrid_queue}}" },
          ],
        },
        {
          title: "Wait for the ledger",
          about:
            "P95 of the seconds until an answer's cost is on record, and since when it cannot be written.",
          kind: "timeseries",
          unit: "s",
          width: 8,
          limits: { yellow: 0.1, red: 1 },
          queries: [
            {
              expr: "histogram_quantile(0.95, sum by (le) (rate(hybrid_ledger_write_duration_seconds_bucket[$__rate_interval])))",
              legend: "P95",
            },
            { expr: "max(hybrid_ledger_failing_duration_seconds)", legend: "cannot be written" },
          ],
        },
        {
          title: "Telemetry on its way",
          about: "Spans that wait for an exporter, and spans a second that never arrive.",
          kind: "timeseries",
          unit: "short",
          width: 8,
          queries: [
            {
              expr: "sum by (hybrid_exporter) (hybrid_telemetry_waiting)",
              legend: "{{hybrid_exporter}} waits",
            },
            {
              expr: "sum by (hybrid_exporter) (rate(hybrid_telemetry_dropped_total[$__rate_interval]))",
              legend: "{{hybrid_exporter}} loses",
            },
          ],
        },
      ],
    },
    {
      title: "Process",
      panels: [
        {
          title: "Requests under way",
          about: "Against what is let in at once; more than that waits.",
          kind: "timeseries",
          unit: "short",
          width: 8,
          queries: [
            { expr: "sum(hybrid_router_active_requests)", legend: "under way" },
            { expr: "router:requests_at_once:limit", legend: "at once" },
          ],
        },
        {
          title: "Event loop lag, P99",
          about: "Above some tens of milliseconds everything waits for something that computes.",
          kind: "timeseries",
          unit: "s",
          width: 8,
          queries: [{ expr: "max by (instance) (nodejs_eventloop_lag_p99_seconds)", legend: "{{instance}}" }],
        },
        {
          title: "Memory",
          about: "Of each process.",
          kind: "timeseries",
          unit: "bytes",
          width: 8,
          queries: [{ expr: "max by (instance) (process_resident_memory_bytes)", legend: "{{instance}}" }],
        },
      ],
    },
  ],
};
