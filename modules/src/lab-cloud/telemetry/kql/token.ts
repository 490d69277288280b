import { syntaxError } from "./kql-error.ts";

export interface Token {
  readonly kind: "name" | "number" | "timespan" | "string" | "sign" | "end";
  /** As written; of a string its content. */
  readonly text: string;
  /** Of a number, or of a timespan in milliseconds. */
  readonly amount: number;
  readonly start: number;
  readonly end: number;
}

const BLANK = /(?:\s|\/\/[^\n]*)*/y;
const NAME = /[A-Za-z_$][\w$]*/y;
const NUMBER = /0[xX][\da-fA-F]+|\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
const UNIT = /[A-Za-z]+/y;
const SIGN = /![A-Za-z_]+~?|==|!=|=~|!~|<=|>=|<>|\.\.|[-+*/%<>=()[\]{},.|;:~]/y;

const UNITS_MS: Readonly<Record<string, number>> = {
  ...unitNames(86_400_000, "d", "day", "days"),
  ...unitNames(3_600_000, "h", "hr", "hrs", "hour", "hours"),
  ...unitNames(60_000, "m", "min", "minute", "minutes"),
  ...unitNames(1000, "s", "sec", "second", "seconds"),
  ...unitNames(1, "ms", "milli", "millis", "millisecond", "milliseconds"),
  ...unitNames(0.001, "micro", "micros", "microsecond", "microseconds"),
  ...unitNames(0.0001, "tick", "ticks"),
};

function unitNames(ms: number, ...names: readonly string[]): Record<string, number> {
  return Object.fromEntries(names.map((name) => [name, ms]));
}

/** The token that begins at or behind `offset`. @throws KqlError */
export function readToken(source: string, offset: number): Token {
  const start = offset + match(BLANK, source, offset).length;
  if (start >= source.length) return { kind: "end", text: "", amount: 0, start, end: start };
  return (
    readString(source, start) ?? readAmount(source, start) ?? readWord(source, start) ?? refuse(source, start)
  );
}

function match(pattern: RegExp, source: string, offset: number): string {
  pattern.lastIndex = offset;
  return pattern.exec(source)?.[0] ?? "";
}

function readWord(source: string, start: number): Token | undefined {
  const name = match(NAME, source, start);
  if (name) return { kind: "name", text: name, amount: 0, start, end: start + name.length };
  const sign = match(SIGN, source, start);
  if (!sign) return undefined;
  return { kind: "sign", text: sign === "<>" ? "!=" : sign, amount: 0, start, end: start + sign.length };
}

function readAmount(source: string, start: number): Token | undefined {
  const number = match(NUMBER, source, start);
  if (!number) return undefined;
  const afterNumber = start + number.length;
  const unit = match(UNIT, source, afterNumber);
  const end = afterNumber + unit.length;
  if (!unit) return { kind: "number", text: number, amount: Number(number), start, end };
  const unitMs = UNITS_MS[unit];
  if (unitMs === undefined) throw syntaxError(`'${number}${unit}' is no number and no span of time.`, start);
  return { kind: "timespan", text: `${number}${unit}`, amount: Number(number) * unitMs, start, end };
}

const STRING_START = /(@|[hH]@?)?(?:"|'|```)/y;

function readString(source: string, start: number): Token | undefined {
  const opening = match(STRING_START, source, start);
  if (!opening) return undefined;
  const from = start + opening.length;
  const token = (text: string, end: number): Token => ({ kind: "string", text, amount: 0, start, end });
  if (opening.endsWith("```")) {
    const close = source.indexOf("```", from);
    if (close < 0) throw unclosed(start);
    return token(source.slice(from, close), close + 3);
  }
  const quote = opening.slice(-1);
  return opening.includes("@")
    ? readVerbatim(source, from, quote, start, token)
    : readEscaped(source, from, quote, start, token);
}

const unclosed = (start: number) => syntaxError("This text is not closed.", start);

/** Within `@"…"` a doubled quote is one. */
function readVerbatim(
  source: string,
  from: number,
  quote: string,
  start: number,
  token: (text: string, end: number) => Token,
): Token {
  let close = source.indexOf(quote, from);
  while (close >= 0 && source[close + 1] === quote) close = source.indexOf(quote, close + 2);
  if (close < 0) throw unclosed(start);
  return token(source.slice(from, close).replaceAll(quote + quote, quote), close + 1);
}

const ESCAPES: Readonly<Record<string, string>> = { n: "\n", t: "\t", r: "\r", "0": "\0" };

function readEscaped(
  source: string,
  from: number,
  quote: string,
  start: number,
  token: (text: string, end: number) => Token,
): Token {
  let text = "";
  for (let at = from; at < source.length; at += 1) {
    const sign = source[at] ?? "";
    if (sign === quote) return token(text, at + 1);
    if (sign === "\n") throw unclosed(start);
    if (sign !== "\\") {
      text += sign;
      continue;
    }
    at += 1;
    const escaped = source[at] ?? "";
    if (escaped === "u") {
      text += String.fromCharCode(Number.parseInt(source.slice(at + 1, at + 5), 16) || 0);
      at += 4;
    } else text += ESCAPES[escaped] ?? escaped;
  }
  throw unclosed(start);
}

function refuse(source: string, start: number): never {
  throw syntaxError(`Unexpected '${source[start]}'.`, start);
}
