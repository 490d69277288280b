import { SettingsError } from "../core/errors.ts";
import { createRandom, type Random } from "../core/random.ts";
import { findLeaks, type Leaks } from "../evaluation/find-leaks.ts";
import type { LabelPrompt } from "../routers/label-prompt.ts";
import type { Target } from "../routers/router.ts";
import type { ChatExample } from "./chat-example.ts";
import { exampleOf, tuningPrompt } from "./tuning-prompt.ts";

/** A prompt and where it should go. */
export interface TuningRow {
  readonly prompt: string;
  readonly target: Target;
  readonly id?: string;
  /** Rows of one template are alike: they go to the same file. */
  readonly template?: string;
}

export interface PrepareOptions {
  /** How the router is asked; default `tuningPrompt`. */
  readonly prompt?: LabelPrompt;
  /** Share of rows that stay local, 0 to 1: rows of the side that has too many are left out. Absent = as the rows come. */
  readonly localRatio?: number;
  /** Share of rows for the validation file, 0 to 0.5. Default 0.1. */
  readonly validationShare?: number;
  /** Draws which rows are left out, and which validate. Default 42. */
  readonly seed?: number;
  /** Rows that the tuned router will be judged on: none of them may be given away. */
  readonly heldOut?: readonly TuningRow[];
}

/** How many rows there are, by where they should go. */
export type TargetCounts = Readonly<Record<Target, number>>;

/** Rows made ready for fine-tuning. */
export interface PreparedFineTuning {
  readonly training: readonly ChatExample[];
  readonly validation: readonly ChatExample[];
  readonly counts: { readonly training: TargetCounts; readonly validation: TargetCounts };
  /** Rows left out: said before, but for case and blanks; or too many of their side. */
  readonly leftOut: { readonly repeated: number; readonly overRatio: number };
  /** What the rows, or the two files, give away of each other; `count` should be 0. */
  readonly leaks: { readonly heldOut: Leaks; readonly validation: Leaks };
}

/**
 * Makes examples of labelled prompts: without repetitions, in the wanted mix, split into training and validation by whole
 * templates, and looked through for what they give away. The same rows and seed give the same files.
 * @throws SettingsError for a share out of range, rows of one side only, or a prompt with two targets.
 */
export function prepareFineTuning(
  rows: readonly TuningRow[],
  options: PrepareOptions = {},
): PreparedFineTuning {
  const { prompt = tuningPrompt, localRatio, validationShare = 0.1, seed = 42, heldOut = [] } = options;
  checkShares(localRatio, validationShare);
  const random = createRandom(seed);
  const distinct = withoutRepeats(rows.map(named));
  checkTargets(distinct);
  const mixed = localRatio === undefined ? distinct : mixTo(localRatio, distinct, random);
  const validating = drawGroups(mixed, validationShare, random);
  const training = mixed.filter((row) => !validating.has(row));
  const validation = mixed.filter((row) => validating.has(row));
  const toExample = ({ prompt: question, target }: TuningRow) => exampleOf(question, target, prompt);
  return {
    training: training.map(toExample),
    validation: validation.map(toExample),
    counts: { training: countTargets(training), validation: countTargets(validation) },
    leftOut: { repeated: rows.length - distinct.length, overRatio: distinct.length - mixed.length },
    leaks: { heldOut: leaksOf(mixed, heldOut.map(named)), validation: leaksOf(training, validation) },
  };
}

type NamedRow = TuningRow & { readonly id: string };

const named = (row: TuningRow, index: number): NamedRow => ({ ...row, id: row.id ?? `row ${index + 1}` });

function checkShares(localRatio: number | undefined, validationShare: number): void {
  if (localRatio !== undefined && !(localRatio > 0 && localRatio < 1))
    throw new SettingsError([`The local ratio must lie between 0 and 1, and is ${localRatio}.`]);
  if (!(validationShare >= 0 && validationShare <= 0.5))
    throw new SettingsError([`The validation share must lie between 0 and 0.5, and is ${validationShare}.`]);
}

function withoutRepeats(rows: readonly NamedRow[]): NamedRow[] {
  const first = new Map<string, NamedRow>();
  const problems: string[] = [];
  for (const row of rows) {
    const text = row.prompt.trim().toLowerCase().replace(/\s+/g, " ");
    const before = first.get(text);
    if (!before) first.set(text, row);
    else if (before.target !== row.target)
      problems.push(`${before.id} and ${row.id} have the same prompt, and different targets.`);
  }
  if (problems.length > 0) throw new SettingsError(problems.slice(0, 10), "Keep one of them.");
  return [...first.values()];
}

function checkTargets(rows: readonly NamedRow[]): void {
  const { local, cloud } = countTargets(rows);
  if (local > 0 && cloud > 0) return;
  throw new SettingsError(
    [`There are ${local} rows for local and ${cloud} for cloud.`],
    "A router learns from rows of both.",
  );
}

const countTargets = (rows: readonly TuningRow[]): TargetCounts => ({
  local: rows.filter(({ target }) => target === "local").length,
  cloud: rows.filter(({ target }) => target === "cloud").length,
});

/** Leaves rows of one side out, drawn by lot, until the mix is right. */
function mixTo(localRatio: number, rows: readonly NamedRow[], random: Random): NamedRow[] {
  const { local, cloud } = countTargets(rows);
  const all = Math.min(local / localRatio, cloud / (1 - localRatio));
  const wanted = { local: Math.round(all * localRatio), cloud: Math.round(all * (1 - localRatio)) };
  const kept = new Set(
    (["local", "cloud"] as const).flatMap((target) =>
      shuffled(
        rows.filter((row) => row.target === target),
        random,
      ).slice(0, wanted[target]),
    ),
  );
  return rows.filter((row) => kept.has(row));
}

/** Draws whole templates until they hold the share of rows. */
function drawGroups(rows: readonly NamedRow[], share: number, random: Random): ReadonlySet<NamedRow> {
  const wanted = Math.round(rows.length * share);
  const drawn = new Set<NamedRow>();
  const groups = [...Map.groupBy(rows, ({ template, id }) => template ?? id).values()];
  for (const group of shuffled(groups, random)) {
    if (drawn.size >= wanted) break;
    for (const row of group) drawn.add(row);
  }
  return drawn;
}

function shuffled<T>(items: readonly T[], random: Random): T[] {
  return items
    .map((item) => ({ item, lot: random() }))
    .sort((a, b) => a.lot - b.lot)
    .map(({ item }) => item);
}

/** Ids of the two sides may be alike; a leak names rows, so they are told apart. */
function leaksOf(training: readonly NamedRow[], other: readonly NamedRow[]): Leaks {
  return findLeaks([
    ...training.map(({ id, prompt, template }) => ({
      id,
      prompt,
      split: "dev" as const,
      ...withTemplate(template),
    })),
    ...other.map(({ id, prompt, template }) => ({
      id,
      prompt,
      split: "test" as const,
      ...withTemplate(template),
    })),
  ]);
}

const withTemplate = (template: string | undefined) => (template === undefined ? {} : { template });
