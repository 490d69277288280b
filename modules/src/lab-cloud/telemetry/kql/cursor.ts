import { limitError, syntaxError } from "./kql-error.ts";
import { readToken, type Token } from "./token.ts";

const DEEPEST = 100;

/** Goes through the tokens of a query. Tokens are read when they are asked for, as some places hold text of another form. */
export interface Cursor {
  /** The token that comes, or one behind it. */
  peek(ahead?: number): Token;
  next(): Token;
  /** Takes the token if it reads so. Names of operators are compared as written. */
  accept(...texts: readonly string[]): Token | undefined;
  /** @throws KqlError (SyntaxError) */
  expect(text: string, place: string): Token;
  expectName(place: string): Token;
  /** The raw text between the parenthesis that comes and its partner. */
  parenthesised(): { readonly text: string; readonly start: number };
  /** Tries a way to read; when `keep` says no, goes back to where it was. */
  attempt<T>(read: () => T, keep: () => boolean): T | undefined;
  /** Refuses what is nested too deep. */
  nested<T>(read: () => T): T;
}

export function createCursor(source: string): Cursor {
  let position = 0;
  let depth = 0;
  let ahead: Token[] = [];

  const peek = (count = 0): Token => {
    while (ahead.length <= count) ahead.push(readToken(source, ahead.at(-1)?.end ?? position));
    const token = ahead[count];
    if (!token) throw syntaxError("The query ends here.", source.length);
    return token;
  };
  const moveTo = (offset: number) => {
    position = offset;
    ahead = [];
  };
  const next = (): Token => {
    const token = peek();
    position = token.end;
    ahead.shift();
    return token;
  };
  const reads = (token: Token, texts: readonly string[]) =>
    (token.kind === "sign" || token.kind === "name") && texts.includes(token.text);

  return {
    peek,
    next,
    accept: (...texts) => (reads(peek(), texts) ? next() : undefined),
    expect(text, place) {
      if (reads(peek(), [text])) return next();
      throw syntaxError(`Expected '${text}' ${place}, found ${describeToken(peek())}.`, peek().start);
    },
    expectName(place) {
      if (peek().kind === "name") return next();
      throw syntaxError(`Expected a name ${place}, found ${describeToken(peek())}.`, peek().start);
    },
    parenthesised() {
      const start = peek().end;
      const end = findPartner(source, start);
      moveTo(end + 1);
      return { text: source.slice(start, end), start };
    },
    attempt(read, keep) {
      const from = position;
      const result = read();
      if (keep()) return result;
      moveTo(from);
      return undefined;
    },
    nested(read) {
      if (depth >= DEEPEST) throw limitError(`The query is nested more than ${DEEPEST} deep.`, peek().start);
      depth += 1;
      const result = read();
      depth -= 1;
      return result;
    },
  };
}

/** `the end of the query`, `'project'` */
export function describeToken(token: Token): string {
  if (token.kind === "end") return "the end of the query";
  return token.kind === "string" ? `the text "${token.text.slice(0, 40)}"` : `'${token.text.slice(0, 40)}'`;
}

/** Offset of the parenthesis that closes the one before `start`. */
function findPartner(source: string, start: number): number {
  let open = 1;
  let quote = "";
  for (let at = start; at < source.length; at += 1) {
    const sign = source[at] ?? "";
    if (quote) {
      if (sign === "\\") at += 1;
      else if (sign === quote) quote = "";
    } else if (sign === '"' || sign === "'") quote = sign;
    else if (sign === "(") open += 1;
    else if (sign === ")") {
      open -= 1;
      if (open === 0) return at;
    }
  }
  throw syntaxError("This parenthesis is not closed.", start - 1);
}
