import { createHash } from "node:crypto";
import { createRandom, type Random } from "../../modules/src/core/random.ts";
import {
  LANGUAGES,
  type LabelledPrompt,
  type Language,
  type Split,
  type Style,
} from "../../modules/src/evaluation/labelled-prompt.ts";
import { fillsIn, type Gaps, promptRow } from "./prompt-row.ts";
import type { PromptTemplate, TemplateGroup } from "./prompt-template.ts";

export interface GenerateOptions {
  readonly groups: readonly TemplateGroup[];
  /** The same seed gives the same rows on every machine. */
  readonly seed: number;
}

/** Share of each group's templates that goes to the dev split. */
const DEV_SHARE = 0.6;

/** One row to make: which of the template's questions, in which style. */
interface Step {
  readonly question: number;
  readonly style: Style;
}

const clean = (question: number): Step => ({ question, style: "clean" });
const paraphrase = (question: number): Step => ({ question, style: "paraphrase" });
const typos = (question: number): Step => ({ question, style: "typos" });

/** Rows of one template in one language. English has more, since some templates exist in English only. */
const ENGLISH_STEPS: readonly Step[] = [
  ...[clean(0), paraphrase(0), clean(1), typos(1), clean(2), paraphrase(2), clean(3), typos(3), clean(4)],
];
const OTHER_STEPS: readonly Step[] = [clean(0), paraphrase(0), clean(1), typos(1), clean(2)];
const CODE_STEPS: readonly Step[] = [0, 1, 2, 3].map((question) => ({ question, style: "pasted-code" }));

/** Makes the labelled prompts of all templates: the same rows for the same templates and seed. */
export function generatePrompts({ groups, seed }: GenerateOptions): LabelledPrompt[] {
  const splits = splitsOf({ groups, seed });
  return groups.flatMap((group) =>
    group.flatMap((template) => {
      const split = splits.get(template.name) ?? "dev";
      return LANGUAGES.flatMap((language) => rowsOf(template, language, split, seed));
    }),
  );
}

/** The split of each template, by its name: a good half of each group is for choosing. */
export function splitsOf({ groups, seed }: GenerateOptions): ReadonlyMap<string, Split> {
  return new Map(
    groups.flatMap((group, at) => {
      const splits = drawSplits(group, createRandom(seed + at));
      return group.map(({ name }, index): [string, Split] => [name, splits[index] ?? "dev"]);
    }),
  );
}

/** A template is in one split in all its languages. */
function drawSplits(group: TemplateGroup, random: Random): Split[] {
  const dev = new Set(shuffle([...group.keys()], random).slice(0, Math.round(group.length * DEV_SHARE)));
  return group.map((_, index) => (dev.has(index) ? "dev" : "test"));
}

function rowsOf(template: PromptTemplate, language: Language, split: Split, seed: number): LabelledPrompt[] {
  const wordings = template.wordings[language] ?? [];
  if (wordings.length === 0) return [];
  const random = createRandom(seedOf(`${seed} ${template.name} ${language}`));
  const questions = drawQuestions(template, language, random);
  const steps = stepsFor(template, language, wordings.length).filter(
    ({ question }) => question < questions.length,
  );
  return steps.map(({ question, style }) => {
    const reworded = style === "paraphrase" || (style === "pasted-code" && question % 2 === 1);
    const wording = reworded ? 1 + (question % Math.max(1, wordings.length - 1)) : 0;
    const gaps = questions[question] ?? {};
    return promptRow({ template, language, split, question, gaps, style, wording, random });
  });
}

function stepsFor({ pastedCode }: PromptTemplate, language: Language, wordings: number): readonly Step[] {
  if (pastedCode) return CODE_STEPS;
  const steps = language === "en" ? ENGLISH_STEPS : OTHER_STEPS;
  return wordings > 1 ? steps : steps.filter(({ style }) => style !== "paraphrase");
}

/** As many different questions as the longest list of fills allows. */
function drawQuestions({ fills }: PromptTemplate, language: Language, random: Random): Gaps[] {
  const lists = Object.entries(fills).map(([gap, fill]): [string, readonly string[]] => [
    gap,
    shuffle([...fillsIn(fill, language)], random),
  ]);
  const count = Math.max(...lists.map(([, list]) => list.length));
  return Array.from({ length: count }, (_, question) =>
    Object.fromEntries(lists.map(([gap, list]) => [gap, list[question % list.length] ?? ""])),
  );
}

/** In place. */
export function shuffle<Item>(items: Item[], random: Random): Item[] {
  for (let last = items.length - 1; last > 0; last--) {
    const other = Math.floor(random() * (last + 1));
    const [a, b] = [items[last], items[other]];
    if (a !== undefined && b !== undefined) [items[last], items[other]] = [b, a];
  }
  return items;
}

export const seedOf = (text: string) => createHash("sha256").update(text).digest().readUInt32BE(0);
