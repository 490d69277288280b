import { isReadable } from "./is-readable.ts";
import { languageOf } from "./language-of.ts";
import { readNames } from "./read-names.ts";
import { readNumbers } from "./read-numbers.ts";
import { splitTokens, type Token } from "./split-tokens.ts";
import { ANSWER_FORMS } from "./words/answer-forms.ts";
import { CALENDAR, NEEDS_CAPITAL } from "./words/calendar.ts";
import { FUNCTION_WORDS } from "./words/function-words.ts";
import { LANGUAGES, type Language } from "./words/languages.ts";
import { NEGATED_VERB, NEGATIONS } from "./words/negations.ts";
import { meaningOf } from "./words/synonyms.ts";
import { SHORT_UNITS, TIMES, UNIT_SIGNS, UNITS } from "./words/units.ts";

/** What a question says, apart from what it means: what two questions must agree in to share an answer. */
export interface QuestionFacts {
  /** False when the text is longer than an encoder reads, or in a script whose words the guards do not know. */
  readonly comparable: boolean;
  /** Undefined when no word tells it. */
  readonly language: Language | undefined;
  /** In their order, each in one spelling: `1000` for 1,000 and for a thousand. */
  readonly numbers: readonly string[];
  /** Months and days of the week, sorted. */
  readonly dates: readonly string[];
  /** Sorted. */
  readonly units: readonly string[];
  /** How many words turn it round. */
  readonly negations: number;
  /** Words written as names, folded, in their order. */
  readonly names: readonly string[];
  /** Parts that are no plain words: paths, operators, quotations, in their order. */
  readonly code: readonly string[];
  /** How the answer is to look, sorted. */
  readonly forms: readonly string[];
  /** All words, folded, in their order. */
  readonly words: readonly string[];
  /** Words that carry the meaning, each in one form, in their order. */
  readonly content: readonly string[];
}

export function readFacts(text: string): QuestionFacts {
  const { tokens, code } = splitTokens(text);
  const folded = tokens.map(({ folded }) => folded);
  const language = languageOf(folded);
  // Words of a short question may tell no language; then those of all count.
  const spoken = language ? [language] : LANGUAGES;
  const numbers = readNumbers(tokens, language ?? "en");
  const dates = datesOf(tokens, spoken);
  const units = unitsOf(text, tokens);
  return {
    comparable: isReadable(text),
    language,
    numbers: numbers.map(({ number }) => number),
    dates: sorted(dates),
    units: sorted(units),
    negations: folded.filter((word) => isNegation(word, spoken)).length,
    names: readNames(text, tokens, language ?? "en"),
    code,
    forms: sorted(folded.flatMap((word) => ANSWER_FORMS.get(word) ?? [])),
    words: folded,
    content: contentOf(folded, spoken, new Set(numbers.flatMap(({ from }) => from))),
  };
}

function datesOf(tokens: readonly Token[], spoken: readonly Language[]): string[] {
  return tokens.flatMap(({ raw, folded, begins }) => {
    if (NEEDS_CAPITAL.has(folded) && (begins || raw.toLowerCase() === raw)) return [];
    return spoken.map((language) => CALENDAR[language].get(folded)).find((date) => date !== undefined) ?? [];
  });
}

function unitsOf(text: string, tokens: readonly Token[]): string[] {
  const signs = [...UNIT_SIGNS].filter(([sign]) => text.includes(sign)).map(([, unit]) => unit);
  const named = tokens.flatMap(({ raw, folded }, at) => {
    const before = tokens[at - 1]?.folded ?? "";
    const measures = /^\p{N}/u.test(before) || before === "in" || text.includes(`°${raw}`);
    const unit = UNITS.get(folded) ?? (measures ? SHORT_UNITS.get(folded) : undefined);
    return unit === undefined || (TIMES.has(unit) && !measures) ? [] : [unit];
  });
  return [...signs, ...named];
}

function isNegation(word: string, spoken: readonly Language[]): boolean {
  const plain = word.replace(/['’]/g, "");
  return spoken.some(
    (language) =>
      NEGATIONS[language].has(word) || NEGATIONS[language].has(plain) || NEGATED_VERB[language]?.test(word),
  );
}

function contentOf(
  folded: readonly string[],
  spoken: readonly Language[],
  numbered: ReadonlySet<number>,
): string[] {
  return folded
    .filter((word, at) => !numbered.has(at) && !UNITS.has(word) && !isNegation(word, spoken))
    .filter((word) => !spoken.some((language) => FUNCTION_WORDS[language].has(word)))
    .map(meaningOf);
}

/** Without what is there twice. */
const sorted = (items: readonly string[]) => [...new Set(items)].sort();
