import { findLeaks, type LabelledPrompt, type Leaks } from "../../modules/src/evaluation/index.ts";

/** What is in a set, and what leaks from one of its splits to the other. */
export interface DataCard {
  readonly rows: number;
  readonly templates: number;
  /** By field, then by value: rows of the dev and of the test split. */
  readonly counts: readonly CardCount[];
  readonly leaks: Leaks;
}

export interface CardCount {
  readonly field: string;
  readonly value: string;
  readonly dev: number;
  readonly test: number;
}

const FIELDS = ["target", "complexity", "language", "style", "edgeCase"] as const;

export function dataCard(rows: readonly LabelledPrompt[]): DataCard {
  return {
    rows: rows.length,
    templates: new Set(rows.map(({ template }) => template)).size,
    counts: FIELDS.flatMap((field) => {
      const groups = Map.groupBy(rows, (row) => row[field]);
      return [...groups].flatMap(([value, group]) =>
        value === undefined ? [] : [{ field: NAMES[field], value, ...bySplit(group) }],
      );
    }),
    leaks: findLeaks(rows),
  };
}

const NAMES: Readonly<Record<(typeof FIELDS)[number], string>> = {
  target: "target",
  complexity: "class",
  language: "language",
  style: "style",
  edgeCase: "edge case",
};

const bySplit = (rows: readonly LabelledPrompt[]) => ({
  dev: rows.filter(({ split }) => split === "dev").length,
  test: rows.filter(({ split }) => split === "test").length,
});

/** The card as Markdown. */
export function cardLines({ rows, templates, counts, leaks }: DataCard): string[] {
  const { exact, near, repeated, placeholders } = leaks;
  return [
    `${rows} prompts of ${templates} templates.`,
    "",
    "| | | dev | test |",
    "| --- | --- | ---: | ---: |",
    ...counts.map(({ field, value, dev, test }) => `| ${field} | ${value} | ${dev} | ${test} |`),
    "",
    `Leaks: ${exact.length} test prompts word for word in dev, ${near.length} nearly so, ${leaks.templates.length} templates in both splits, ${repeated.length} prompts twice in a split, ${placeholders.length} open gaps.`,
    ...[...exact, ...near].slice(0, NAMED).map(({ dev, test }) => `- ${test} of test is like ${dev} of dev`),
    ...leaks.templates.slice(0, NAMED).map((template) => `- ${template} is in both splits`),
    ...repeated.slice(0, NAMED).map(({ first, again }) => `- ${again} says the same as ${first}`),
    ...placeholders.slice(0, NAMED).map(({ id, found }) => `- ${id} has an open gap: ${found}`),
  ];
}

/** Of each kind of leak. */
const NAMED = 10;
