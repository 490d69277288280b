import type { FullRow } from "./full-row.ts";

/** Letters at the start of a question by which it is looked up. */
const KEY_LENGTH = 30;

/**
 * Finds the question of another benchmark that a question quotes: collections such as RouterArena repeat questions of MMLU
 * and GSM8K inside a longer prompt.
 */
export function createQuoteFinder(rows: readonly FullRow[]): (row: FullRow) => FullRow | undefined {
  const byKey = Map.groupBy(
    rows
      .map((row) => ({ row, stem: bareText(stemOf(row.prompt)) }))
      .filter(({ stem }) => stem.length >= KEY_LENGTH),
    ({ stem }) => stem.slice(0, KEY_LENGTH),
  );
  return ({ benchmark, prompt }) => {
    const text = bareText(prompt);
    for (let at = 0; at !== -1 && at + KEY_LENGTH <= text.length; at = nextWord(text, at)) {
      const found = byKey
        .get(text.slice(at, at + KEY_LENGTH))
        ?.find(({ row, stem }) => row.benchmark !== benchmark && text.startsWith(stem, at));
      if (found) return found.row;
    }
    return undefined;
  };
}

/** The question without its choices. */
const stemOf = (prompt: string) => prompt.split("\nA. ")[0] ?? prompt;

const bareText = (text: string) =>
  text
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, " ")
    .trim();

const nextWord = (text: string, at: number) => {
  const space = text.indexOf(" ", at);
  return space === -1 ? -1 : space + 1;
};
