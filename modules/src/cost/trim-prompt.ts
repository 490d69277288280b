import type { ChatMessage } from "../chat/message.ts";
import { LimitError } from "../core/errors.ts";

export interface TrimOptions {
  /** Most tokens that the prompt may have. */
  readonly maxTokens: number;
  /** Tokens of a text, as of `loadTokenCounter`. */
  readonly countTokens: (text: string) => number;
  /** Last messages that are never left out. Default 1: the question. */
  readonly keepLast?: number;
}

/** What was done to a prompt, mildest first. */
export type TrimStep =
  /** Blanks at line ends and rows of empty lines are gone, outside of fenced code. */
  | { readonly type: "tightened"; readonly tokens: number }
  /** The oldest turns are gone, an answer with its question; system messages stay. */
  | { readonly type: "left-out"; readonly messages: number; readonly tokens: number }
  /** The middle of the longest message that had to stay is gone. */
  | { readonly type: "shortened"; readonly tokens: number };

export interface TrimmedPrompt {
  readonly messages: readonly ChatMessage[];
  readonly tokensBefore: number;
  readonly tokens: number;
  /** Each with the tokens that it saved; empty when the prompt fitted as it was. */
  readonly steps: readonly TrimStep[];
}

/** As `countUsage` counts the chat form. */
const PER_MESSAGE = 3;
const PER_REQUEST = 3;

/** Stands where text was taken out, so that the model does not take two halves for one sentence. */
const CUT = "\n[...]\n";

/**
 * Makes a prompt fit, by the mildest steps that do: blanks, then the oldest turns, then the middle of the longest message. A
 * prompt that fits is given back as it is. Nothing is reworded, so nothing is invented.
 * @throws LimitError when what has to stay does not fit even so.
 */
export function trimPrompt(messages: readonly ChatMessage[], options: TrimOptions): TrimmedPrompt {
  const { maxTokens, countTokens, keepLast = 1 } = options;
  const sizeOf = ({ role, content }: ChatMessage) => PER_MESSAGE + countTokens(role) + countTokens(content);
  const count = (prompt: readonly ChatMessage[]) =>
    prompt.reduce((sum, message) => sum + sizeOf(message), PER_REQUEST);

  const tokensBefore = count(messages);
  let trimmed: readonly ChatMessage[] = messages;
  let tokens = tokensBefore;
  const steps: TrimStep[] = [];
  const take = (next: readonly ChatMessage[], step: (saved: number) => TrimStep) => {
    const left = count(next);
    if (left < tokens) steps.push(step(tokens - left));
    [trimmed, tokens] = [next, left];
  };

  if (tokens > maxTokens) take(trimmed.map(tighten), (saved) => ({ type: "tightened", tokens: saved }));
  if (tokens > maxTokens) {
    const kept = leaveOut(trimmed, { over: tokens - maxTokens, keepLast, sizeOf });
    const gone = trimmed.length - kept.length;
    take(kept, (saved) => ({ type: "left-out", messages: gone, tokens: saved }));
  }
  if (tokens > maxTokens)
    take(shorten(trimmed, { maxTokens, count }), (saved) => ({ type: "shortened", tokens: saved }));
  if (tokens > maxTokens) throw tooLong(tokens, maxTokens);
  return { messages: trimmed, tokensBefore, tokens, steps };
}

/** Blanks and empty lines inside of fences may mean something. */
function tighten({ role, content }: ChatMessage): ChatMessage {
  const parts = content.split(/(^```[\s\S]*?^```)/m);
  const tight = parts.map((part, place) =>
    place % 2 === 1 ? part : part.replace(/[ \t]+$/gm, "").replace(/\n{3,}/g, "\n\n"),
  );
  return { role, content: tight.join("").trim() };
}

function leaveOut(
  messages: readonly ChatMessage[],
  {
    over,
    keepLast,
    sizeOf,
  }: { readonly over: number; readonly keepLast: number; readonly sizeOf: (message: ChatMessage) => number },
): readonly ChatMessage[] {
  let left = over;
  let isBegun = false;
  return messages.filter((message, place) => {
    if (message.role === "system" || place >= messages.length - keepLast) return true;
    // An answer whose question is gone would begin the talk, and many models take none that does.
    isBegun ||= left <= 0 && message.role !== "assistant";
    if (!isBegun) left -= sizeOf(message);
    return isBegun;
  });
}

function shorten(
  messages: readonly ChatMessage[],
  {
    maxTokens,
    count,
  }: { readonly maxTokens: number; readonly count: (prompt: readonly ChatMessage[]) => number },
): readonly ChatMessage[] {
  const longest = messages.reduce<ChatMessage | undefined>(
    (found, message) => (found && found.content.length >= message.content.length ? found : message),
    undefined,
  );
  if (!longest) return messages;
  const keeping = (characters: number) =>
    messages.map((message) => (message === longest ? cutMiddle(message, characters) : message));
  // The most characters with which it fits, by halving.
  let [low, high] = [0, longest.content.length];
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if (count(keeping(middle)) <= maxTokens) low = middle;
    else high = middle - 1;
  }
  return keeping(low);
}

/** Beginning and end say most: what it is about, and what is asked. */
function cutMiddle({ role, content }: ChatMessage, characters: number): ChatMessage {
  const letters = [...content];
  if (characters >= letters.length) return { role, content };
  const head = Math.ceil(characters / 2);
  return {
    role,
    content:
      letters.slice(0, head).join("") + CUT + letters.slice(letters.length - (characters - head)).join(""),
  };
}

const tooLong = (tokens: number, maxTokens: number) =>
  new LimitError(
    `The prompt has ${tokens} tokens where ${maxTokens} fit, and nothing more can be left out.`,
    {
      code: "PROMPT_TOO_LONG",
      hint: "Shorten the system message, keep fewer of the last turns, or ask a model with more room.",
    },
  );
