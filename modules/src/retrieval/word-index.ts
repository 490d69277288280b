import { DatabaseSync } from "node:sqlite";
import type { Passage } from "./passage.ts";

/** A passage by its place in the list, found by words. */
export interface WordMatch {
  readonly place: number;
  /** How much of the question's words it has, rare ones counting more; 0 to 1. */
  readonly cover: number;
}

export interface WordIndex {
  /** The best first, by BM25. */
  search(question: string, limit: number): readonly WordMatch[];
  close(): void;
}

const SCHEMA = `CREATE VIRTUAL TABLE passages USING
fts5(title, headings, text, tokenize = "porter unicode61 remove_diacritics 2")`;

/** A word in a title or heading says more than one in the text. */
const BEST = `SELECT rowid, bm25(passages, 2.0, 3.0, 1.0) AS badness FROM passages WHERE passages MATCH ?
ORDER BY badness, rowid LIMIT ?`;

/** Words that are asked with, and tell nothing about what is asked. */
const ASKING = new Set(
  "a an and are as at be but by can do does for from had has have how i if in into is it its me my of on or our so than that the their then there these this to was we what when where which who why will with you your".split(
    " ",
  ),
);

const MOST_WORDS = 40;

/** Words of the passages, in an SQLite FTS5 table in memory. */
export function createWordIndex(passages: readonly Passage[]): WordIndex {
  const database = new DatabaseSync(":memory:");
  database.exec(SCHEMA);
  fill(database, passages);
  const best = database.prepare(BEST);
  const holders = database.prepare("SELECT rowid FROM passages WHERE passages MATCH ?");

  function weighed(word: string): { readonly rows: ReadonlySet<number>; readonly weight: number } {
    const rows = new Set(holders.all(quoted(word)).map(({ rowid }) => Number(rowid)));
    return { rows, weight: Math.log(1 + passages.length / (rows.size + 0.5)) };
  }

  return {
    search(question, limit) {
      const words = wordsOf(question);
      if (words.length === 0) return [];
      const weights = words.map(weighed);
      const all = weights.reduce((sum, { weight }) => sum + weight, 0);
      return best.all(words.map(quoted).join(" OR "), limit).map(({ rowid }) => {
        const row = Number(rowid);
        const held = weights.reduce((sum, { rows, weight }) => sum + (rows.has(row) ? weight : 0), 0);
        return { place: row - 1, cover: held / all };
      });
    },
    close: () => database.close(),
  };
}

function fill(database: DatabaseSync, passages: readonly Passage[]): void {
  const insert = database.prepare("INSERT INTO passages (rowid, title, headings, text) VALUES (?, ?, ?, ?)");
  database.exec("BEGIN");
  for (const [place, { title, headings, text }] of passages.entries())
    insert.run(place + 1, title, headings.join(" · "), text);
  database.exec("COMMIT");
}

/** Every word is quoted when it is sought, so that nothing in a question is taken for an operator. */
function wordsOf(question: string): readonly string[] {
  const words = question.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];
  const telling = words.filter((word) => !ASKING.has(word));
  return [...new Set(telling.length > 0 ? telling : words)].slice(0, MOST_WORDS);
}

const quoted = (word: string) => `"${word}"`;
