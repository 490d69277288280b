import type { AnswerBank } from "./answer-bank.ts";
import type { Tokenizer } from "./tokenizer.ts";

/** One message as the wire brought it, its text parts joined. */
export interface PromptMessage {
  readonly role: string;
  readonly text: string;
}

interface AnswerLimits {
  /** Upper bound of answer tokens. */
  readonly maxTokens?: number | undefined;
  /** The answer ends before the first of these. */
  readonly stop?: readonly string[];
}

export interface SimulatedAnswer {
  readonly text: string;
  /** The text token by token. */
  readonly pieces: readonly string[];
  readonly completionTokens: number;
  readonly finishReason: "stop" | "length";
}

/** Gives written answers and counts their tokens as a real model's server would. It invents nothing. */
export interface SimulatedModel {
  /** Tokens of a conversation in the chat format. */
  countPrompt(messages: readonly PromptMessage[]): number;
  answer(messages: readonly PromptMessage[], limits: AnswerLimits): SimulatedAnswer;
}

/** What it says when no one has written an answer. */
const NO_WRITTEN_ANSWER =
  "This is a simulated answer: the lab cloud has no written answer for this prompt, and it does not make one up. " +
  "For a real answer ask the local model, or name your own Azure OpenAI resource in .env. " +
  "To write an answer for this prompt, add a line to data/answers.jsonl.";

/** Tokens that the chat format adds to each message, and to each request. */
const PER_MESSAGE = 3;
const PER_REQUEST = 3;

export function createSimulatedModel(bank: AnswerBank, tokenizer: Tokenizer): SimulatedModel {
  const split = new Map<string, { tokens: readonly number[]; pieces: readonly string[] }>();
  const splitOnce = (text: string) => {
    const known = split.get(text);
    if (known) return known;
    const tokens = tokenizer.encode(text);
    const made = { tokens, pieces: tokenizer.pieces(tokens) };
    split.set(text, made);
    return made;
  };

  return {
    countPrompt: (messages) =>
      messages.reduce(
        (sum, { role, text }) => sum + PER_MESSAGE + tokenizer.count(role) + tokenizer.count(text),
        PER_REQUEST,
      ),
    answer(messages, { maxTokens = Number.POSITIVE_INFINITY, stop = [] }) {
      const prompt = messages.findLast((message) => message.role === "user")?.text ?? "";
      const written = bank.find(prompt)?.answer ?? NO_WRITTEN_ANSWER;
      const wanted = cutAtStop(written, stop);
      const { tokens, pieces } = wanted === written ? splitOnce(written) : splitFresh(tokenizer, wanted);
      if (tokens.length <= maxTokens) {
        return { text: wanted, pieces, completionTokens: tokens.length, finishReason: "stop" };
      }
      const kept = tokenizer.pieces(tokens.slice(0, maxTokens));
      return { text: kept.join(""), pieces: kept, completionTokens: maxTokens, finishReason: "length" };
    },
  };
}

function splitFresh(tokenizer: Tokenizer, text: string) {
  const tokens = tokenizer.encode(text);
  return { tokens, pieces: tokenizer.pieces(tokens) };
}

function cutAtStop(text: string, stop: readonly string[]): string {
  const places = stop.map((word) => text.indexOf(word)).filter((place) => place >= 0);
  return places.length > 0 ? text.slice(0, Math.min(...places)) : text;
}
