import { z } from "zod";
import type { ChatMessage } from "../../chat/message.ts";
import { AUTO_MODEL } from "../../orchestrator/orchestrated-chat.ts";
import { MOST_TOKENS, routingHints } from "../chat/chat-body.ts";

const NAME = 200;

const part = z.object({ type: z.enum(["input_text", "output_text"]), text: z.string() });

const item = z.object({
  type: z.literal("message", "must be message: tools and other items are not offered here").optional(),
  role: z.enum(["system", "developer", "user", "assistant"]),
  content: z.union([z.string(), z.array(part).min(1)]),
});

/** The body of `POST /v1/responses`, as far as it is offered: text in, text out, in one talk. */
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
  tools: z.array(z.unknown()).max(0, "must be empty: tools are offered by /v1/chat/completions").nullish(),
  user: z.string().max(NAME).nullish(),
  routing: routingHints.optional(),
});

export type ResponseBody = z.output<typeof responseBody>;

/** Fields of OpenAI's clients that change nothing here. */
const WITHOUT_EFFECT = [
  "text",
  "tool_choice",
  "parallel_tool_calls",
  "truncation",
  "include",
  "reasoning",
  "service_tier",
  "safety_identifier",
  "prompt_cache_key",
  "background",
];

export const responseFields: readonly string[] = [...Object.keys(responseBody.shape), ...WITHOUT_EFFECT];

/** The turns of an input. */
export function readInput(input: ResponseBody["input"]): readonly ChatMessage[] {
  if (typeof input === "string") return [{ role: "user", content: input }];
  return input.map(({ role, content }) => ({
    role: role === "developer" ? "system" : role,
    content: typeof content === "string" ? content : content.map(({ text }) => text).join("\n"),
  }));
}
