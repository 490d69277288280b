import { SettingsError } from "../../modules/src/core/errors.ts";
import { createRandom, type Random } from "../../modules/src/core/random.ts";
import { findLeaks } from "../../modules/src/evaluation/find-leaks.ts";
import type { LabelledPrompt, Language, Split, Style } from "../../modules/src/evaluation/labelled-prompt.ts";
import type { Target } from "../../modules/src/routers/router.ts";
import { seedOf, shuffle, splitsOf } from "./generate-prompts.ts";
import { makePrompts, PROMPT_SEED } from "./make-prompts.ts";
import { fillsIn, type Gaps, promptRow } from "./prompt-row.ts";
import type { PromptTemplate, TemplateGroup } from "./prompt-template.ts";
import { edgeCloud } from "./templates/edge-cloud.ts";
import { edgeLocal } from "./templates/edge-local.ts";
import { templateGroups } from "./templates/index.ts";

/** What a set is for: an encoder that learns classes, or a small language model, which is shown edge cases too. */
export const SET_KINDS = ["bert", "phi"] as const;
export type SetKind = (typeof SET_KINDS)[number];

/** Share of rows that stay local, where nothing else is asked for. */
export const LOCAL_RATIOS: Readonly<Record<SetKind, number>> = { bert: 0.5, phi: 0.45 };

export interface GenerateSetOptions {
  readonly kind: SetKind;
  readonly count: number;
  /** Other seeds give other questions, wordings and slips; the split of a template is always that of the shipped set. */
  readonly seed: number;
  /** Share of rows with the target local, 0 to 1. */
  readonly localRatio: number;
  readonly languages: readonly Language[];
}

export interface GeneratedSet {
  readonly rows: readonly LabelledPrompt[];
  /** Rows that were made and left out, since they say what another row says. */
  readonly leftOut: number;
}

/** The groups whose templates a kind uses. */
const groupsOf = (kind: SetKind): readonly TemplateGroup[] =>
  kind === "phi" ? [...templateGroups, edgeLocal, edgeCloud] : templateGroups;

/**
 * Makes so many labelled prompts: the same for the same options, none twice, none that gives a prompt of the other split
 * away, be it of this set or of the shipped one.
 * @throws SettingsError when the templates do not give so many.
 */
export function generateSet(options: GenerateSetOptions): GeneratedSet {
  const { kind, count, localRatio } = options;
  const local = Math.round(count * localRatio);
  const queues: Readonly<Record<Target, Queue>> = {
    local: rowQueue("local", options),
    cloud: rowQueue("cloud", options),
  };
  const wanted: Readonly<Record<Target, number>> = { local, cloud: count - local };
  const shipped = makePrompts();
  let rows: LabelledPrompt[] = [];
  let made = 0;
  for (;;) {
    const more = (["local", "cloud"] as const).flatMap((target) =>
      queues[target].take(wanted[target] - rows.filter((row) => row.target === target).length),
    );
    made += more.length;
    rows = withoutLeaks([...rows, ...more], shipped);
    if (rows.length === count) break;
    if (more.length === 0) throw tooMany(kind, rows, wanted);
  }
  return { rows: rows.sort((a, b) => (a.id < b.id ? -1 : 1)), leftOut: made - count };
}

interface Queue {
  /** The next rows, fewer when there are no more. */
  take(count: number): LabelledPrompt[];
}

/** Rows of one target, each template and language in turn. */
function rowQueue(target: Target, { kind, seed, languages }: GenerateSetOptions): Queue {
  const groups = groupsOf(kind);
  const splits = splitsOf({ groups, seed: PROMPT_SEED });
  const templates = groups.flat().filter((template) => template.target === target);
  const random = createRandom(seedOf(`${seed} ${kind} ${target}`));
  const sources = shuffle(templates, random).map((template) =>
    inTurn(
      shuffle(
        languages.map((language) => rowsOf(template, language, splits.get(template.name) ?? "dev", seed)),
        random,
      ),
    ),
  );
  const all = inTurn(sources);
  return { take: (count) => Array.from({ length: count }, () => all.next().value ?? []).flat() };
}

/** One of each source after the other, as long as there are any. */
function* inTurn<Item>(sources: readonly Iterator<Item, void>[]): Generator<Item, void> {
  let open = [...sources];
  while (open.length > 0) {
    const left: Iterator<Item, void>[] = [];
    for (const source of open) {
      const next = source.next();
      if (next.done) continue;
      left.push(source);
      yield next.value;
    }
    open = left;
  }
}

