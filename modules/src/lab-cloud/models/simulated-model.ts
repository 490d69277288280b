import { createRuleRouter, type Router } from "../../routers/index.ts";
import type { AnswerBank } from "./answer-bank.ts";
import type { AnswerFormat } from "./answer-format.ts";
import { fillJson } from "./fill-json.ts";
import { arithmetic } from "./skills/arithmetic.ts";
import { createGoOn } from "./skills/go-on.ts";
import { createLabels } from "./skills/labels.ts";
import { nameRecall } from "./skills/name-recall.ts";
import { type Asked, readAsked, type Skill } from "./skills/skill.ts";
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
  /** JSON on request; absent = text. */
  readonly format?: AnswerFormat | undefined;
}

/** A text token by token. */
export interface SplitText {
  readonly text: string;
  readonly pieces: readonly string[];
  readonly completionTokens: number;
}

export interface SimulatedAnswer extends SplitText {
  readonly finishReason: "stop" | "length";
}

/**
 * Gives written answers, and what it can really work out: names that were told, sums, labels, JSON around an answer. It
 * counts tokens as a real model's server would, and invents nothing.
 */
export interface SimulatedModel {
  /** Tokens of a conversation in the chat format. */
  countPrompt(messages: readonly PromptMessage[]): number;
  /** @throws AzureRefusal (400) for JSON that it cannot fill. */
  answer(messages: readonly PromptMessage[], limits: AnswerLimits): Promise<SimulatedAnswer>;
  split(text: string): SplitText;
}

export interface SimulatedModelOptions {
  /** Decides labels. Default: the rule router. */
  readonly router?: Router;
}

/** What it says when no one has written an answer. */
const NO_WRITTEN_ANSWER =
  "This is a simulated answer: the lab cloud has no written answer for this prompt, and it does not make one up. " +
  "For a real answer ask the local model, or name your own Azure OpenAI resource in .env. " +
  "To write an answer for this prompt, add a line to data/answers.jsonl.";

/** Tokens that the chat format adds to each message, and to each request. */
const PER_MESSAGE = 3;
const PER_REQUEST = 3;
/** Texts whose tokens are kept: more than the bank has. */
const KEPT_TEXTS = 1000;

export function createSimulatedModel(
  bank: AnswerBank,
  tokenizer: Tokenizer,
  { router = createRuleRouter() }: SimulatedModelOptions = {},
): SimulatedModel {
  const written: Skill = { answer: ({ prompt }) => bank.find(prompt)?.answer };
  const skills = [createLabels(router), createGoOn(bank), nameRecall, written, arithmetic];
  const splitOnce = keepSome((text: string) => tokenizer.encode(text));

  const split = (text: string): SplitText => {
    const tokens = splitOnce(text);
    return { text, pieces: tokenizer.pieces(tokens), completionTokens: tokens.length };
  };
  const write = async (asked: Asked, format: AnswerFormat | undefined) => {
    const text = (await firstAnswer(skills, asked)) ?? NO_WRITTEN_ANSWER;
    return format ? await fillJson(format, { text, asked, router }) : text;
  };

  return {
    countPrompt: (messages) =>
      messages.reduce(
        (sum, { role, text }) => sum + PER_MESSAGE + tokenizer.count(role) + tokenizer.count(text),
        PER_REQUEST,
      ),
    split,
    async answer(messages, { maxTokens = Number.POSITIVE_INFINITY, stop = [], format }) {
      const wanted = cutAtStop(await write(readAsked(messages), format), stop);
      const tokens = splitOnce(wanted);
      if (tokens.length <= maxTokens) return { ...split(wanted), finishReason: "stop" };
      const pieces = tokenizer.pieces(tokens.slice(0, maxTokens));
      return { text: pieces.join(""), pieces, completionTokens: maxTokens, finishReason: "length" };
    },
  };
}

async function firstAnswer(skills: readonly Skill[], asked: Asked): Promise<string | undefined> {
  for (const skill of skills) {
    const text = await skill.answer(asked);
    if (text !== undefined) return text;
  }
  return undefined;
}

/** Remembers what was made of the first texts. */
function keepSome<T>(make: (text: string) => T): (text: string) => T {
  const kept = new Map<string, T>();
  return (text) => {
    const known = kept.get(text);
    if (known !== undefined) return known;
    const made = make(text);
    if (kept.size < KEPT_TEXTS) kept.set(text, made);
    return made;
  };
}

function cutAtStop(text: string, stop: readonly string[]): string {
  const places = stop.map((word) => text.indexOf(word)).filter((place) => place >= 0);
  return places.length > 0 ? text.slice(0, Math.min(...places)) : text;
}
