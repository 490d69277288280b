/** A line or a sentence, and the white space that parts it from the next. */
export interface Segment {
  readonly text: string;
  readonly gap: string;
}

/** The ends of lines, and the ends of sentences within them. */
const BREAK = /(?<=[.!?…。！？؟;])\s+|(?<=[。！？])|\n\s*/gu;

/** Lines, and sentences within them; together they are the text again. */
export function splitSegments(text: string): readonly Segment[] {
  const segments: Segment[] = [];
  let from = 0;
  for (const { 0: gap, index } of text.matchAll(BREAK)) {
    segments.push({ text: text.slice(from, index), gap });
    from = index + gap.length;
  }
  segments.push({ text: text.slice(from), gap: "" });
  return segments;
}
