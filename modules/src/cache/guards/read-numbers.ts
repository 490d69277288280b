import type { Token } from "./split-tokens.ts";
import type { Language } from "./words/languages.ts";
import { NUMBER_WORDS } from "./words/number-words.ts";

export interface ReadNumber {
  readonly number: string;
  /** Places of the tokens it was read from. */
  readonly from: readonly number[];
}

/** Numbers in digits and in words; `twenty five` is one number. */
export function readNumbers(tokens: readonly Token[], language: Language): ReadNumber[] {
  const numbers: ReadNumber[] = [];
  let tens: { value: number; at: number } | undefined;
  const flush = () => {
    if (tens) numbers.push({ number: String(tens.value), from: [tens.at] });
    tens = undefined;
  };
  for (const [at, { raw, folded }] of tokens.entries()) {
    const value = isSecondOfSome(tokens, at) ? 2 : NUMBER_WORDS[language].get(folded);
    if (value !== undefined && tens && value < 10) {
      numbers.push({ number: String(tens.value + value), from: [tens.at, at] });
      tens = undefined;
      continue;
    }
    flush();
    if (/^\p{N}/u.test(raw)) numbers.push({ number: spellNumber(raw), from: [at] });
    else if (value !== undefined && value >= 20 && value < 100) tens = { value, at };
    else if (value !== undefined) numbers.push({ number: String(value), from: [at] });
  }
  flush();
  return numbers;
}

/** English `second` is a number in `the second row`, and a time elsewhere. */
const isSecondOfSome = (tokens: readonly Token[], at: number) =>
  tokens[at]?.folded === "second" &&
  ["the", "my", "our", "your"].includes(tokens[at - 1]?.folded ?? "") &&
  tokens[at + 1] !== undefined;

/** One spelling: no separators between thousands, a point before decimals. Zeros at the end stay: 1.10 is another version than 1.1. */
function spellNumber(raw: string): string {
  const plain = raw.normalize("NFKC");
  const whole = /^\p{N}{1,3}(?:[.,’ ]\p{N}{3})+$/u.test(plain) ? plain.replace(/[.,’ ]/g, "") : plain;
  return whole.replace(/[’ ]/g, "").replace(/,/g, ".");
}
