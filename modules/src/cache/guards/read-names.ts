import { foldText } from "../fold-text.ts";
import type { Token } from "./split-tokens.ts";
import { CALENDAR } from "./words/calendar.ts";
import { FUNCTION_WORDS } from "./words/function-words.ts";
import type { Language } from "./words/languages.ts";

/**
 * Words written as names: with a capital letter inside a sentence, or with capitals inside the word. German writes all nouns
 * so; there only the second kind counts. Of a text in capitals, or a title, none is known.
 */
export function readNames(text: string, tokens: readonly Token[], language: Language): string[] {
  const isTitle = tokens.some(
    ({ raw, folded, begins }) =>
      !begins && /^\p{Lu}\p{Ll}/u.test(raw) && FUNCTION_WORDS[language].has(folded),
  );
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
