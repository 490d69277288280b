import { z } from "zod";
import { type FigureSums, LONGEST_RANGE_MS } from "../figures/figures.ts";
import { defineRoute, type Route } from "../http/route.ts";
import type { Platform } from "../platform.ts";
import { anyRefusal } from "./declared-answers.ts";
import { isoOf } from "./health.ts";

const UNITS: Readonly<Record<string, number>> = { s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 };

const range = z
  .string()
  .regex(/^[1-9]\d{0,4}[smhd]$/, "must be a time such as 15m, 1h or 24h")
  .refine((text) => rangeMs(text) <= LONGEST_RANGE_MS, "must be at most 24h")
  .default("1h");

const rangeMs = (text: string) => Number(text.slice(0, -1)) * (UNITS[text.slice(-1)] ?? 0);

const query = z.object({ time_range: range, model: z.string().min(1).max(200).optional() });

/** `GET /v1/metrics`: requests, failures, latency, tokens and cost of the last hours, kept by minute. */
export function figuresRoute({ figures }: Platform): Route {
  return defineRoute({
    method: "GET",
    path: "/v1/metrics",
    name: "getMetrics",
    tag: "Orchestration",
    about:
      "Figures of the last `time_range` (15m, 1h, 24h), of all models or one. Prometheus reads a port of its own.",
    scope: "read",
    query,
    answers: { 200: { about: "The figures.", schema: z.looseObject({ requests: z.int() }) }, ...anyRefusal },
    handle({ query: { time_range, model } }) {
      const { from, to, models, provenances, ...sums } = figures.report({
        rangeMs: rangeMs(time_range),
        model,
      });
      return {
        body: {
          time_range,
          from: isoOf(from),
          to: isoOf(to),
          ...wireSums(sums),
          models: Object.fromEntries(Object.entries(models).map(([name, one]) => [name, wireSums(one)])),
          provenance: provenances,
        },
      };
    },
  });
}

function wireSums({
  requests,
  failed,
  refused,
  cancelled,
  cached,
  fallbacks,
  embeddings,
  promptTokens,
  completionTokens,
  costUsd,
  latencyMs,
}: FigureSums) {
  return {
    requests,
    failed,
    refused,
    cancelled,
    cached,
    error_rate: failed / Math.max(1, requests - refused - cancelled),
    fallbacks,
    embeddings,
    tokens: { prompt: promptTokens, completion: completionTokens },
    cost_usd: costUsd,
    latency_ms: latencyMs,
  };
}
