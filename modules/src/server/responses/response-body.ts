import { z } from "zod";
import { AUTO_MODEL } from "../../orchestrator/orchestrated-chat.ts";
import { MOST_TOKENS, routingHints } from "../chat/chat-body.ts";

const NAME = 200;
const toolName = z.string().regex(/^[\w-]{1,64}$/, "must be 1 to 64 letters, digits, dashes or underscores");
const record = z.record(z.string(), z.unknown());

const part = z.object({ type: z.enum(["input_text", "output_text"]), text: z.string() });
const content = z.union([z.string(), z.array(part).min(1)]);

const message = z.object({
  type: z.literal("message").optional(),
  role: z.enum(["system", "developer", "user", "assistant"]),
  content,
});

/** A call that the model asked for in an earlier turn. */
const functionCall = z.object({
  type: z.literal("function_call"),
  call_id: z.string().min(1).max(NAME),
  name: toolName,
  arguments: z.string(),
});

/** What came of such a call. */
const functionCallOutput = z.object({
  type: z.literal("function_call_output"),
  call_id: z.string().min(1).max(NAME),
  output: content,
});

const item = z.discriminatedUnion(
  "type",
  [message, functionCall, functionCallOutput],
  "must be message, function_call or function_call_output: other items are not offered here",
);

export type InputItem = z.output<typeof item>;

const tool = z.object({
  type: z.literal("function", "must be function: the server runs no tools of its own"),
  name: toolName,
  description: z.string().nullish(),
  parameters: record.nullish(),
  strict: z.boolean().nullish(),
});

const format = z.discriminatedUnion("type", [
  z.object({ type: z.literal("text") }),
  z.object({ type: z.literal("json_object") }),
  z.object({
    type: z.literal("json_schema"),
    name: toolName,
    schema: record,
    description: z.string().nullish(),
    strict: z.boolean().nullish(),
  }),
]);

/** The body of `POST /v1/responses`, as far as it is offered: text and calls of the caller's own functions, in one talk. */
export const responseBody = z.object({
  model: z.string().min(1).max(NAME).default(AUTO_MODEL),
  input: z.union([z.string().min(1, "must not be empty"), z.array(item).min(1).max(2048)]),
  instructions: z.string().nullish(),
  previous_response_id: z.string().min(1).max(NAME).nullish(),
  max_output_tokens: z.int().min(1).max(MOST_TOKENS).nullish(),
  temperature: z.number().min(0).max(2).nullish(),
  top_p: z.number().min(0).max(1).nullish(),
  stream: z.boolean().nullish(),
  store: z.boolean().nullish(),
  metadata: z.record(z.string(), z.string()).nullish(),
  tools: z.array(tool).max(128).nullish(),
  tool_choice: z
    .union([z.enum(["none", "auto", "required"]), z.object({ type: z.literal("function"), name: toolName })])
    .nullish(),
  parallel_tool_calls: z.boolean().nullish(),
  text: z.object({ format: format.optional() }).nullish(),
  reasoning: z.object({ effort: z.string().max(NAME).nullish() }).nullish(),
  user: z.string().max(NAME).nullish(),
  routing: routingHints.optional(),
});

export type ResponseBody = z.output<typeof responseBody>;

/** Fields of OpenAI's clients that change nothing here. */
const WITHOUT_EFFECT = [
  "truncation",
  "include",
  "service_tier",
  "safety_identifier",
  "prompt_cache_key",
  "background",
];

export const responseFields: readonly string[] = [...Object.keys(responseBody.shape), ...WITHOUT_EFFECT];
