import type { ChatMessage } from "../chat/message.ts";
import type { Usage } from "../chat/stream-part.ts";
import { textSlices } from "./text-slices.ts";

/** The vocabulary by which a model reads and writes. */
export type Vocabulary = "o200k" | "cl100k";

/** Tokens that the chat form adds to each message, and to each request. */
const PER_MESSAGE = 3;
const PER_REQUEST = 3;

/** Text such as `<|endoftext|>` is text here, never a control token. */
const AS_TEXT = { disallowedSpecial: new Set<string>() };

/** The vocabulary of OpenAI's chat models, by name or dated name; `undefined` for others, whose vocabularies are not public. */
export function vocabularyOf(model: string): Vocabulary | undefined {
  if (/^(?:gpt-4o|gpt-4\.1|gpt-4\.5|gpt-5|o\d)/.test(model)) return "o200k";
  return /^gpt-(?:4|3\.5|35)(?:-|$)/.test(model) ? "cl100k" : undefined;
}

/** Counts the tokens of a prompt and its answer here, to hold against what a provider claims. */
export async function countUsage(
  messages: readonly ChatMessage[],
  answer: string,
  vocabulary: Vocabulary,
): Promise<Usage> {
  const count = await loadTokenCounter(vocabulary);
  const promptTokens = messages.reduce(
    (sum, { role, content }) => sum + PER_MESSAGE + count(role) + count(content),
    PER_REQUEST,
  );
  return { promptTokens, completionTokens: count(answer) };
}

/** Counts the tokens of a text; the vocabulary is loaded when it is first needed. */
export async function loadTokenCounter(vocabulary: Vocabulary): Promise<(text: string) => number> {
  const { countTokens } = await (vocabulary === "o200k"
    ? import("gpt-tokenizer/encoding/o200k_base")
    : import("gpt-tokenizer/encoding/cl100k_base"));
  return (text) => {
    let total = 0;
    for (const slice of textSlices(text)) total += countTokens(slice, AS_TEXT);
    return total;
  };
}
