import { readFileSync } from "node:fs";
import { parse } from "dotenv";
import { SettingsError } from "../core/errors.ts";

/** What an env file says, and one line for each of its lines that dotenv alone would drop or cut silently. */
export interface EnvFile {
  readonly values: Readonly<Record<string, string>>;
  readonly problems: readonly string[];
}

/** What to do about `problems`. */
export const ENV_FILE_HINT = "Each line is NAME=value, a # comment, or empty.";

/**
 * The variables of an env file; an absent file has none.
 * @throws SettingsError naming each line that cannot be used.
 */
export function readEnvFile(path: string): Readonly<Record<string, string>> {
  const { values, problems } = inspectEnvFile(path);
  if (problems.length > 0) throw new SettingsError(problems, ENV_FILE_HINT);
  return values;
}

/** @throws SettingsError when the file cannot be read at all. */
export function inspectEnvFile(path: string): EnvFile {
  const text = readText(path);
  const values = parse(text);
  return {
    values,
    problems: badLines(text, values).map(({ line, problem }) => `.env line ${line} ${problem}.`),
  };
}

function readText(path: string): string {
  const bytes = readBytes(path);
  if (UTF_16_MARKS.some((mark) => bytes.subarray(0, 2).equals(mark))) {
    throw new SettingsError([".env is written in UTF-16."], "Save it as UTF-8.");
  }
  return bytes.toString("utf8").replace(/^\uFEFF/, "");
}

const UTF_16_MARKS = [Buffer.from([0xff, 0xfe]), Buffer.from([0xfe, 0xff])];

function readBytes(path: string): Buffer {
  try {
    return readFileSync(path);
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? "unknown reason";
    if (code === "ENOENT") return Buffer.alloc(0);
    throw new SettingsError([`.env cannot be read (${code}).`]);
  }
}

interface BadLine {
  /** Counted from 1. */
  readonly line: number;
  readonly problem: string;
}

function badLines(text: string, values: Readonly<Record<string, string>>): BadLine[] {
  const found: BadLine[] = [];
  const lines = text.split(/\r?\n/);
  for (let index = 0; index < lines.length; index++) {
    const line = lines[index] ?? "";
    if (BLANK.test(line)) continue;
    const { name = "", value = "" } = ASSIGNMENT.exec(line)?.groups ?? {};
    const problem = name === "" ? "is no NAME=value" : problemOf(value, values[name] ?? "");
    if (problem) found.push({ line: index + 1, problem });
    else index = lastLine(lines, index, value);
  }
  return found;
}

const ASSIGNMENT = /^\s*(?:export\s+)?(?<name>[A-Za-z_][A-Za-z0-9_.-]*)\s*=\s*(?<value>.*)$/;
const BLANK = /^\s*(?:#.*)?$/;
const QUOTED = /^["'`]/;

/** What dotenv would get wrong with a value; `read` is what it made of it. */
function problemOf(value: string, read: string): string | undefined {
  if (QUOTED.test(value)) return read[0] === value[0] ? "opens a quote that is never closed" : undefined;
  return /\S#/.test(value)
    ? "has a # in its value: put the value in quotes, or a space before the comment"
    : undefined;
}

/** The last line of the value that begins on line `index`: a quoted one may go on over several. */
function lastLine(lines: readonly string[], index: number, value: string): number {
  const quote = value[0] ?? "";
  if (!QUOTED.test(value) || value.indexOf(quote, 1) !== -1) return index;
  const next = lines.findIndex((line, at) => at > index && line.includes(quote));
  return next === -1 ? index : next;
}
