import type { Target } from "../routers/router.ts";
import type { Split } from "./labelled-prompt.ts";
import type { OutcomePair } from "./outcome.ts";

/** The outcome of a question, and what its answers cost where that is known. */
export interface ScoredOutcome extends OutcomePair {
  readonly weakCostUsd?: number | undefined;
  readonly strongCostUsd?: number | undefined;
}

/** A question that a router has scored, as `npm run route` writes it. */
export interface ScoredRow {
  /** Line of its file, counted from 1. */
  readonly line: number;
  /** Of the question. Rows of two files with the same id are the same question. */
  readonly id: string;
  readonly prompt: string;
  readonly router: string;
  /** Higher = rather the strong model. */
  readonly score: number;
  /** Score from which the strong model is asked. */
  readonly threshold?: number | undefined;
  /** Where the router sent it. */
  readonly decided?: Target | undefined;
  /** Probability that the decision is right, where the router gave one. */
  readonly confidence?: number | undefined;
  /** Probability of each class, where the router gave them. */
  readonly scores?: Readonly<Record<string, number>> | undefined;
  readonly ms?: number | undefined;
  /** Whether a weak and a strong model answered it right. */
  readonly outcome?: ScoredOutcome | undefined;
  /** Where it should have gone, by its label. */
  readonly label?: Target | undefined;
  readonly benchmark?: string | undefined;
  readonly domain?: string | undefined;
  readonly language?: string | undefined;
  readonly style?: string | undefined;
  readonly complexity?: string | undefined;
  readonly template?: string | undefined;
  /** Id of the clean row that asks the same. */
  readonly variantOf?: string | undefined;
  readonly split?: Split | undefined;
}
