import { readFileSync } from "node:fs";
import { basename } from "node:path";
import type { z } from "zod";
import { SettingsError } from "../core/errors.ts";

export interface JsonLinesOptions<Row> {
  readonly schema: z.ZodType<Row>;
  /** What the rows are, in a message: `prompts`. */
  readonly what: string;
  /** What to do when the file is not there. */
  readonly hint?: string;
  /** What must differ from row to row. */
  readonly idOf?: (row: Row) => string;
}

/** A file of another kind has a problem on each line; ten say as much as ten thousand. */
const NAMED_PROBLEMS = 10;

/**
 * Reads one JSON object a line; empty lines are passed over.
 * @throws SettingsError naming file, line and field.
 */
export function readJsonLines<Row>(file: string, options: JsonLinesOptions<Row>): Row[] {
  const { schema, what, hint, idOf } = options;
  const name = basename(file);
  const problems: string[] = [];
  const rows: Row[] = [];
  const lineOf = new Map<string, number>();
  for (const { line, value } of readJsonValues(file, options)) {
    if (typeof value !== "object" || value === null) {
      problems.push(`${name} line ${line}: is no JSON object.`);
      continue;
    }
    const parsed = schema.safeParse(value);
    if (!parsed.success) {
      problems.push(`${name} line ${line}: ${describeIssue(parsed.error)}`);
      continue;
    }
    const id = idOf?.(parsed.data);
    const before = id === undefined ? undefined : lineOf.get(id);
    if (before !== undefined) problems.push(`${name} line ${line}: id "${id}" is on line ${before} already.`);
    if (id !== undefined) lineOf.set(id, line);
    rows.push(parsed.data);
  }
  if (problems.length > 0) throw new SettingsError(shortenProblems(problems));
  if (rows.length === 0) throw new SettingsError([`The ${what} file ${name} has no rows.`], hint);
  return rows;
}

/** A line's JSON value, or `undefined` where the line is none. */
export interface JsonLine {
  /** Counted from 1. */
  readonly line: number;
  readonly value: unknown;
}

/**
 * The values of a file's lines, whatever they are; empty lines are passed over, and so is a byte order mark.
 * @throws SettingsError when the file cannot be read.
 */
export function readJsonValues(
  file: string,
  { what, hint }: Pick<JsonLinesOptions<never>, "what" | "hint">,
): JsonLine[] {
  const lines = readText(file, what, hint)
    .replace(/^\uFEFF/, "")
    .split("\n");
  return lines.flatMap((text, index) =>
    text.trim() === "" ? [] : [{ line: index + 1, value: parseJson(text) }],
  );
}

function readText(file: string, what: string, hint: string | undefined): string {
  try {
    return readFileSync(file, "utf8");
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? "unknown reason";
    throw new SettingsError([`The ${what} file ${basename(file)} cannot be read (${code}).`], hint);
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // The schema refuses it and its line is named.
    return undefined;
  }
}

function describeIssue(error: z.ZodError): string {
  const issue = error.issues[0];
  const field = issue?.path.join(".");
  return field ? `${field}: ${issue?.message}.` : `${issue?.message ?? "is no JSON object"}.`;
}

/** Ten problems, and how many more there are. */
export function shortenProblems(problems: readonly string[]): string[] {
  const more = problems.length - NAMED_PROBLEMS;
  if (more <= 0) return [...problems];
  return [...problems.slice(0, NAMED_PROBLEMS), `and ${more} more of this file.`];
}
