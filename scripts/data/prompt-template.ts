import type { Complexity, Language } from "../../modules/src/evaluation/labelled-prompt.ts";
import type { Target } from "../../modules/src/routers/router.ts";

/** One question in several languages and wordings, with gaps to fill. */
export interface PromptTemplate {
  /** What it asks for, then what about: `fact-capital`. */
  readonly name: string;
  readonly target: Target;
  readonly complexity: Complexity;
  /** Code is pasted into every row: they are all of style `pasted-code`. */
  readonly pastedCode?: true;
  /** What is odd about it, of templates that are left out of the shipped set: `capitals`. */
  readonly edgeCase?: string;
  /** By language: the first wording is the clean one, the others ask the same. `{gap}` marks a gap. */
  readonly wordings: Partial<Record<Language, readonly string[]>>;
  /** What goes into each gap: one list for all languages, or one for each. */
  readonly fills: Readonly<Record<string, readonly string[] | Partial<Record<Language, readonly string[]>>>>;
}

/** Templates alike in length and target: the split is drawn within each such group, so that both halves have all kinds. */
export type TemplateGroup = readonly PromptTemplate[];
