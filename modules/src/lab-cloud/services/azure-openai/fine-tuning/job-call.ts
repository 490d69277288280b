import { z } from "zod";
import { invalidRequest } from "../../../azure-refusal.ts";
import { beyondLab, checkShape } from "../check-shape.ts";
import { type Metadata, readMetadata } from "../conversations/metadata.ts";
import { parseJson } from "../parse-json.ts";

/** A request for a job that has been read and found usable; `auto` is left open. */
export interface JobCall {
  readonly model: string;
  readonly trainingFile: string;
  readonly validationFile: string | undefined;
  readonly suffix: string | undefined;
  readonly seed: number | undefined;
  readonly metadata: Metadata;
  readonly epochs: number | undefined;
  readonly batchSize: number | undefined;
  readonly learningRateMultiplier: number | undefined;
}

const MAX_EPOCHS = 50;
const MAX_BATCH = 256;
const MAX_MULTIPLIER = 50;

const wholeUpTo = (most: number) =>
  z.union([z.literal("auto"), z.int().min(1).max(most)], {
    error: `it must be 'auto' or a whole number from 1 to ${most}`,
  });
const hyperparameters = z.strictObject({
  n_epochs: wholeUpTo(MAX_EPOCHS).nullish(),
  batch_size: wholeUpTo(MAX_BATCH).nullish(),
  learning_rate_multiplier: z
    .union([z.literal("auto"), z.number().gt(0).max(MAX_MULTIPLIER)], {
      error: `it must be 'auto' or a number above 0 and at most ${MAX_MULTIPLIER}`,
    })
    .nullish(),
});
const suffix = z.string().regex(/^[\w-]{1,64}$/, "it takes up to 64 letters, digits, '-' and '_'");

const bodyShape = z.strictObject({
  model: z.string(),
  training_file: z.string(),
  validation_file: z.string().nullish(),
  suffix: suffix.nullish(),
  seed: z.int().min(0).max(2_147_483_647).nullish(),
  metadata: z.unknown().optional(),
  hyperparameters: hyperparameters.nullish(),
  method: z
    .strictObject({
      type: z.enum(["supervised", "dpo", "reinforcement"]),
      supervised: z.strictObject({ hyperparameters: hyperparameters.nullish() }).nullish(),
      dpo: z.unknown().optional(),
      reinforcement: z.unknown().optional(),
    })
    .nullish(),
  integrations: z.array(z.unknown()).nullish(),
  // Azure's own: where it trains. It changes the price there, and nothing here.
  trainingType: z.string().nullish(),
});

/**
 * Reads the JSON of a request for a job.
 * @throws AzureRefusal (400) naming the field.
 */
export function readJobCall(text: string): JobCall {
  const body = checkShape(bodyShape, parseJson(text));
  const { method } = body;
  if (method && method.type !== "supervised") throw beyondLab("method.type", "it tunes by examples only");
  if (body.integrations?.length) throw beyondLab("integrations", "it reports to no other service");
  if (body.hyperparameters && method?.supervised?.hyperparameters) {
    throw invalidRequest(
      "Mutually exclusive parameters: 'hyperparameters' and 'method'. Ensure you are only providing one of them.",
      "hyperparameters",
      "mutually_exclusive_parameters",
    );
  }
  const given = method?.supervised?.hyperparameters ?? body.hyperparameters;
  return {
    model: body.model,
    trainingFile: body.training_file,
    validationFile: body.validation_file ?? undefined,
    suffix: body.suffix ?? undefined,
    seed: body.seed ?? undefined,
    metadata: readMetadata(body.metadata),
    epochs: numberIn(given?.n_epochs),
    batchSize: numberIn(given?.batch_size),
    learningRateMultiplier: numberIn(given?.learning_rate_multiplier),
  };
}

const numberIn = (value: number | "auto" | null | undefined) =>
  typeof value === "number" ? value : undefined;
