/** An exact number: a fraction in lowest terms, its denominator above zero. */
export interface Fraction {
  readonly over: bigint;
  readonly under: bigint;
}

/** Why an expression has no value that can be written down. */
export type Trouble = "zero-division" | "too-large" | "not-rational";

/** Digits of the largest number that is reckoned with. */
const MOST_DIGITS = 400;

/**
 * Reckons `+ - * / ^`, parentheses, decimals and a `%` behind a number, exactly. `^` binds from the right and before a sign.
 * @returns `undefined` for what is no expression.
 */
export function evaluate(text: string): Fraction | Trouble | undefined {
  const tokens = text.match(TOKEN) ?? [];
  if (tokens.length === 0 || tokens.join("") !== text.replace(/\s+/g, "")) return undefined;
  const reader = { tokens, at: 0 };
  try {
    const value = readSum(reader);
    return value && reader.at === tokens.length ? value : undefined;
  } catch (error) {
    if (error instanceof NoValue) return error.trouble;
    throw error;
  }
}

const TOKEN = /\d+(?:\.\d+)?|[-+*/^()%]/g;

class NoValue extends Error {
  readonly trouble: Trouble;
  constructor(trouble: Trouble) {
    super(trouble);
    this.trouble = trouble;
  }
}

interface Reader {
  readonly tokens: readonly string[];
  at: number;
}

/** Takes the next token when it is one of these. */
function take(reader: Reader, ...wanted: string[]): string | undefined {
  const token = reader.tokens[reader.at];
  if (token === undefined || !wanted.includes(token)) return undefined;
  reader.at += 1;
  return token;
}

function readSum(reader: Reader): Fraction | undefined {
  let value = readProduct(reader);
  for (let sign = take(reader, "+", "-"); value && sign; sign = take(reader, "+", "-")) {
    const next = readProduct(reader);
    value = next && add(value, sign === "+" ? next : negate(next));
  }
  return value;
}

function readProduct(reader: Reader): Fraction | undefined {
  let value = readSigned(reader);
  for (let sign = take(reader, "*", "/"); value && sign; sign = take(reader, "*", "/")) {
    const next = readSigned(reader);
    value = next && (sign === "*" ? multiply(value, next) : divide(value, next));
  }
  return value;
}

function readSigned(reader: Reader): Fraction | undefined {
  const sign = take(reader, "-", "+");
  if (!sign) return readPower(reader);
  const value = readSigned(reader);
  return value && (sign === "-" ? negate(value) : value);
}

function readPower(reader: Reader): Fraction | undefined {
  const base = readAtom(reader);
  if (!base || !take(reader, "^")) return base;
  const exponent = readSigned(reader);
  return exponent && power(base, exponent);
}

function readAtom(reader: Reader): Fraction | undefined {
  const value = take(reader, "(") ? readInside(reader) : readNumber(reader);
  return value && take(reader, "%") ? divide(value, whole(100n)) : value;
}

function readInside(reader: Reader): Fraction | undefined {
  const value = readSum(reader);
  return take(reader, ")") ? value : undefined;
}

function readNumber(reader: Reader): Fraction | undefined {
  const token = reader.tokens[reader.at];
  if (token === undefined || !/^\d/.test(token)) return undefined;
  reader.at += 1;
  const [digits = "", decimals = ""] = token.split(".");
  return reduced(BigInt(digits + decimals), 10n ** BigInt(decimals.length));
}

const whole = (value: bigint): Fraction => ({ over: value, under: 1n });
const negate = ({ over, under }: Fraction): Fraction => ({ over: -over, under });
const add = (a: Fraction, b: Fraction) => reduced(a.over * b.under + b.over * a.under, a.under * b.under);
const multiply = (a: Fraction, b: Fraction) => reduced(a.over * b.over, a.under * b.under);

function divide(a: Fraction, b: Fraction): Fraction {
  if (b.over === 0n) throw new NoValue("zero-division");
  return reduced(a.over * b.under, a.under * b.over);
}

function power(base: Fraction, exponent: Fraction): Fraction {
  if (exponent.under === 2n && base.over >= 0n) return power(squareRoot(base), whole(exponent.over));
  if (exponent.under !== 1n) throw new NoValue("not-rational");
  if (exponent.over < 0n) return divide(whole(1n), power(base, negate(exponent)));
  const digits = BigInt(Math.max(digitsOf(base.over), digitsOf(base.under)));
  const isUnit = base.over * base.over === base.under * base.under || base.over === 0n;
  if (!isUnit && digits * exponent.over > BigInt(MOST_DIGITS)) throw new NoValue("too-large");
  const times = isUnit ? 2n - (exponent.over % 2n) : exponent.over;
  return exponent.over === 0n ? whole(1n) : reduced(base.over ** times, base.under ** times);
}

function squareRoot({ over, under }: Fraction): Fraction {
  const root = { over: wholeRoot(over), under: wholeRoot(under) };
  if (root.over ** 2n !== over || root.under ** 2n !== under) throw new NoValue("not-rational");
  return root;
}

/** The largest whole number whose square is not above `value` (Newton). */
function wholeRoot(value: bigint): bigint {
  if (value < 2n) return value;
  let root = 10n ** BigInt(Math.ceil(digitsOf(value) / 2));
  for (let next = (root + value / root) / 2n; next < root; next = (root + value / root) / 2n) root = next;
  return root;
}

function reduced(over: bigint, under: bigint): Fraction {
  if (Math.max(digitsOf(over), digitsOf(under)) > 2 * MOST_DIGITS) throw new NoValue("too-large");
  const divisor =
    commonDivisor(over < 0n ? -over : over, under < 0n ? -under : under) * (under < 0n ? -1n : 1n);
  return { over: over / divisor, under: under / divisor };
}

function commonDivisor(a: bigint, b: bigint): bigint {
  let [larger, smaller] = [a, b];
  while (smaller !== 0n) [larger, smaller] = [smaller, larger % smaller];
  return larger;
}

const digitsOf = (value: bigint) => String(value < 0n ? -value : value).length;

/** Decimals that are shown of a number that has more. */
const SHOWN_DECIMALS = 10;

/** The number in digits, and whether all of it is there. */
export function formatFraction({ over, under }: Fraction): {
  readonly text: string;
  readonly exact: boolean;
} {
  const sign = over < 0n ? "-" : "";
  const size = over < 0n ? -over : over;
  const scaled = size * 10n ** BigInt(SHOWN_DECIMALS);
  const rounded = (2n * scaled + under) / (2n * under);
  const digits = String(rounded).padStart(SHOWN_DECIMALS + 1, "0");
  const decimals = digits.slice(-SHOWN_DECIMALS).replace(/0+$/, "");
  const text = digits.slice(0, -SHOWN_DECIMALS) + (decimals && `.${decimals}`);
  return { text: sign + text, exact: rounded * under === scaled };
}
