import { readFileSync } from "node:fs";
import { parse } from "dotenv";
import { SettingsError } from "../core/errors.ts";

const ASSIGNMENT = /^\s*(?:export\s+)?[A-Za-z_][A-Za-z0-9_.-]*\s*=\s*(?<value>.*)$/;
const BLANK = /^\s*(?:#.*)?$/;

/**
 * The variables of an env file; an absent file has none.
 * @throws SettingsError naming each line that is no `NAME=value`; dotenv alone would drop it silently.
 */
export function readEnvFile(path: string): Record<string, string> {
  const text = readText(path);
  const problems = malformedLines(text).map(({ line, problem }) => `.env line ${line}: ${problem}`);
  if (problems.length > 0)
    throw new SettingsError(problems, "Each line is NAME=value, a # comment, or empty.");
  return parse(text);
}

function readText(path: string): string {
  try {
    return readFileSync(path, "utf8").replace(/^\uFEFF/, "");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return "";
    throw new SettingsError([
      `${path} cannot be read (${(error as NodeJS.ErrnoException).code ?? "unknown reason"}).`,
    ]);
  }
}

interface Malformed {
  /** Counted from 1. */
  readonly line: number;
  readonly problem: string;
}

function malformedLines(text: string): Malformed[] {
  const found: Malformed[] = [];
  const lines = text.split(/\r?\n/);
  for (let index = 0; index < lines.length; index++) {
    const line = lines[index] ?? "";
    if (BLANK.test(line)) continue;
    const value = ASSIGNMENT.exec(line)?.groups?.value;
    if (value === undefined) {
      found.push({ line: index + 1, problem: "is no NAME=value" });
      continue;
    }
    const end = endOfQuoted(lines, index, value);
    if (end === undefined) found.push({ line: index + 1, problem: "opens a quote that is never closed" });
    else index = end;
  }
  return found;
}

/** The last line of a quoted value that starts on line `index`; `undefined` when its quote stays open. */
function endOfQuoted(lines: readonly string[], index: number, value: string): number | undefined {
  const quote = value[0];
  if (quote === undefined || !`"'\``.includes(quote)) return index;
  if (value.indexOf(quote, 1) !== -1) return index;
  for (let next = index + 1; next < lines.length; next++) if (lines[next]?.includes(quote)) return next;
  return undefined;
}
