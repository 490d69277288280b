import type { ChatMessage } from "../chat/message.ts";
import { LimitError } from "../core/errors.ts";
import { guardLength, guardQuery } from "./guard-query.ts";
import type { OrchestratedChat } from "./orchestrated-chat.ts";
import type { TrimmedTokens } from "./trim-chat.ts";

/** A request with all of its turns, and the question that it is routed by. */
export interface OpenedChat {
  readonly request: OrchestratedChat;
  /** What models are asked beside the messages. */
  readonly asked: AskedFields;
  readonly messages: readonly ChatMessage[];
  /** Text of the user's last turn. */
  readonly question: string;
  /** Turns before it. */
  readonly history: readonly ChatMessage[];
  /** What models are told first, instead of their own prompts, when the request has no system message. */
  readonly prompt?: string | undefined;
  /** What was taken from the prompt; absent when it is whole. */
  readonly trimmed?: TrimmedTokens;
}

/** What of a request is passed on to models as it is. */
type AskedFields = Omit<OrchestratedChat, "model" | "stream" | "hints" | "conversation" | "messages">;

/**
 * Puts the earlier turns of its conversation before a request.
 * @throws LimitError when it has no turn at all, or names a template that there is not.
 */
export function openChat(request: OrchestratedChat, templates: Templates = {}): OpenedChat {
  const earlier = request.conversation?.messages ?? [];
  const messages = earlier.length > 0 ? [...earlier, ...request.messages] : request.messages;
  const place = messages.findLastIndex(isQuestion);
  const last = messages[place] ?? messages.at(-1);
  if (!last) throw noMessage();
  // A turn may be a picture alone; the router then has nothing to go by but that.
  const question = last.content === "" && last.wire ? "(no text)" : last.content;
  const history = messages.slice(0, Math.max(0, place));
  const prompt = promptOf(request, templates);
  return { request, asked: askedOf(request), messages, question, history, prompt };
}

function askedOf({ model, stream, hints, conversation, messages, ...asked }: OrchestratedChat): AskedFields {
  return asked;
}

/** Texts that models are told first, by name. */
export type Templates = Readonly<Record<string, string>>;

function promptOf({ hints }: OrchestratedChat, templates: Templates): string | undefined {
  if (hints?.template === undefined) return undefined;
  if (Object.hasOwn(templates, hints.template)) return templates[hints.template];
  throw new LimitError(`There is no template "${hints.template.slice(0, 60)}".`, {
    code: "UNKNOWN_TEMPLATE",
    hint: `There are: ${Object.keys(templates).join(", ") || "none"}.`,
  });
}

/** Results of tools come in the user's place, and ask nothing. */
const isQuestion = ({ role, wire }: ChatMessage): boolean =>
  role === "user" && (wire === undefined || wire.role === "user");

/** @throws LimitError for a question that is no text, empty, or longer than is accepted, and for any turn that is too long. */
export function guardChat({ question, messages }: OpenedChat): void {
  guardQuery(question);
  for (const { content } of messages) guardLength(content);
}

const noMessage = () =>
  new LimitError("The request has no message.", {
    code: "QUERY_EMPTY",
    hint: 'Send at least { "role": "user", "content": "..." }.',
  });
