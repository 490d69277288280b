/** What is wrong with a query: its form, its meaning, or its size. */
export type KqlProblem = "SyntaxError" | "SemanticError" | "LimitError";

/** A query that cannot be run, with the place in its text. */
export class KqlError extends Error {
  readonly problem: KqlProblem;
  /** Characters before the place. */
  readonly offset: number;

  constructor(problem: KqlProblem, message: string, offset: number) {
    super(message);
    this.name = "KqlError";
    this.problem = problem;
    this.offset = offset;
  }
}

export const syntaxError = (message: string, offset: number): KqlError =>
  new KqlError("SyntaxError", message, offset);

export const semanticError = (message: string, offset: number): KqlError =>
  new KqlError("SemanticError", message, offset);

export const limitError = (message: string, offset: number): KqlError =>
  new KqlError("LimitError", message, offset);

/** Line and column of an offset, both from 1 on. */
export function placeOf(text: string, offset: number): { readonly line: number; readonly column: number } {
  const before = text.slice(0, offset);
  const line = before.split("\n").length;
  return { line, column: offset - before.lastIndexOf("\n") };
}
