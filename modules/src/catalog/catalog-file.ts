import { z } from "zod";

const price = z.number().min(0);
const isoDate = z.union([z.iso.date(), z.date().transform((date) => date.toISOString().slice(0, 10))]);
const text = z.string().min(1);
const version = z.union([text, z.date().transform((date) => date.toISOString().slice(0, 10))]);
const reading = z.strictObject({ checked: isoDate, source: z.url() });
const source = z.union([z.literal("assumption"), reading], {
  error: "must be assumption, or { checked: DAY, source: URL }",
});

const spread = z
  .strictObject({ median: z.number().gt(0), p95: z.number().gt(0) })
  .refine(({ median, p95 }) => p95 >= median, "p95 must not be below median");
const embeddingLatency = z.strictObject({ firstTokenMs: spread, source, note: text.optional() });
const latency = embeddingLatency.extend({ tokensPerSecond: spread });

const unknownPrice = z.literal("unknown").transform(() => undefined);
const modelFields = {
  name: text,
  version,
  publisher: text,
  contextTokens: z.int().min(1),
  usdPerMillion: z.union([unknownPrice, z.strictObject({ input: price, output: price })], {
    error: "must be { input: USD, output: USD }, or unknown",
  }),
  priceReading: reading.optional(),
};
const fineTuning = z.strictObject({
  usdPerMillionTokens: z.union([unknownPrice, price], { error: "must be a number of USD, or unknown" }),
  hostingUsdPerHour: price.optional(),
  reading: reading.optional(),
  note: text.optional(),
});
const answering = {
  ...modelFields,
  fineTuning: fineTuning.optional(),
  latency: latency.optional(),
  capabilities: z.array(z.enum(["json_object", "json_schema", "reasoning", "vision", "tools"])).default([]),
  tasks: z.array(text).min(1).optional(),
  quality: z.strictObject({ score: z.number().min(0).max(1), source, note: text.optional() }).optional(),
  maxOutputTokens: z.int().min(1),
};

const model = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("chat"), ...answering }),
  z.strictObject({ kind: z.literal("router"), ...answering }),
  z.strictObject({
    kind: z.literal("embedding"),
    ...modelFields,
    latency: embeddingLatency.optional(),
    dimensions: z.int().min(1),
  }),
]);

/** What `data/catalog.yaml` has to look like. */
export const catalogSchema = z.strictObject({
  prices: reading,
  models: z.array(model),
  regions: z.array(z.strictObject({ name: text, roundTripMs: z.number().min(0), source })),
  resources: z
    .array(z.strictObject({ name: text, about: text, region: text.optional() }))
    .min(1, "at least one resource is needed"),
  deployments: z.array(
    z.strictObject({
      name: text,
      model: text,
      resource: text.optional(),
      region: text.optional(),
      tokensPerMinute: z.int().min(1).optional(),
      requestsPerMinute: z.int().min(1).optional(),
      latency: latency.optional(),
    }),
  ),
});

export type CatalogFile = z.infer<typeof catalogSchema>;
