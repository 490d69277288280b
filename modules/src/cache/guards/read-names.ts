import { foldText } from "../fold-text.ts";
import type { Token } from "./split-tokens.ts";
import { CALENDAR } from "./words/calendar.ts";
import { FUNCTION_WORDS } from "./words/function-words.ts";
import type { Language } from "./words/languages.ts";

/** Most words of a title begin with a capital letter, names or not. */
const TITLE_SHARE = 0.6;

/**
 * Words written as names: with a capital letter inside a sentence, or with capitals inside the word. German writes all nouns
 * so; there only the second kind counts. Of a text in capitals, or a title, none is known.
 */
export function readNames(text: string, tokens: readonly Token[], language: Language): string[] {
  const lettered = tokens.filter(({ raw }) => /^\p{L}/u.test(raw));
  const capital = lettered.filter(({ raw }) => /^\p{Lu}/u.test(raw));
  const isTitle = lettered.length > 3 && capital.length / lettered.length > TITLE_SHARE;
  if (isTitle || !/\p{Ll}/u.test(text)) return [];
  return tokens.filter((token) => isName(token, language)).map(({ raw }) => nameOf(raw));
}

function isName({ raw, folded, begins }: Token, language: Language): boolean {
  if (FUNCTION_WORDS[language].has(folded) || CALENDAR[language].has(folded)) return false;
  if (/^.+\p{Lu}/u.test(raw)) return true;
  return language !== "de" && !begins && /^\p{Lu}/u.test(raw);
}

/** Without a possessive ending. */
export const nameOf = (raw: string): string => foldText(raw).replace(/['’]\p{L}{0,3}$/u, "");
