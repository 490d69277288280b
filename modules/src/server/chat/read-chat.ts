import type { ChatMessage } from "../../chat/message.ts";
import type { OrchestratedChat, RoutingHints } from "../../orchestrator/orchestrated-chat.ts";
import type { ChatBody, WireHints, WireMessage } from "./chat-body.ts";

/** The orchestrator's form of a checked body. */
export function readChat(body: ChatBody): OrchestratedChat {
  const { model, messages, temperature, seed, routing } = body;
  const maxTokens = body.max_completion_tokens ?? body.max_tokens;
  const stop = typeof body.stop === "string" ? [body.stop] : body.stop;
  const fields = passedOn(body);
  return {
    model,
    messages: messages.map(readMessage),
    stream: body.stream ?? false,
    ...(isSet(maxTokens) && { maxTokens }),
    ...(isSet(temperature) && { temperature }),
    ...(isSet(body.top_p) && { topP: body.top_p }),
    ...(isSet(body.presence_penalty) && { presencePenalty: body.presence_penalty }),
    ...(isSet(body.frequency_penalty) && { frequencyPenalty: body.frequency_penalty }),
    ...(isSet(seed) && { seed }),
    ...(stop && stop.length > 0 && { stop }),
    ...(body.logprobs && { topLogprobs: body.top_logprobs ?? 0 }),
    ...(fields && { fields }),
    ...(routing && { hints: readHints(routing) }),
  };
}

const isSet = <T>(value: T | null | undefined): value is T => value !== null && value !== undefined;

/** A turn that says more than its role and text keeps its own form beside them. */
function readMessage(message: WireMessage): ChatMessage {
  const { role, content } = message;
  const text = textOf(content);
  const plain =
    typeof content === "string" || (Array.isArray(content) && content.every((part) => part.type === "text"));
  const own = role === "system" || role === "user" || role === "assistant";
  if (own && plain && !("tool_calls" in message)) return { role, content: text };
  return { role: own ? role : role === "developer" ? "system" : "user", content: text, wire: message };
}

function textOf(content: WireMessage["content"]): string {
  if (!isSet(content)) return "";
  if (typeof content === "string") return content;
  return content
    .flatMap((part) => (part.type === "text" && typeof part.text === "string" ? [part.text] : []))
    .join("\n");
}

/** What models of OpenAI's form understand and nobody here reads. */
const PASSED_ON = [
  "tools",
  "tool_choice",
  "parallel_tool_calls",
  "logit_bias",
  "reasoning_effort",
  "response_format",
] as const;

function passedOn(body: ChatBody): Record<string, unknown> | undefined {
  let fields: Record<string, unknown> | undefined;
  for (const name of PASSED_ON) {
    const value = body[name];
    if (!isSet(value) || (name === "response_format" && body.response_format?.type === "text")) continue;
    fields ??= {};
    fields[name] = value;
  }
  return fields;
}

export function readHints(hints: WireHints): RoutingHints {
  const { strategy, target, route, prefer, exclude, cache } = hints;
  return {
    ...(strategy !== undefined && { strategy }),
    ...(target !== undefined && { target }),
    ...(route !== undefined && { route }),
    ...(prefer !== undefined && { prefer }),
    ...(exclude !== undefined && { exclude }),
    ...(hints.fallback !== undefined && { fallback: hints.fallback }),
    ...(cache !== undefined && { cache }),
    ...(hints.budget_usd !== undefined && { budgetUsd: hints.budget_usd }),
    ...(hints.mid_stream !== undefined && { midStream: hints.mid_stream }),
    ...(hints.trim !== undefined && { trim: hints.trim }),
    ...(hints.timeout_ms !== undefined && { timeoutMs: hints.timeout_ms }),
  };
}
