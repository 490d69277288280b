/** In what a question differs from those of its family, as the set's author says. `scope`: something else is asked of the same thing. */
export const DIFFERENCES = [
  "numbers",
  "dates",
  "units",
  "negation",
  "opposites",
  "names",
  "language",
  "code",
  "order",
  "form",
  "scope",
] as const;

export type Difference = (typeof DIFFERENCES)[number];

/** Two questions that look alike, and whether one answer may serve both. */
export interface QuestionPair {
  readonly family: string;
  readonly split: "dev" | "test";
  readonly asked: string;
  readonly stored: string;
  /** Undefined: they may share an answer. */
  readonly difference: Difference | undefined;
}
