import type { Random } from "../../modules/src/core/random.ts";
import type { LabelledPrompt, Language, Split, Style } from "../../modules/src/evaluation/labelled-prompt.ts";
import { addTypos } from "./add-typos.ts";
import type { PromptTemplate } from "./prompt-template.ts";

/** What goes into each gap of one question. */
export type Gaps = Readonly<Record<string, string>>;

/** A row to be made from a template. */
export interface RowPlan {
  readonly template: PromptTemplate;
  readonly language: Language;
  readonly split: Split;
  /** Number of the question among those of its template and language, from 0. */
  readonly question: number;
  readonly gaps: Gaps;
  readonly style: Style;
  /** Which wording, from 0. */
  readonly wording: number;
  /** Draws the typing slips. */
  readonly random: Random;
}

/** What may go into a gap in one language. */
export function fillsIn(fill: PromptTemplate["fills"][string], language: Language): readonly string[] {
  return isList(fill) ? fill : (fill[language] ?? []);
}

const isList = (fill: PromptTemplate["fills"][string]): fill is readonly string[] => Array.isArray(fill);

export function promptRow({
  template,
  language,
  split,
  question,
  gaps,
  style,
  ...plan
}: RowPlan): LabelledPrompt {
  const { name, target, complexity, wordings } = template;
  const id = `${name}-${language}-${question + 1}`;
  const variant = style === "typos" || style === "paraphrase";
  const texts = wordings[language] ?? [];
  const wording = texts[plan.wording] ?? texts[0] ?? "";
  const said = style === "typos" ? addTypos(wording, plan.random) : wording;
  const prompt = fill(said, gaps, name);
  return {
    id: variant ? `${id}-${style}` : id,
    prompt: opensWithGap(wording) && style !== "typos" ? capitalise(prompt, language) : prompt,
    language,
    target,
    complexity,
    template: name,
    split,
    style,
    ...(variant && { variantOf: id }),
  };
}

function fill(wording: string, gaps: Gaps, template: string): string {
  return wording.replace(/\{(\w+)\}/g, (_, gap: string) => {
    const text = gaps[gap];
    if (!text) throw new Error(`The template ${template} has nothing for {${gap}}.`);
    return text;
  });
}

/** Where a gap opens a sentence, it may start with a small letter; pasted text on lines of its own stays as it is. */
const opensWithGap = (wording: string) => /^\{\w+\}(?!\n)/.test(wording);

const capitalise = (text: string, language: Language) =>
  text.slice(0, 1).toLocaleUpperCase(language) + text.slice(1);
