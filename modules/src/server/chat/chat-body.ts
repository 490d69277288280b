import { z } from "zod";
import { AUTO_MODEL } from "../../orchestrator/orchestrated-chat.ts";
import { MID_STREAM_POLICIES } from "../../resilience/fallback-plan.ts";

/** Longest name of a model, a user and the like, in characters. */
const NAME = 200;
const MOST_MESSAGES = 2048;
export const MOST_TOKENS = 1_000_000;

const modelName = z.string().min(1).max(NAME);
const record = z.record(z.string(), z.unknown());

const textPart = z.object({ type: z.literal("text"), text: z.string() });
const otherPart = z.looseObject({ type: z.enum(["image_url", "input_audio", "file", "refusal"]) });
const contentParts = z.array(z.discriminatedUnion("type", [textPart, otherPart])).min(1);
const content = z.union([z.string(), contentParts]);

const toolCall = z.looseObject({
  id: z.string().max(NAME),
  type: z.literal("function"),
  function: z.looseObject({ name: z.string().max(NAME), arguments: z.string() }),
});

/** One turn in OpenAI's form. */
export const chatMessage = z.discriminatedUnion("role", [
  z.looseObject({ role: z.enum(["system", "developer", "user"]), content }),
  z.looseObject({
    role: z.literal("assistant"),
    content: content.nullish(),
    tool_calls: z.array(toolCall).optional(),
  }),
  z.looseObject({ role: z.enum(["tool", "function"]), content: content.nullable() }),
]);

export type WireMessage = z.output<typeof chatMessage>;

/** What a caller may ask of the routing; none of it lifts a limit. */
export const routingHints = z.strictObject({
  strategy: z.string().min(1).max(NAME).optional(),
  target: z.enum(["local", "cloud"]).optional(),
  route: z.string().min(1).max(NAME).optional(),
  prefer: z.array(modelName).max(20).optional(),
  exclude: z.array(modelName).max(20).optional(),
  fallback: z.union([z.boolean(), z.array(modelName).max(20)]).optional(),
  budget_usd: z.number().min(0).max(1_000_000).optional(),
  mid_stream: z.enum(MID_STREAM_POLICIES).optional(),
  cache: z.boolean().optional(),
  trim: z
    .union([z.boolean(), z.int().min(16).max(MOST_TOKENS)], "must be true, false or a number of tokens")
    .optional(),
  timeout_ms: z.int().min(1).max(600_000).optional(),
});

export type WireHints = z.output<typeof routingHints>;

const tokens = z.int().min(1).max(MOST_TOKENS);
const penalty = z.number().min(-2).max(2);

/** The body of `POST /v1/chat/completions`. Clients may send null for what they leave open. */
export const chatBody = z.object({
  model: modelName.default(AUTO_MODEL).describe("`auto`, or the name of a model, an alias or a deployment"),
  messages: z.array(chatMessage).min(1).max(MOST_MESSAGES),
  stream: z.boolean().nullish(),
  stream_options: z.object({ include_usage: z.boolean().optional() }).nullish(),
  max_tokens: tokens.nullish(),
  max_completion_tokens: tokens.nullish(),
  temperature: z.number().min(0).max(2).nullish(),
  top_p: z.number().min(0).max(1).nullish(),
  presence_penalty: penalty.nullish(),
  frequency_penalty: penalty.nullish(),
  seed: z.int().nullish(),
  stop: z.union([z.string().max(1000), z.array(z.string().max(1000)).max(4)]).nullish(),
  n: z.literal(1, "must be 1: one answer is given").nullish(),
  logprobs: z.boolean().nullish(),
  top_logprobs: z.int().min(0).max(20).nullish(),
  response_format: z
    .discriminatedUnion("type", [
      z.object({ type: z.literal("text") }),
      z.object({ type: z.literal("json_object") }),
      z.object({
        type: z.literal("json_schema"),
        json_schema: z.object({
          name: z.string().regex(/^[\w-]{1,64}$/, "must be 1 to 64 letters, digits, dashes or underscores"),
          schema: record.optional(),
          strict: z.boolean().nullish(),
          description: z.string().optional(),
        }),
      }),
    ])
    .nullish(),
  tools: z
    .array(z.looseObject({ type: z.string().max(NAME) }))
    .max(128)
    .nullish(),
  tool_choice: z.union([z.string().max(NAME), record]).nullish(),
  parallel_tool_calls: z.boolean().nullish(),
  logit_bias: z.record(z.string(), z.number().min(-100).max(100)).nullish(),
  reasoning_effort: z.string().max(NAME).nullish(),
  user: z.string().max(NAME).nullish(),
  routing: routingHints.optional(),
});

export type ChatBody = z.output<typeof chatBody>;

/** Fields that OpenAI's clients send and that change nothing here. */
const WITHOUT_EFFECT = [
  "metadata",
  "store",
  "service_tier",
  "safety_identifier",
  "prompt_cache_key",
  "modalities",
  "verbosity",
  "prediction",
  "functions",
  "function_call",
];

export const chatFields: readonly string[] = [...Object.keys(chatBody.shape), ...WITHOUT_EFFECT];
