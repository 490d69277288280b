import { z } from "zod";

const text = z.string().min(1);
const share = z.number().min(0).max(1);
const count = z.int().min(1);
const seconds = z.number().gt(0).max(86_400);
const price = z.number().min(0);
const prices = z.strictObject({ input: price.default(0), output: price.default(0) });
const names = z.array(text);
const version = z.union([text, z.number().transform(String), z.date().transform(dayOf)], {
  error: "must be text such as 2024-11-20",
});
const endpoint = z
  .url({ protocol: /^https?$/, error: "must be an address such as http://127.0.0.1:8080", abort: true })
  .refine(hasNoCredentials, "must not hold a user or a password: files of models are shown");

const model = z.strictObject({
  /** What the model's server calls it. */
  name: text.optional(),
  version: version.optional(),
  aliases: names.default([]),
  provider: text.optional(),
  tier: z.enum(["local", "apim", "foundry", "azure", "cloud"]).optional(),
  endpoint: endpoint.optional(),
  description: text.optional(),
  capabilities: names.min(1),
  cost_per_1k_tokens: prices.optional(),
  usd_per_million_tokens: prices.optional(),
  max_tokens: count.default(4096),
  context_window: count.optional(),
  tokens_per_minute: count.optional(),
  requests_per_minute: count.optional(),
  temperature: z.number().min(0).max(2).optional(),
  dimensions: count.optional(),
  latency_ms: z.number().min(0).default(1000),
  quality_score: share.default(0.8),
});

const rule = z.strictObject({
  task: text,
  preferred_models: names.min(1),
  fallback_models: names.default([]),
});

const thresholds = z
  .strictObject({ high: share.default(0.7), medium: share.default(0.4), low: share.default(0.2) })
  .refine(
    ({ high, medium, low }) => high >= medium && medium >= low,
    "must fall from high over medium to low",
  );

const primaryModels = z.record(text, text);

const routing = z.strictObject({
  primary_model: primaryModels.optional(),
  primary_mapping: primaryModels.optional(),
  fallback_chains: z.record(text, names).default({}),
  timeouts: z.strictObject({ request: seconds.optional(), health_check: seconds.optional() }).default({}),
  retry: z
    .strictObject({
      max_attempts: count.max(10).optional(),
      backoff_factor: z.number().min(1).max(10).optional(),
    })
    .optional(),
});

/**
 * The sections of a registry file. Both styles in one: `models` with `routing_rules`, or `models` with `intent_classifier`,
 * `routing`, `health_check` and `metrics`. A schema with more sections of its own may spread them.
 */
export const registryFileFields = {
  models: z.record(text, model),
  routing_rules: z.array(rule).optional(),
  intent_classifier: z
    .object({ thresholds: thresholds.optional(), keywords: z.record(text, names).optional() })
    .catchall(names)
    .optional(),
  routing: routing.optional(),
  health_check: z
    .strictObject({
      enabled: z.boolean().optional(),
      interval_seconds: seconds.optional(),
      timeout_seconds: seconds.optional(),
      unhealthy_threshold: count.optional(),
      healthy_threshold: count.optional(),
      start_period_seconds: z.number().min(0).max(86_400).optional(),
    })
    .optional(),
  metrics: z
    .strictObject({
      enabled: z.boolean().default(true),
      prometheus_port: z.int().min(0).max(65_535).default(8001),
    })
    .optional(),
};

/** What a registry file has to look like. */
export const registryFileSchema = z.strictObject(registryFileFields);

export type RegistryFile = z.infer<typeof registryFileSchema>;
export type ModelEntry = z.infer<typeof model>;

function dayOf(date: Date): string {
  return date.toISOString().slice(0, 10);
}

function hasNoCredentials(address: string): boolean {
  const { username, password } = new URL(address);
  return username === "" && password === "";
}
