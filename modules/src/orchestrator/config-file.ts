import { z } from "zod";
import { registryFileFields } from "../catalog/registry-file.ts";
import { experimentSchema } from "../experiments/experiment-schema.ts";
import { MID_STREAM_POLICIES } from "../resilience/fallback-plan.ts";

const text = z.string().min(1);
const count = z.int().min(1);
const share = z.number().min(0).max(1);
const milliseconds = z.number().gt(0).max(3_600_000);
const seconds = z.number().gt(0).max(86_400);
const address = z.url({
  protocol: /^https?$/,
  error: "must be an address such as https://NAME.openai.azure.com",
});
const variable = z
  .string()
  .regex(
    /^[A-Z][A-Z0-9_]*$/,
    "must be the name of a variable such as AZURE_OPENAI_API_KEY; keys stand in .env",
  );
const names = z.array(text).min(1);
const payer = z.enum(["tenant", "client", "project", "user"]);

const place = z.strictObject({
  kind: text,
  endpoint: address.optional(),
  key: variable.optional(),
  api_version: text.optional(),
  tier: z.enum(["local", "apim", "foundry", "azure", "cloud"]).optional(),
});

const deployment = z.strictObject({
  model: text,
  provider: text.optional(),
  endpoint: address.optional(),
  name: text.optional(),
  calls_at_once: count.optional(),
});

const resilience = z.strictObject({
  max_tried: count.optional(),
  mid_stream: z.enum(MID_STREAM_POLICIES).default("terminate"),
  hedge_after_ms: milliseconds.optional(),
  first_token_seconds: seconds.optional(),
  idle_seconds: seconds.optional(),
  retry: z
    .strictObject({
      max_attempts: count.max(10).optional(),
      backoff_factor: z.number().min(1).max(10).optional(),
      first_wait_ms: milliseconds.default(200),
    })
    .prefault({}),
  breaker: z
    .strictObject({
      failures: count.default(3),
      open_seconds: seconds.default(30),
      successes: count.default(2),
    })
    .prefault({}),
  admission: z.strictObject({ at_once: count, queue: z.int().min(0).default(100) }).optional(),
});

const limit = z.strictObject({
  name: text,
  usd: z.number().min(0),
  period: z.enum(["hour", "day", "month", "total"]).default("day"),
  each: payer.optional(),
  only: z.partialRecord(payer, text).optional(),
  alert_at: z.array(share).optional(),
});

const datedPrices = z
  .array(
    z.strictObject({ from: z.iso.date(), input: z.number().min(0), output: z.number().min(0).default(0) }),
  )
  .min(1)
  .refine(
    (prices) => new Set(prices.map(({ from }) => from)).size === prices.length,
    "has two prices from one day",
  );

/** What a configuration of the orchestrator has to look like: a model registry in either style, and what is done with it. */
export const configFileSchema = z.strictObject({
  profile: text.optional(),
  strategy: text.optional(),
  threshold: share.optional(),
  ...registryFileFields,
  providers: z.record(text, place).default({}),
  deployments: z.record(text, deployment).default({}),
  routes: z.record(text, names).default({}),
  fallbacks: z.record(text, names).default({}),
  bands: z.array(z.strictObject({ route: text, from_score: share })).default([]),
  users: z.record(text, z.record(text, text)).default({}),
  prompts: z.record(text, text).default({}),
  prices: z.record(text, datedPrices).default({}),
  trim: z.boolean().default(false),
  templates: z.record(text, text).default({}),
  timeout_seconds: seconds.optional(),
  resilience: resilience.prefault({}),
  budget: z.array(limit).default([]),
  ledger: z.strictObject({ file: text, sync: z.enum(["full", "normal"]).default("full") }).optional(),
  cache: z
    .strictObject({
      ttl_seconds: seconds.default(3600),
      max_entries: count.default(10_000),
      semantic_threshold: share.optional(),
    })
    .optional(),
  embedding_batch: z
    .strictObject({ window_ms: milliseconds.default(5), max_texts: count.max(2048).default(64) })
    .optional(),
  experiments: z.array(experimentSchema).default([]),
  shadow: z.strictObject({ model: text, share }).optional(),
  bandit: z
    .strictObject({
      routes: names,
      explore_at_most: share.default(0.2),
      cost: share.default(0.3),
      cost_ceiling_usd: z.number().gt(0).default(0.01),
      latency: share.default(0.2),
      latency_ceiling_seconds: seconds.default(20),
    })
    .optional(),
  decisions: z
    .strictObject({
      kept: z.int().min(0).max(100_000).default(1000),
      query_characters: z.int().min(0).max(100_000).default(0),
    })
    .prefault({}),
});

export type ConfigFile = z.infer<typeof configFileSchema>;
