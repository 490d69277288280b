import type { ChatMessage } from "../chat/message.ts";
import type { PassageHit, SearchOptions } from "./passage.ts";

/** A passage an answer rests on. */
export interface Citation {
  /** Number as it stands in the answer's text: 1 for `[1]`. */
  readonly number: number;
  readonly document: string;
  readonly title: string;
  readonly headings: readonly string[];
  readonly place: string;
  /** Beginning of the passage, at most 240 characters. */
  readonly excerpt: string;
}

export interface CitedAnswer {
  /** The answer as it came. */
  readonly text: string;
  /** Passages that the answer names, in their order; numbers that were not offered are not among them. */
  readonly citations: readonly Citation[];
  /** Numbers in the answer that no passage has. */
  readonly unknownNumbers: readonly number[];
}

/** A question with what was found for it, ready to be asked of any model through the router. */
export interface RagPrompt {
  /** False: nothing fits the question, and no model should be asked; `messages` is empty then. */
  readonly found: boolean;
  readonly question: string;
  /** What was searched by: `words` also where vectors were asked for and there are none. */
  readonly searchedBy: "hybrid" | "words" | "vectors";
  readonly hits: readonly PassageHit[];
  /** Everything that was offered, numbered from 1. */
  readonly sources: readonly Citation[];
  /** Instruction with the passages, then the question. */
  readonly messages: readonly ChatMessage[];
  /** Which of the sources an answer rests on. */
  cite(answer: string): CitedAnswer;
}

export interface Rag {
  /** Finds passages and writes the messages to ask with. Throws as `PassageIndex.search` does. */
  prepare(question: string, options?: SearchOptions): Promise<RagPrompt>;
}
