/** An encoder reads about 256 tokens; what is longer would be found by its beginning only. */
const MOST_CHARACTERS = 1_000;

/**
 * A section in parts of at most `most` characters, cut between paragraphs, else between lines (a table's head is repeated),
 * else between characters. Code blocks are paragraphs.
 */
export function cutSection(text: string, most: number = MOST_CHARACTERS): readonly string[] {
  return gather(
    paragraphsOf(text).flatMap((paragraph) => cutParagraph(paragraph, most)),
    "\n\n",
    most,
  );
}

/** Joins neighbours as long as they fit. */
function gather(parts: readonly string[], between: string, most: number): readonly string[] {
  const gathered: string[] = [];
  for (const part of parts) {
    const last = gathered.at(-1);
    const isFitting = last !== undefined && last.length + between.length + part.length <= most;
    if (isFitting) gathered.splice(-1, 1, last + between + part);
    else gathered.push(part);
  }
  return gathered;
}

/** Parts between empty lines, which inside a code block part nothing. */
function paragraphsOf(text: string): readonly string[] {
  const paragraphs: string[][] = [[]];
  let isCode = false;
  for (const row of text.split("\n")) {
    if (/^\s*(?:```|~~~)/.test(row)) isCode = !isCode;
    if (row.trim() === "" && !isCode) paragraphs.push([]);
    else paragraphs.at(-1)?.push(row);
  }
  return paragraphs.map((rows) => rows.join("\n")).filter((paragraph) => paragraph !== "");
}

function cutParagraph(paragraph: string, most: number): readonly string[] {
  if (paragraph.length <= most) return [paragraph];
  const rows = paragraph.split("\n");
  const head = isTable(rows) ? rows.slice(0, 2).join("\n") : undefined;
  const room = head === undefined ? most : Math.max(most - head.length - 1, Math.ceil(most / 2));
  const pieces = (head === undefined ? rows : rows.slice(2)).flatMap((row) => cutRow(row, room));
  const gathered = gather(pieces, "\n", room);
  return head === undefined ? gathered : gathered.map((piece) => `${head}\n${piece}`);
}

const isTable = ([first, second]: readonly string[]) =>
  first?.trim().startsWith("|") === true && /^\s*\|?[\s:|-]+$/.test(second ?? "");

function cutRow(row: string, most: number): readonly string[] {
  const pieces: string[] = [];
  for (let rest = row; rest.length > 0; ) {
    const end = rest.length <= most ? rest.length : endOfWord(rest, most);
    pieces.push(rest.slice(0, end));
    rest = rest.slice(end).trimStart();
  }
  return pieces;
}

function endOfWord(text: string, most: number): number {
  const space = text.lastIndexOf(" ", most);
  if (space > most / 2) return space;
  // Never between the halves of one character.
  return /[\uD800-\uDBFF]/.test(text.charAt(most - 1)) ? most - 1 : most;
}
