/** A text as the rules see it. */
export interface SplitText {
  /** Lower-case words without accents, in their order. */
  readonly tokens: readonly string[];
  /** Words as people count them: "what's" and "trade-off" are two tokens each, but one word. */
  readonly wordCount: number;
}

/**
 * Cuts a text into words in one pass. A word is a run of letters, digits and underscores of any script; in scripts that put
 * no spaces between words (Chinese, Japanese) each character is one.
 */
export function splitWords(text: string): SplitText {
  const folded = foldText(text);
  const tokens: string[] = [];
  let wordCount = 0;
  let start = -1;
  let joined = false;
  for (let at = 0; at < folded.length; at++) {
    const kind = kindAt(folded, at);
    if (kind === WORD || (kind === MARK && start !== -1)) {
      if (start !== -1) continue;
      start = at;
      if (!joined) wordCount++;
      joined = false;
      continue;
    }
    if (start !== -1) tokens.push(folded.slice(start, at));
    joined = kind === JOINER && start !== -1;
    start = -1;
    if (kind === IDEOGRAPH) {
      tokens.push(folded.slice(at, at + 1));
      wordCount++;
    }
  }
  if (start !== -1) tokens.push(folded.slice(start));
  return { tokens, wordCount };
}

/**
 * One spelling for all ways to write a word: compatibility forms (`ﬁ`, full-width letters) are resolved, case and accents
 * dropped, and i with and without a dot are one letter, so that Turkish `KARŞILAŞTIR` is `karşılaştır` and English `I` is `i`.
 */
export function foldText(text: string): string {
  if (!BEYOND_ASCII.test(text)) return text.toLowerCase();
  return text
    .normalize("NFKD")
    .toLowerCase()
    .replace(FOLDED, (character) => SPECIAL[character] ?? "");
}

const BEYOND_ASCII = /[^\x00-\x7f]/;

/** Combining accents, invisible characters and the letters that normalisation leaves as they are. */
const FOLDED = /[\u0300-\u036f\u3099\u309a\u00ad\u200b\u2060\ufeffıßæœøłđ]/g;

const SPECIAL: Readonly<Record<string, string>> = {
  ı: "i",
  ß: "ss",
  æ: "ae",
  œ: "oe",
  ø: "o",
  ł: "l",
  đ: "d",
};

const BREAK = 1;
const WORD = 2;
const IDEOGRAPH = 3;
const JOINER = 4;
/** Goes on with a word but begins none; an emoji may carry one. */
const MARK = 5;

/** Kind of each UTF-16 unit, found when it is first met; 0 is unknown. */
const kinds = new Uint8Array(0x10000);

function kindAt(text: string, at: number): number {
  const unit = text.charCodeAt(at);
  const known = kinds[unit];
  if (known !== undefined && known !== 0) return known;
  if (isSurrogate(unit)) return kindOfPair(text, at);
  const kind = kindOf(text.charAt(at));
  kinds[unit] = kind;
  return kind;
}

const isSurrogate = (unit: number) => unit >= 0xd800 && unit <= 0xdfff;

/** Letters beyond 16 bits take two units, which are both part of the word; a half without its other half is none. */
function kindOfPair(text: string, at: number): number {
  const first = isLowSurrogate(text.charCodeAt(at)) ? at - 1 : at;
  const character = String.fromCodePoint(text.codePointAt(first) ?? 0);
  return character.length === 2 && LETTER.test(character) ? WORD : BREAK;
}

const isLowSurrogate = (unit: number) => unit >= 0xdc00;

function kindOf(character: string): number {
  if (/['’‑-]/.test(character)) return JOINER;
  if (/[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]/u.test(character)) return IDEOGRAPH;
  if (/\p{M}/u.test(character)) return MARK;
  return LETTER.test(character) ? WORD : BREAK;
}

const LETTER = /[\p{L}\p{N}_]/u;
