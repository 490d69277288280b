import type { Board } from "../board.ts";

const COST = 'hybrid_router_cost_usd_total{gen_ai_request_model=~"$model",hybrid_provenance="$provenance"}';
const TOKENS =
  'gen_ai_client_token_usage_sum{gen_ai_request_model=~"$model",hybrid_provenance="$provenance"}';
const ANSWERS =
  'gen_ai_client_operation_duration_seconds_count{gen_ai_operation_name="chat",gen_ai_request_model=~"$model",hybrid_provenance="$provenance"}';

/** What does it cost, and what for? */
export const costBoard: Board = {
  name: "cost",
  title: "Router: cost and tokens",
  about:
    "US dollars at list price and tokens. The ledger is the book; these figures forget when a process ends.",
  rows: [
    {
      title: "Now",
      panels: [
        {
          title: "Cost in this time",
          about: "Beginnings that broke off included.",
          kind: "stat",
          unit: "currencyUSD",
          queries: [{ expr: `sum(increase(${COST}[$__range]))` }],
        },
        {
          title: "A day at this rate",
          about: "If it goes on as in the last hour. BudgetBurnForecast holds it against the budget.",
          kind: "stat",
          unit: "currencyUSD",
          queries: [{ expr: 'provenance:cost_usd:day_at_rate1h{hybrid_provenance="$provenance"}' }],
        },
        {
          title: "Budget of a day",
          about: "The constant in recording.yml.",
          kind: "stat",
          unit: "currencyUSD",
          queries: [{ expr: "router:budget_usd:day" }],
        },
        {
          title: "Cost of 1000 answers",
          about: "Over the time shown, local answers included.",
          kind: "stat",
          unit: "currencyUSD",
          queries: [
            { expr: `1000 * sum(increase(${COST}[$__range])) / sum(increase(${ANSWERS}[$__range]))` },
          ],
        },
      ],
    },
    {
      title: "Cost",
      panels: [
        {
          title: "US dollars an hour, by model",
          about: "At list price.",
          kind: "timeseries",
          unit: "currencyUSD",
          queries: [
            {
              expr: `3600 * sum by (gen_ai_request_model) (rate(${COST}[$__rate_interval]))`,
              legend: "{{gen_ai_request_model}}",
            },
          ],
        },
        {
          title: "US dollars an hour, by tenant",
          about: "Tenants are named in the key file.",
          kind: "timeseries",
          unit: "currencyUSD",
          queries: [
            {
              expr: `3600 * sum by (hybrid_tenant) (rate(${COST}[$__rate_interval]))`,
              legend: "{{hybrid_tenant}}",
            },
          ],
        },
        {
          title: "Cost by model",
          about: "Over the time shown.",
          kind: "bargauge",
          unit: "currencyUSD",
          queries: [
            {
              expr: `sum by (gen_ai_request_model) (increase(${COST}[$__range]))`,
              legend: "{{gen_ai_request_model}}",
            },
          ],
        },
        {
          title: "Cost by model and tenant",
          about: "Over the time shown.",
          kind: "table",
          unit: "currencyUSD",
          queries: [{ expr: `sum by (gen_ai_request_model, hybrid_tenant) (increase(${COST}[$__range]))` }],
        },
      ],
    },
    {
      title: "Tokens",
      panels: [
        {
          title: "Tokens a second",
          about: "input: what was asked, with everything before it. output: what was answered.",
          kind: "timeseries",
          unit: "short",
          queries: [
            {
              expr: `sum by (gen_ai_request_model, gen_ai_token_type) (rate(${TOKENS}[$__rate_interval]))`,
              legend: "{{gen_ai_request_model}} {{gen_ai_token_type}}",
            },
          ],
        },
        {
          title: "Tokens of an answer",
          about: "Mean over the time shown, by model and type.",
          kind: "bargauge",
          unit: "short",
          queries: [
            {
              expr: `sum by (gen_ai_request_model, gen_ai_token_type) (increase(${TOKENS}[$__range])) / sum by (gen_ai_request_model, gen_ai_token_type) (increase(${TOKENS.replace("_sum", "_count")}[$__range]))`,
              legend: "{{gen_ai_request_model}} {{gen_ai_token_type}}",
            },
          ],
        },
        {
          title: "Tokens for nothing",
          about: "Of beginnings that broke off: paid, not shown. Over the time shown.",
          kind: "bargauge",
          unit: "short",
          queries: [
            {
              expr: 'sum by (gen_ai_request_model) (increase(hybrid_router_tokens_wasted_total{gen_ai_request_model=~"$model"}[$__range]))',
              legend: "{{gen_ai_request_model}}",
            },
          ],
        },
        {
          title: "Answers by model that served",
          about: "What the provider says it was, which may be another version than asked for.",
          kind: "table",
          unit: "short",
          queries: [
            {
              expr: `sum by (gen_ai_request_model, gen_ai_response_model, gen_ai_provider_name) (increase(${ANSWERS}[$__range]))`,
            },
          ],
        },
      ],
    },
  ],
};
