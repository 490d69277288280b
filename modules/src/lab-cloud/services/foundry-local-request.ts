import { z } from "zod";
import type { ChatMessage } from "../../chat/message.ts";
import type { ChatRequest } from "../../chat/request.ts";
import { FoundryLocalRefusal } from "./foundry-local-refusal.ts";

/** A chat request as the wire brought it. */
export interface FoundryLocalCall {
  readonly request: ChatRequest;
  readonly stream: boolean;
}

const textPart = z.looseObject({ type: z.literal("text"), text: z.string() });
const message = z.looseObject({
  role: z.enum(["system", "developer", "user", "assistant"]),
  content: z.union([z.string(), z.array(textPart)], "must be a string or an array of text parts"),
});
const tokens = z.int().min(1).nullish();

/** What the model cannot do is refused by name; what does not change its answer (`top_p` at temperature 0, `user`) may be sent. */
const callSchema = z.looseObject({
  model: z.string().min(1),
  messages: z.array(message).min(1),
  stream: z.boolean().nullish(),
  max_tokens: tokens,
  max_completion_tokens: tokens,
  temperature: z.number().min(0).max(2).nullish(),
  seed: z.int().nullish(),
  stop: z.union([z.string().min(1), z.array(z.string().min(1)).max(4)]).nullish(),
  logprobs: z.boolean().nullish(),
  top_logprobs: z.int().min(0).max(20).nullish(),
  n: z.literal(1, "must be 1: this model gives one answer").nullish(),
  tools: z.array(z.unknown()).max(0, "this model calls no tools").nullish(),
  response_format: z.looseObject({ type: z.literal("text") }).nullish(),
});

/**
 * Reads the body of a chat request.
 * @throws FoundryLocalRefusal 500 when it is no JSON, as the real service does, 400 naming the first bad field.
 */
export function readFoundryLocalCall(body: string): FoundryLocalCall {
  const parsed = callSchema.safeParse(parseJson(body));
  if (!parsed.success) throw badField(parsed.error);
  const { model, messages, stream, temperature, seed, stop, logprobs } = parsed.data;
  const maxTokens = parsed.data.max_completion_tokens ?? parsed.data.max_tokens ?? undefined;
  const request: ChatRequest = {
    model,
    messages: messages.map(readMessage),
    ...(maxTokens !== undefined && { maxTokens }),
    ...(typeof temperature === "number" && { temperature }),
    ...(typeof seed === "number" && { seed }),
    ...(stop && { stop: typeof stop === "string" ? [stop] : stop }),
    ...(logprobs && { topLogprobs: parsed.data.top_logprobs ?? 0 }),
  };
  return { request, stream: stream ?? false };
}

function parseJson(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    throw new FoundryLocalRefusal(500, "Failed to handle OpenAI completion: the body is not valid JSON.");
  }
}

function readMessage({ role, content }: z.infer<typeof message>): ChatMessage {
  return {
    role: role === "developer" ? "system" : role,
    content: typeof content === "string" ? content : content.map((part) => part.text).join(""),
  };
}

function badField(error: z.ZodError): FoundryLocalRefusal {
  const [issue] = error.issues;
  const field = issue?.path.map(String).join(".") || "the body";
  return new FoundryLocalRefusal(
    400,
    `Failed to handle OpenAI completion: ${field}: ${issue?.message ?? "not valid"}.`,
    "invalid_request",
  );
}