/** All rows of a template in a language: new questions first, the same question in other words and with slips later. */
function* rowsOf(
  template: PromptTemplate,
  language: Language,
  split: Split,
  seed: number,
): Generator<LabelledPrompt, void> {
  const wordings = template.wordings[language]?.length ?? 0;
  if (wordings === 0) return;
  const random = createRandom(seedOf(`${seed} ${template.name} ${language}`));
  const questions = [...questionsOf(template, language, random).entries()];
  for (const round of roundsOf(wordings, template.pastedCode ?? false))
    for (const [question, gaps] of questions)
      for (const { style, wording } of round(question)) {
        const row = promptRow({ template, language, split, question, gaps, style, wording, random });
        yield marked(template, row, wording);
      }
}

interface Version {
  readonly style: Style;
  readonly wording: number;
}

/** Which versions of a question are made in each round over all questions. */
function roundsOf(wordings: number, pastedCode: boolean): ((question: number) => readonly Version[])[] {
  const reworded = Array.from({ length: wordings - 1 }, (_, at) => at + 1);
  const all = (style: Style, which: readonly number[]) =>
    which.map((wording): Version => ({ style, wording }));
  if (pastedCode) return [() => all("pasted-code", [0, ...reworded])];
  const paraphrases = all("paraphrase", reworded);
  const slips = all("typos", [0]);
  return [
    (question) => [...all("clean", [0]), ...(question % 2 === 0 ? paraphrases : slips)],
    (question) => (question % 2 === 0 ? slips : paraphrases),
    () => all("typos", reworded),
  ];
}

/** A row with what its template says of it, and an id that no other wording has. */
function marked({ name, edgeCase }: PromptTemplate, row: LabelledPrompt, wording: number): LabelledPrompt {
  return {
    ...row,
    id: wording > 0 ? `${row.id}-${wording + 1}` : row.id,
    queryType: name.split("-")[0] ?? name,
    ...(edgeCase && { edgeCase }),
  };
}

/** More combinations of fills than this are as good as repeated. */
const MOST_QUESTIONS = 40;

/** Every combination of fills, shuffled. */
function questionsOf({ fills }: PromptTemplate, language: Language, random: Random): Gaps[] {
  const combinations = Object.entries(fills).reduce<Gaps[]>(
    (made, [gap, fill]) =>
      made.flatMap((gaps) => fillsIn(fill, language).map((text) => ({ ...gaps, [gap]: text }))),
    [{}],
  );
  return shuffle(combinations, random).slice(0, MOST_QUESTIONS);
}

/** Drops what is there twice, and of each pair across the splits the row for choosing; the shipped rows stay. */
function withoutLeaks(rows: readonly LabelledPrompt[], shipped: readonly LabelledPrompt[]): LabelledPrompt[] {
  const own = new Set(rows.map(({ id }) => id));
  const of = (all: readonly LabelledPrompt[], split: Split) => all.filter((row) => row.split === split);
  const apart = shipped.map((row) => ({ ...row, id: `shipped ${row.id}` }));
  const leaks = [
    findLeaks(rows),
    findLeaks([...of(rows, "dev"), ...of(apart, "test")]),
    findLeaks([...of(apart, "dev"), ...of(rows, "test")]),
  ];
  const [open] = leaks[0]?.placeholders ?? [];
  if (open) throw new SettingsError([`${open.id} has an open gap: ${open.found}.`]);
  const dropped = new Set(
    leaks.flatMap(({ exact, near, repeated }) => [
      ...[...exact, ...near].map(({ dev, test }) => (own.has(dev) ? dev : test)),
      ...repeated.filter(({ first }) => own.has(first)).map(({ again }) => again),
    ]),
  );
  return rows.filter(({ id, variantOf = id }) => !dropped.has(id) && !dropped.has(variantOf));
}

function tooMany(
  kind: SetKind,
  rows: readonly LabelledPrompt[],
  wanted: Readonly<Record<Target, number>>,
): SettingsError {
  const found = (target: Target) => rows.filter((row) => row.target === target).length;
  const short = (["local", "cloud"] as const).find((target) => found(target) < wanted[target]) ?? "local";
  return new SettingsError(
    [`The templates of ${kind} give ${found(short)} ${short} prompts, not ${wanted[short]}.`],
    "Ask for fewer with --count, for another --local-ratio or for more --languages.",
  );
}
