import type { Board } from "../board.ts";

/** What did the router decide, how surely, and did it hold? */
export const routingBoard: Board = {
  name: "routing",
  title: "Router: decisions",
  about: "Where questions go, how surely, how long that takes, and how often another model had to step in.",
  rows: [
    {
      title: "Shares",
      panels: [
        {
          title: "Answered on this machine, 1 h",
          about: "Of the answers that a model gave; those from the cache are left out.",
          kind: "stat",
          unit: "percentunit",
          queries: [{ expr: "router:answers:local_ratio_rate1h" }],
        },
        {
          title: "Answered by another than planned",
          about: "Of the last 5 minutes.",
          kind: "stat",
          unit: "percentunit",
          limits: { yellow: 0.05, red: 0.2 },
          queries: [{ expr: "router:fallbacks:ratio_rate5m" }],
        },
        {
          title: "Decision, P99",
          about: "Seconds that routing adds. Rules and small encoders stay under 10 ms.",
          kind: "stat",
          unit: "s",
          limits: { yellow: 0.01, red: 0.05 },
          queries: [{ expr: "router:decision_seconds:p99_5m" }],
        },
        {
          title: "Answered from the cache",
          about: "Share of answers, over the time shown.",
          kind: "stat",
          unit: "percentunit",
          queries: [
            {
              expr: '(sum(rate(hybrid_router_cache_total{hybrid_cache=~".*hit"}[$__range])) or vector(0)) / sum(rate(hybrid_router_cache_total[$__range]))',
            },
          ],
        },
      ],
    },
    {
      title: "Decisions",
      panels: [
        {
          title: "Decisions by intent",
          about: "Intent, task or target that chose the chain.",
          kind: "timeseries",
          unit: "reqps",
          queries: [
            {
              expr: "sum by (intent) (rate(agent_router_intent_classification_total[$__rate_interval]))",
              legend: "{{intent}}",
            },
          ],
        },
        {
          title: "Decisions by confidence",
          about: "high: from 0.7, medium: from 0.4, low: below; unknown: the router states none.",
          kind: "timeseries",
          unit: "reqps",
          queries: [
            {
              expr: "sum by (confidence) (rate(agent_router_intent_classification_total[$__rate_interval]))",
              legend: "{{confidence}}",
            },
          ],
        },
        {
          title: "Kinds of decisions, 1 h",
          about: "As shares. RouterModelDrift holds them against the week before.",
          kind: "timeseries",
          unit: "percentunit",
          queries: [{ expr: "intent_confidence:decisions:share1h", legend: "{{intent}}, {{confidence}}" }],
        },
        {
          title: "Time of a decision",
          about: "P50 and P99.",
          kind: "timeseries",
          unit: "s",
          queries: [0.5, 0.99].map((share) => ({
            expr: `histogram_quantile(${share}, sum by (le) (rate(agent_router_classification_latency_seconds_bucket[$__rate_interval])))`,
            legend: `P${share * 100}`,
          })),
        },
      ],
    },
    {
      title: "Models",
      panels: [
        {
          title: "Who answered",
          about: "Over the time shown.",
          kind: "piechart",
          unit: "short",
          queries: [
            {
              expr: 'sum by (model) (increase(agent_router_requests_total{model=~"$model",status="success"}[$__range]))',
              legend: "{{model}}",
            },
          ],
        },
        {
          title: "Calls by model",
          about: "Each model that began to answer, also where another ended it.",
          kind: "timeseries",
          unit: "reqps",
          queries: [
            {
              expr: 'sum by (model) (rate(agent_router_model_requests_total{model=~"$model"}[$__rate_interval]))',
              legend: "{{model}}",
            },
          ],
        },
      ],
    },
    {
      title: "How good",
      panels: [
        {
          title: "Ratings, 1 h",
          about: "Mean of POST /v1/feedback, 0 (bad) to 1 (good), by where the answer came from.",
          kind: "timeseries",
          unit: "percentunit",
          width: 8,
          queries: [{ expr: "target:quality:mean1h", legend: "{{hybrid_router_target}}" }],
        },
        {
          title: "Regret",
          about:
            "How far answers were rated below what the best other model is thought to give; mean over the time shown. Rated answers only.",
          kind: "bargauge",
          unit: "percentunit",
          width: 8,
          queries: [
            {
              expr: "sum by (hybrid_router_strategy) (increase(hybrid_router_regret_sum[$__range])) / sum by (hybrid_router_strategy) (increase(hybrid_router_regret_count[$__range]))",
              legend: "{{hybrid_router_strategy}}",
            },
          ],
        },
        {
          title: "Calls by outcome",
          about: "Each call of a deployment, failed ones too. Upstream429Storm reads it.",
          kind: "timeseries",
          unit: "reqps",
          width: 8,
          queries: [
            {
              expr: 'sum by (gen_ai_request_model, hybrid_attempt_outcome) (rate(hybrid_router_attempts_total{gen_ai_request_model=~"$model"}[$__rate_interval]))',
              legend: "{{gen_ai_request_model}} {{hybrid_attempt_outcome}}",
            },
          ],
        },
      ],
    },
    {
      title: "Fallbacks",
      panels: [
        {
          title: "From model to model",
          about: "Requests that another model answered than the one planned first.",
          kind: "timeseries",
          unit: "reqps",
          queries: [
            {
              expr: "sum by (from_model, to_model) (rate(agent_router_fallback_requests_total[$__rate_interval]))",
              legend: "{{from_model}} → {{to_model}}",
            },
          ],
        },
        {
          title: "Left for another, since the start",
          about: "Share of the requests planned for a model.",
          kind: "bargauge",
          unit: "percentunit",
          limits: { yellow: 0.05, red: 0.2 },
          queries: [
            { expr: 'max by (model) (agent_router_fallback_rate{model=~"$model"})', legend: "{{model}}" },
          ],
        },
        {
          title: "Part in fallbacks",
          about: "primary: it was left; fallback: it stepped in. Over the time shown.",
          kind: "table",
          unit: "short",
          queries: [
            {
              expr: 'sum by (model, role) (increase(agent_router_model_fallbacks_total{model=~"$model"}[$__range]))',
            },
          ],
        },
        {
          title: "Cache",
          about: "semantic-hit: the answer to another question of the same meaning.",
          kind: "timeseries",
          unit: "reqps",
          queries: [
            {
              expr: "sum by (hybrid_cache) (rate(hybrid_router_cache_total[$__rate_interval]))",
              legend: "{{hybrid_cache}}",
            },
          ],
        },
      ],
    },
  ],
};
