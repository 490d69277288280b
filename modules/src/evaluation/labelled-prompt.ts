import type { Target } from "../routers/router.ts";

export const LANGUAGES = ["en", "it", "de", "fr", "es", "tr"] as const;
export type Language = (typeof LANGUAGES)[number];

export const COMPLEXITIES = ["simple", "moderate", "complex"] as const;
export type Complexity = (typeof COMPLEXITIES)[number];

/** How a prompt is written. Variants in other styles ask the same as a clean one. */
export const STYLES = ["clean", "typos", "paraphrase", "pasted-code"] as const;
export type Style = (typeof STYLES)[number];

/** `dev` is for choosing words, weights and thresholds; `test` is looked at once they are chosen. */
export const SPLITS = ["dev", "test"] as const;
export type Split = (typeof SPLITS)[number];

/** The least that a router can be judged on. */
export interface Labelled {
  readonly prompt: string;
  /** Where the prompt should go. */
  readonly target: Target;
  readonly language?: string;
  readonly complexity?: string;
  readonly style?: string;
}

/** A row of `data/prompts/routing.jsonl`. Its target is an opinion by a written rule (see the README there), not an outcome. */
export interface LabelledPrompt extends Labelled {
  readonly id: string;
  readonly language: Language;
  readonly complexity: Complexity;
  readonly style: Style;
  /** The template it was made from, in whatever language. A template is in one split only. */
  readonly template: string;
  readonly split: Split;
  /** Id of the clean row that asks the same; only on rows of style `typos` and `paraphrase`. */
  readonly variantOf?: string | undefined;
  /** What kind of thing it asks for: `fact`, `arithmetic`; on generated sets. */
  readonly queryType?: string | undefined;
  /** What is odd about it: `capitals`; only on generated edge cases. */
  readonly edgeCase?: string | undefined;
}
