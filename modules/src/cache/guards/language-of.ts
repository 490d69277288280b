import { FUNCTION_WORDS } from "./words/function-words.ts";
import { LANGUAGES, type Language } from "./words/languages.ts";

/** The language most of whose function words are there; undefined when none leads. */
export function languageOf(folded: readonly string[]): Language | undefined {
  const found = LANGUAGES.map((language) => ({
    language,
    count: folded.filter((word) => FUNCTION_WORDS[language].has(word)).length,
  })).sort((a, b) => b.count - a.count);
  const [first, next] = found;
  return first && next && first.count > next.count ? first.language : undefined;
}
