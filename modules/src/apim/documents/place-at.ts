import type { SourcePosition } from "./policy-element.ts";

/** Line and column of an index into a text. */
export function placeAt(text: string, index: number, file: string): SourcePosition {
  const lines = text.slice(0, index).split("\n");
  return { file, line: lines.length, column: (lines[lines.length - 1] ?? "").length + 1 };
}

/** The place behind a piece of text that begins at `position`. */
export function placeBehind({ file, line, column }: SourcePosition, passed: string): SourcePosition {
  const lines = passed.split("\n");
  const last = (lines[lines.length - 1] ?? "").length;
  return lines.length === 1
    ? { file, line, column: column + last }
    : { file, line: line + lines.length - 1, column: last + 1 };
}
