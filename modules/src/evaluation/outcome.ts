import type { Split } from "./labelled-prompt.ts";

/** Whether a weak and a strong model answered one real question right. */
export interface OutcomePair {
  readonly weakRight: boolean;
  readonly strongRight: boolean;
}

/** A row of `data/outcomes/scores.jsonl`: figures derived from a public benchmark's question, without its text. */
export interface Outcome extends OutcomePair {
  /** The first 16 hexadecimal digits of SHA-256 over benchmark, line feed and question. */
  readonly id: string;
  readonly benchmark: string;
  readonly domain: string;
  /** Of the question, by the o200k vocabulary. */
  readonly tokens: number;
  /** Runs of the question without white space. */
  readonly words: number;
  /** UTF-16 units of the question. */
  readonly characters: number;
  readonly split: Split;
  /** What the two answers cost in US dollars, where the source says it. */
  readonly weakCostUsd?: number | undefined;
  readonly strongCostUsd?: number | undefined;
  /** Each router's score for the question, 0 (surely local) to 1 (surely cloud). */
  readonly scores: Readonly<Record<string, number>>;
}
