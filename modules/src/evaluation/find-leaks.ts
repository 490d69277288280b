import type { Split } from "./labelled-prompt.ts";

/** What is needed to look for leaks. */
export interface LeakRow {
  readonly id: string;
  readonly prompt: string;
  readonly split: Split;
  readonly template?: string;
}

export interface LeakPair {
  readonly dev: string;
  readonly test: string;
  /** Share of common pieces, 0 to 1. */
  readonly likeness: number;
}

/** What makes a test score look better than it is. Lists of row ids; all empty is what one wants. */
export interface Leaks {
  /** The same text in both splits, but for case, accents and punctuation. */
  readonly exact: readonly LeakPair[];
  /** Nearly the same text in both splits; figures count as equal. */
  readonly near: readonly LeakPair[];
  /** Templates with rows in both splits. */
  readonly templates: readonly string[];
  /** Rows of one split with the same text. */
  readonly repeated: readonly { readonly first: string; readonly again: string }[];
  /** Rows in which a gap was left open: `{city}`, `{{name}}`, `<NAME>`, `undefined`. */
  readonly placeholders: readonly { readonly id: string; readonly found: string }[];
  /** All of the above together. */
  readonly count: number;
}

export interface FindLeaksOptions {
  /** Share of common pieces (Jaccard, of four characters each) from which two prompts are nearly the same. Default 0.7. */
  readonly nearFrom?: number;
}

/** Looks for test questions that the dev split gives away, and for rows that a generator left unfinished. */
export function findLeaks(rows: readonly LeakRow[], options: FindLeaksOptions = {}): Leaks {
  const { nearFrom = 0.7 } = options;
  const dev = rows.filter(({ split }) => split === "dev").map(prepare);
  const test = rows.filter(({ split }) => split === "test").map(prepare);
  const exact = exactPairs(dev, test);
  const known = new Set(exact.map((pair) => `${pair.dev} ${pair.test}`));
  const near = nearPairs(dev, test, nearFrom).filter((pair) => !known.has(`${pair.dev} ${pair.test}`));
  const templates = sharedTemplates(rows);
  const repeated = [...repeatedIn(dev), ...repeatedIn(test)];
  const placeholders = rows.flatMap(({ id, prompt }) => {
    const found = prompt.match(OPEN_GAP)?.[0];
    return found === undefined ? [] : [{ id, found }];
  });
  const count = exact.length + near.length + templates.length + repeated.length + placeholders.length;
  return { exact, near, templates, repeated, placeholders, count };
}

const OPEN_GAP = /(?<!\$)\{\{?\s*[a-z_]\w*\s*\}\}?|<[A-Z][A-Z_]{2,}>|\[object Object\]|\bundefined\b/;

interface Prepared {
  readonly id: string;
  readonly text: string;
  readonly pieces: ReadonlySet<string>;
}

const PIECE_LENGTH = 4;

function prepare({ id, prompt }: LeakRow): Prepared {
  const text = bareText(prompt);
  const masked = text.replace(/\d+/g, "0");
  const pieces = new Set<string>();
  for (let at = 0; at === 0 || at + PIECE_LENGTH <= masked.length; at++)
    pieces.add(masked.slice(at, at + PIECE_LENGTH));
  return { id, text, pieces };
}

/** Lower case without accents and punctuation; signs of arithmetic and code stay, they change the question. */
function bareText(prompt: string): string {
  return prompt
    .normalize("NFKD")
    .replace(/\p{M}+/gu, "")
    .toLowerCase()
    .replace(/[\s.,;:!?¿¡"'’“”„«»…]+/gu, " ")
    .trim();
}

function exactPairs(dev: readonly Prepared[], test: readonly Prepared[]): LeakPair[] {
  const byText = Map.groupBy(dev, ({ text }) => text);
  return test.flatMap(({ id, text }) =>
    (byText.get(text) ?? []).map((row) => ({ dev: row.id, test: id, likeness: 1 })),
  );
}

/** Counts common pieces by an index of the dev rows, so that rows without any in common cost nothing. */
function nearPairs(dev: readonly Prepared[], test: readonly Prepared[], nearFrom: number): LeakPair[] {
  const index = new Map<string, number[]>();
  for (const [at, { pieces }] of dev.entries()) {
    for (const piece of pieces) {
      const list = index.get(piece);
      if (list) list.push(at);
      else index.set(piece, [at]);
    }
  }
  return test.flatMap(({ id, pieces }) => {
    const common = new Map<number, number>();
    for (const piece of pieces)
      for (const at of index.get(piece) ?? []) common.set(at, (common.get(at) ?? 0) + 1);
    return [...common].flatMap(([at, count]) => {
      const row = dev[at];
      const likeness = row ? count / (row.pieces.size + pieces.size - count) : 0;
      return row && likeness >= nearFrom ? [{ dev: row.id, test: id, likeness }] : [];
    });
  });
}

function sharedTemplates(rows: readonly LeakRow[]): string[] {
  const namesIn = (split: Split) =>
    new Set(rows.flatMap((row) => (row.split === split && row.template ? [row.template] : [])));
  return [...namesIn("dev").intersection(namesIn("test"))];
}

function repeatedIn(rows: readonly Prepared[]): { first: string; again: string }[] {
  return [...Map.groupBy(rows, ({ text }) => text).values()].flatMap(([first, ...others]) =>
    others.map(({ id }) => ({ first: first?.id ?? "", again: id })),
  );
}
