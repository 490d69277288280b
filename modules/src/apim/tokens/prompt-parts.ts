import { isRecord, type JsonRecord, recordsOf } from "./is-record.ts";

/** What a request asks a model to read. */
export interface PromptMessage {
  /** `system`, `user` …; undefined for a bare input of embeddings, completions and the Responses API. */
  readonly role: string | undefined;
  readonly text: string;
  readonly images: number;
  /** Tokens that the caller sent as numbers. */
  readonly tokens: number;
}

/** The messages of a chat, Responses, embeddings, completions or Anthropic request, instructions and tools first. */
export function promptMessages(request: JsonRecord): readonly PromptMessage[] {
  return [
    ...bare(request.instructions, "system"),
    ...bare(request.system, "system"),
    ...tools(request),
    ...recordsOf(request.messages).map(message),
    ...inputs(request.input),
    ...inputs(request.prompt),
  ];
}

function inputs(input: unknown): readonly PromptMessage[] {
  if (!Array.isArray(input)) return bare(input, undefined);
  if (input.every((item) => typeof item === "number")) {
    return [{ role: undefined, text: "", images: 0, tokens: input.length }];
  }
  return input.flatMap((item) => (isRecord(item) ? [message(item)] : inputs(item)));
}

function bare(value: unknown, role: string | undefined): readonly PromptMessage[] {
  if (typeof value === "string" && value !== "") return [{ role, text: value, images: 0, tokens: 0 }];
  return Array.isArray(value) && role !== undefined ? [message({ role, content: value })] : [];
}

function tools({ tools: offered }: JsonRecord): readonly PromptMessage[] {
  if (!Array.isArray(offered) || offered.length === 0) return [];
  return [{ role: undefined, text: JSON.stringify(offered), images: 0, tokens: 0 }];
}

function message(item: JsonRecord): PromptMessage {
  const role = typeof item.role === "string" ? item.role : undefined;
  const { content } = item;
  if (typeof content === "string") return { role, text: content, images: 0, tokens: 0 };
  if (!Array.isArray(content)) return { role, text: restOf(item), images: 0, tokens: 0 };
  const parts = recordsOf(content);
  const images = parts.filter(({ type }) => typeof type === "string" && /image/.test(type)).length;
  const texts = parts.map(({ text }) => (typeof text === "string" ? text : ""));
  return { role, text: texts.filter((text) => text !== "").join("\n"), images, tokens: 0 };
}

/** Tool calls and their results have no content, but a model reads them as well. */
function restOf(item: JsonRecord): string {
  const known = [item.tool_calls, item.arguments, item.output].filter((part) => part !== undefined);
  return known.map((part) => (typeof part === "string" ? part : JSON.stringify(part))).join("\n");
}
