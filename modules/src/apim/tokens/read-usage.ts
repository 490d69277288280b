import { isRecord, type JsonRecord } from "./is-record.ts";
import type { TokenUsage } from "./token-usage.ts";

/**
 * What an answer says of its tokens, in the forms of chat completions, completions and embeddings (`prompt_tokens`), the
 * Responses API and Anthropic's messages (`input_tokens`). Undefined when it says nothing.
 */
export function readUsage(answer: unknown): TokenUsage | undefined {
  const usage = usageOf(answer);
  return usage && toUsage(usage);
}

/** The same from the events of a stream, where the last word counts and may come in parts. */
export function readStreamUsage(events: readonly unknown[]): TokenUsage | undefined {
  const parts = events.flatMap((event) => usageOf(event) ?? []);
  return parts.length > 0 ? toUsage(Object.assign({}, ...parts)) : undefined;
}

function usageOf(value: unknown): JsonRecord | undefined {
  if (!isRecord(value)) return undefined;
  if (isRecord(value.usage)) return value.usage;
  // Events of the Responses API wrap the response, those of Anthropic the message.
  for (const inner of [value.response, value.message]) {
    if (isRecord(inner) && isRecord(inner.usage)) return inner.usage;
  }
  return undefined;
}

function toUsage(usage: JsonRecord): TokenUsage | undefined {
  const prompt = countOf(usage.prompt_tokens) ?? countOf(usage.input_tokens);
  const completion = countOf(usage.completion_tokens) ?? countOf(usage.output_tokens);
  const total = countOf(usage.total_tokens);
  if (prompt === undefined && completion === undefined && total === undefined) return undefined;
  const promptTokens = prompt ?? Math.max(0, (total ?? 0) - (completion ?? 0));
  const completionTokens = completion ?? Math.max(0, (total ?? promptTokens) - promptTokens);
  return {
    promptTokens,
    completionTokens,
    totalTokens: total ?? promptTokens + completionTokens,
    source: "reported",
  };
}

function countOf(value: unknown): number | undefined {
  return typeof value === "number" && Number.isFinite(value) && value >= 0 ? value : undefined;
}
