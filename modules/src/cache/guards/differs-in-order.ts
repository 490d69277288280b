import type { QuestionFacts } from "./question-facts.ts";
import { type ByLanguage, words } from "./words/languages.ts";

/** Words that say which way; those of one text say the same. Without accents. */
const DIRECTIONS: ByLanguage<ReadonlyMap<string, string>> = {
  en: directions("to into onto towards", "from", "than", "before", "after", "over", "under", "against", "by"),
  it: directions("a al alla in verso", "da dal dalla", "prima", "dopo", "contro"),
  de: directions("nach zu zum zur in", "von vom aus", "als", "vor", "gegen"),
  fr: directions("a au vers en", "de du depuis", "avant", "apres", "contre"),
  es: directions("a al hacia en", "de del desde", "antes", "despues", "contra"),
  tr: directions(),
};

function directions(...alike: readonly string[]): ReadonlyMap<string, string> {
  return new Map(alike.flatMap((list, at) => words(list).map((word): [string, string] => [word, `${at}`])));
}

/** Words of questions in which order says nothing. */
const BALANCED: ReadonlySet<string> = new Set(
  words(
    `difference differences differ between compare comparison compared versus vs or distance
     differenza tra unterschied zwischen entre diferencia arasinda fark farki arasindaki`,
  ),
);

/** The same words, the other way round: `from euro to dollar` and `from dollar to euro`. */
export function differsInOrder(a: QuestionFacts, b: QuestionFacts): boolean {
  if (!isSame(shared(a.numbers, b.numbers), shared(b.numbers, a.numbers))) return true;
  if (a.words.some((word) => BALANCED.has(word)) && b.words.some((word) => BALANCED.has(word))) return false;
  return isExchanged(a.content, b.content) || goesOtherWay(a, b) || goesOtherWay(b, a);
}

/** Without repetitions, in their order. */
const shared = (of: readonly string[], others: readonly string[]) =>
  [...new Set(of)].filter((item) => others.includes(item));

/**
 * Two of the words that both say have changed places around others that have not: `Germany beat Brazil`. Neighbours change
 * places in other wordings too: `the largest ocean`, `which ocean is the largest`.
 */
function isExchanged(a: readonly string[], b: readonly string[]): boolean {
  const [left, right] = [shared(a, b), shared(b, a)];
  const moved = left.flatMap((word, at) => (word === right[at] ? [] : [at]));
  const [one = 0, other = 0] = moved;
  return moved.length === 2 && other - one > 1 && left[one] === right[other] && left[other] === right[one];
}

/** A word stands behind a direction in the one and elsewhere in the other, which has another shared word there. */
function goesOtherWay(a: QuestionFacts, b: QuestionFacts): boolean {
  const known = DIRECTIONS[a.language ?? "en"];
  return a.words.some((word, at) => {
    const direction = known.get(word);
    if (direction === undefined) return false;
    const here = behind(a, at);
    const there = b.words.flatMap((other, place) =>
      known.get(other) === direction ? [behind(b, place)] : [],
    );
    const [other] = there;
    if (here === undefined || other === undefined || there.includes(here)) return false;
    return b.words.includes(here) && a.words.includes(other) && here !== other;
  });
}

/** The word behind a place that carries meaning. */
function behind({ words }: QuestionFacts, at: number): string | undefined {
  return words.slice(at + 1, at + 4).find((word) => word.length > 2 || /\p{N}/u.test(word));
}

function isSame(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((item, at) => item === b[at]);
}
