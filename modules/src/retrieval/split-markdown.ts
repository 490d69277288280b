/** A part of a text under one heading. */
export interface Section {
  /** Headings above it, outermost first. */
  readonly headings: readonly string[];
  /** Line of its first text, from 1. */
  readonly line: number;
  readonly text: string;
}

/** Splits Markdown at its headings; what looks like one inside a code block is none. Sections without text are left out. */
export function splitMarkdown(markdown: string, above: readonly string[] = []): readonly Section[] {
  const sections: Section[] = [];
  let headings = above;
  let line = 1;
  let text: string[] = [];
  const finish = () => {
    const blank = text.findIndex((row) => row.trim() !== "");
    if (blank >= 0) sections.push({ headings, line: line + blank, text: text.join("\n").trim() });
  };
  for (const { row, number, heading } of rowsOf(markdown)) {
    if (heading === undefined) {
      text.push(row);
      continue;
    }
    finish();
    headings = [...headings.slice(0, heading.level - 1), heading.title];
    line = number + 1;
    text = [];
  }
  finish();
  return sections;
}

/** Headings that hold at the end of a text: what the next cell of a notebook stands under. */
export function headingsAfter(markdown: string, above: readonly string[]): readonly string[] {
  return rowsOf(markdown).reduce(
    (held, { heading }) => (heading ? [...held.slice(0, heading.level - 1), heading.title] : held),
    above,
  );
}

interface Row {
  readonly row: string;
  readonly number: number;
  readonly heading: { readonly level: number; readonly title: string } | undefined;
}

function rowsOf(markdown: string): readonly Row[] {
  let fence: string | undefined;
  return markdown.split(/\r?\n/).map((row, index) => {
    const mark = /^\s*(```+|~~~+)/.exec(row)?.[1];
    const isCode = fence !== undefined || mark !== undefined;
    if (fence === undefined) fence = mark;
    else if (mark?.startsWith(fence)) fence = undefined;
    return { row, number: index + 1, heading: isCode ? undefined : headingOf(row) };
  });
}

function headingOf(row: string): Row["heading"] {
  const [, marks, title] = /^(#{1,6})\s+(.*?)\s*#*\s*$/.exec(row) ?? [];
  return marks === undefined || !title ? undefined : { level: marks.length, title };
}
