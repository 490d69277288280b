import type { NetEnum } from "./net-enum.ts";
import { invalidArgument } from "./net-exception.ts";
import { NetValue } from "./net-value.ts";
import { LONGEST_SEARCH_MS, mayRunLong, SHORT_TEXT, searchWithin } from "./regex-limit.ts";

const IGNORE_CASE = 1;
const MULTILINE = 2;
const SINGLELINE = 16;
const IGNORE_BLANKS = 32;

/** `Regex`. .NET's pattern as JavaScript's; what JavaScript cannot do is refused when the pattern is made. */
export class NetRegex extends NetValue {
  readonly netType = "System.Text.RegularExpressions.Regex";
  readonly pattern: string;
  /** The names of its groups from left to right; undefined for one without a name. */
  readonly groupNames: readonly (string | undefined)[];
  readonly #expression: RegExp;
  readonly #mayRunLong: boolean;
  readonly #limitMs: number;

  /** @param limitMs how long one search may take */
  constructor(pattern: string, options?: NetEnum, limitMs = LONGEST_SEARCH_MS) {
    super();
    this.pattern = pattern;
    this.#expression = compile(pattern, options?.value ?? 0);
    this.groupNames = groupNamesOf(this.#expression.source);
    this.#mayRunLong = mayRunLong(this.#expression.source);
    this.#limitMs = Math.min(limitMs, LONGEST_SEARCH_MS);
  }

  test(text: string): boolean {
    return this.#bounded(text, () => {
      this.#expression.lastIndex = 0;
      return this.#expression.test(text);
    });
  }

  /** The next match at or behind `start`. */
  exec(text: string, start = 0): RegExpExecArray | null {
    return this.#bounded(text, () => {
      this.#expression.lastIndex = start;
      return this.#expression.exec(text);
    });
  }

  matches(text: string): RegExpExecArray[] {
    return this.#bounded(text, () => [...text.matchAll(this.#expression)]);
  }

  /** Throws `RegexMatchTimeoutException` when the search takes too long. */
  #bounded<Result>(text: string, search: () => Result): Result {
    if (!this.#mayRunLong && text.length <= SHORT_TEXT) return search();
    return searchWithin(this.#limitMs, search);
  }

  override toText(): string {
    return this.pattern;
  }
}

/** Groups with and without a name, neither escaped nor within `[…]`. */
function groupNamesOf(source: string): (string | undefined)[] {
  const groups = source.matchAll(/\\[\s\S]|\[(?:\\.|[^\]])*\]|\((?:\?<(?![=!])(\w+)>|(?!\?))/g);
  return [...groups].flatMap(([token, name]) => (token.startsWith("(") ? [name] : []));
}

const known = new Map<string, NetRegex>();
const MOST_KNOWN = 256;

/** The static methods use the same pattern again and again. */
export function regexOf(pattern: string, options?: NetEnum): NetRegex {
  const key = `${options?.value ?? 0}\0${pattern}`;
  let regex = known.get(key);
  if (!regex) {
    regex = new NetRegex(pattern, options);
    if (known.size >= MOST_KNOWN) known.clear();
    known.set(key, regex);
  }
  return regex;
}

function compile(pattern: string, options: number): RegExp {
  const inline = /^\(\?([imsnx]+)\)/.exec(pattern);
  const letters = inline?.[1] ?? "";
  const body = inline ? pattern.slice(inline[0].length) : pattern;
  const blanks = letters.includes("x") || (options & IGNORE_BLANKS) !== 0;
  const flags = [
    "dg",
    letters.includes("i") || (options & IGNORE_CASE) !== 0 ? "i" : "",
    letters.includes("m") || (options & MULTILINE) !== 0 ? "m" : "",
    letters.includes("s") || (options & SINGLELINE) !== 0 ? "s" : "",
  ].join("");
  const translated = translate(blanks ? dropBlanks(body) : body);
  try {
    return new RegExp(translated, `${flags}u`);
  } catch {
    return compileLoosely(pattern, translated, flags);
  }
}

/** Without `u` JavaScript lets pass the needless backslashes that .NET lets pass too. */
function compileLoosely(pattern: string, translated: string, flags: string): RegExp {
  try {
    return new RegExp(translated, flags);
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw invalidArgument(`parsing "${pattern}" - ${why}`);
  }
}

function dropBlanks(pattern: string): string {
  return pattern.replace(/\\[\s\S]|\[(?:\\.|[^\]])*\]|#[^\n]*|\s+/g, (token) =>
    token.startsWith("\\") || token.startsWith("[") ? token : "",
  );
}

/** What the two languages write differently. */
function translate(pattern: string): string {
  return pattern.replace(
    /\\[AzZGabe]|\\[\s\S]|\(\?'(\w+)'|\(\?#[^)]*\)|\[(?:\\.|[^\]])*\]/g,
    (token: string, quoted?: string) => {
      if (quoted !== undefined) return `(?<${quoted}>`;
      if (token.startsWith("(?#")) return "";
      return REPLACED[token] ?? token;
    },
  );
}

const REPLACED: Readonly<Record<string, string>> = {
  "\\A": "(?<![\\s\\S])",
  "\\z": "(?![\\s\\S])",
  "\\Z": "(?=\\n?(?![\\s\\S]))",
  "\\a": "\\x07",
  "\\e": "\\x1b",
};
