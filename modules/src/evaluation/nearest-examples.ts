import type { Labelled } from "./labelled-prompt.ts";

/** Gives a vector for each text. Vectors of texts with like meaning point the same way. */
export type Embed = (texts: readonly string[]) => Promise<readonly ArrayLike<number>[]>;

export interface NearestExample<Row extends Labelled = Labelled> {
  readonly row: Row;
  /** Cosine of the vectors, or without an `embed` the share of common words (rare ones count more), 1 for the same text. */
  readonly likeness: number;
}

export interface NearestOptions {
  /** How many. Default 5. */
  readonly count?: number;
  /** Without it, texts are alike that have words in common. */
  readonly embed?: Embed | undefined;
}

/** The labelled rows most like a text, nearest first; by words, those that have none in common with it are left out. */
export async function nearestExamples<Row extends Labelled>(
  query: string,
  rows: readonly Row[],
  { count = 5, embed }: NearestOptions = {},
): Promise<NearestExample<Row>[]> {
  const likenesses = embed ? await likeMeanings(query, rows, embed) : likeWords(query, rows);
  return rows
    .map((row, at) => ({ row, likeness: likenesses[at] ?? 0 }))
    .filter(({ likeness }) => embed !== undefined || likeness > 0)
    .sort((a, b) => b.likeness - a.likeness)
    .slice(0, count);
}

async function likeMeanings(query: string, rows: readonly Labelled[], embed: Embed): Promise<number[]> {
  const [vector = [], ...others] = await embed([query, ...rows.map(({ prompt }) => prompt)]);
  return others.map((other) => cosine(vector, other));
}

function cosine(one: ArrayLike<number>, other: ArrayLike<number>): number {
  let [product, ones, others] = [0, 0, 0];
  for (let at = 0; at < one.length; at++) {
    const [a, b] = [one[at] ?? 0, other[at] ?? 0];
    product += a * b;
    ones += a * a;
    others += b * b;
  }
  return ones === 0 || others === 0 ? 0 : product / Math.sqrt(ones * others);
}

function likeWords(query: string, rows: readonly Labelled[]): number[] {
  const wanted = wordSet(query);
  const sets = rows.map(({ prompt }) => wordSet(prompt));
  const frequencies = new Map<string, number>();
  for (const set of sets) for (const word of set) frequencies.set(word, (frequencies.get(word) ?? 0) + 1);
  const weightOf = (word: string) => Math.log(1 + rows.length / (1 + (frequencies.get(word) ?? 0)));
  const sum = (words: ReadonlySet<string>) => [...words].reduce((total, word) => total + weightOf(word), 0);
  return sets.map((set) => {
    const all = sum(wanted.union(set));
    return all === 0 ? 0 : sum(wanted.intersection(set)) / all;
  });
}

/** Words in lower case, without accents. */
const wordSet = (text: string): ReadonlySet<string> =>
  new Set(
    text
      .normalize("NFKD")
      .replace(/\p{M}+/gu, "")
      .toLowerCase()
      .match(/[\p{L}\p{N}]+/gu) ?? [],
  );
