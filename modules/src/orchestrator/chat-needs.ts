import { isRecord } from "../core/is-record.ts";
import type { Ability } from "./abilities.ts";
import type { OpenedChat } from "./guard-chat.ts";
import type { OrchestratedChat } from "./orchestrated-chat.ts";

/** What a request asks of whoever answers it, beside text. */
export interface ChatNeeds {
  readonly abilities: readonly Ability[];
  /** Tokens that its prompt has at the least. */
  readonly promptTokens: number;
}

/** No usual text has more characters to a token; a prompt that is told to be too long is. */
const MOST_CHARACTERS_PER_TOKEN = 5;

export function needsOf({ request, messages }: Pick<OpenedChat, "request" | "messages">): ChatNeeds {
  const characters = messages.reduce((sum, { content }) => sum + content.length, 0);
  return {
    abilities: abilitiesFor({ request, messages }),
    promptTokens: Math.floor(characters / MOST_CHARACTERS_PER_TOKEN),
  };
}

/** The first of these alone; looks at no text. */
export function abilitiesFor({
  request: { fields, answerSchema },
  messages,
}: Pick<OpenedChat, "request" | "messages">): readonly Ability[] {
  const needed: Ability[] = [];
  for (const { wire } of messages) if (wire) needed.push(...neededBy(wire));
  const { tools, response_format: format } = fields ?? {};
  if (Array.isArray(tools) && tools.length > 0) needed.push("tools");
  if (answerSchema) needed.push("json_schema");
  else if (isRecord(format) && (format.type === "json_schema" || format.type === "json_object"))
    needed.push(format.type);
  return needed.length === 0 ? NONE : [...new Set(needed)];
}

const NONE: readonly Ability[] = [];

const PARTS: Readonly<Record<string, Ability>> = {
  image_url: "vision",
  input_image: "vision",
  input_audio: "audio",
};

function neededBy({
  role,
  content,
  tool_calls: calls,
}: Readonly<Record<string, unknown>>): readonly Ability[] {
  const parts = Array.isArray(content) ? content.filter(isRecord) : [];
  const seen = parts.flatMap(({ type }) => PARTS[String(type)] ?? []);
  return role === "tool" || (Array.isArray(calls) && calls.length > 0) ? [...seen, "tools"] : seen;
}

/** A request that asks for the same abilities about a text, to be planned and not to be sent. */
export function requestNeeding(model: string, text: string, abilities: readonly Ability[]): OrchestratedChat {
  const content = abilities.flatMap((ability) => {
    const type = Object.keys(PARTS).find((part) => PARTS[part] === ability);
    return type === undefined ? [] : [{ type }];
  });
  const format = abilities.find((ability) => ability === "json_schema" || ability === "json_object");
  const fields = {
    ...(abilities.includes("tools") && { tools: [{ type: "function" }] }),
    ...(format && { response_format: { type: format } }),
  };
  return {
    model,
    messages: [
      { role: "user", content: text, ...(content.length > 0 && { wire: { role: "user", content } }) },
    ],
    ...(Object.keys(fields).length > 0 && { fields }),
  };
}
