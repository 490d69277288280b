/** Characters of a query that are looked at: enough for any signal, and a bound on the time taken. */
export const READ_CHARACTERS = 4000;

/** Stands where the middle was left out. */
const SEAM = "\n";
export const SEAM_CHARACTERS = SEAM.length;

/** Longer runs without white space are no words; they may be cut anywhere. */
const LONGEST_WORD = 60;

/**
 * The part of a query that is looked at: all of it, or its two ends, because a question stands before or after what was
 * pasted. No word is cut in two.
 */
export function cutText(query: string, characters: number = READ_CHARACTERS): string {
  if (query.length <= characters) return query;
  const half = Math.floor(characters / 2);
  return `${query.slice(0, wordEnd(query, half))}${SEAM}${query.slice(wordStart(query, query.length - half))}`;
}

/** The same, for readers whose bound is in bytes of UTF-8. */
export function cutToBytes(query: string, bytes: number): string {
  let text = cutText(query, bytes);
  for (let size = Buffer.byteLength(text); size > bytes; size = Buffer.byteLength(text))
    text = cutText(query, Math.floor((text.length * bytes) / size) - 1);
  return text;
}

function wordEnd(text: string, at: number): number {
  for (let end = at; end > at - LONGEST_WORD; end--) if (isSpace(text, end)) return end;
  return at;
}

function wordStart(text: string, at: number): number {
  for (let start = at; start < at + LONGEST_WORD; start++) if (isSpace(text, start - 1)) return start;
  return at;
}

const isSpace = (text: string, at: number) => /\s/.test(text.charAt(at));
