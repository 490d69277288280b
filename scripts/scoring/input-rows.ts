import { basename } from "node:path";
import { SettingsError } from "../../modules/src/core/errors.ts";
import { shortenProblems } from "../../modules/src/evaluation/read-json-lines.ts";
import { readLines } from "./line-reader.ts";

/** One row of a file to be scored: a prompt, and whatever else it holds. */
export interface InputRow {
  /** Line of the file, counted from 1. */
  readonly line: number;
  readonly prompt: string;
  readonly fields: Readonly<Record<string, unknown>>;
}

/**
 * Reads the whole file once and keeps nothing of it: a bad line at its end is found before the first row is scored.
 * @returns how many rows there are.
 * @throws SettingsError naming each line that holds no prompt.
 */
export async function checkRows(file: string): Promise<number> {
  const problems: string[] = [];
  let rows = 0;
  for await (const { number, text } of readLines(file)) {
    if (text.trim() === "") continue;
    rows += 1;
    const read = parseRow(number, text);
    if (typeof read === "string") problems.push(`${basename(file)} line ${number} ${read}.`);
  }
  if (problems.length > 0) throw new SettingsError(shortenProblems(problems), ROWS_HINT);
  if (rows === 0) throw new SettingsError([`${basename(file)} has no rows.`], ROWS_HINT);
  return rows;
}

const ROWS_HINT = 'Each line is one JSON object with a "prompt".';

/** The rows of a file that `checkRows` found good; empty lines are passed over. */
export async function* readRows(file: string): AsyncGenerator<InputRow> {
  for await (const { number, text } of readLines(file)) {
    if (text.trim() === "") continue;
    const row = parseRow(number, text);
    if (typeof row === "string")
      throw new SettingsError([`${basename(file)} line ${number} ${row}.`], ROWS_HINT);
    yield row;
  }
}

/** The row, or what is wrong with it. */
function parseRow(line: number, text: string): InputRow | string {
  const fields = parseObject(text);
  if (!fields) return "is no JSON object";
  const { prompt } = fields;
  if (typeof prompt === "string") return { line, prompt, fields };
  return prompt === undefined ? "has no prompt" : "has a prompt that is no text";
}

function parseObject(text: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "object" && value !== null && !Array.isArray(value)
      ? Object.fromEntries(Object.entries(value))
      : undefined;
  } catch {
    // The caller names the line.
    return undefined;
  }
}
