import type { QuestionFacts } from "./question-facts.ts";

/** Words that say which way: what comes behind one of them must not come behind another. Without accents. */
const DIRECTIONS = new Set(
  `to into from than before after over under above below against by with for
   verso da di prima dopo nach von vor zu als vers de avant apres que hacia desde antes a despues`.split(
    /\s+/,
  ),
);

/** Words of questions in which order says nothing. */
const BALANCED = new Set(
  `difference differences differ between compare comparison compared versus vs or distance
   differenza tra unterschied zwischen difference entre diferencia arasinda fark farki arasindaki`.split(
    /\s+/,
  ),
);

/** The same words, the other way round: `from euro to dollar` and `from dollar to euro`. */
export function differsInOrder(a: QuestionFacts, b: QuestionFacts): boolean {
  if (!isSame(sharedNumbers(a, b), sharedNumbers(b, a))) return true;
  if (a.words.some((word) => BALANCED.has(word)) && b.words.some((word) => BALANCED.has(word))) return false;
  return !isSame(sharedNames(a, b), sharedNames(b, a)) || goesOtherWay(a, b) || goesOtherWay(b, a);
}

const sharedNumbers = (a: QuestionFacts, b: QuestionFacts) =>
  a.numbers.filter((number) => b.numbers.includes(number));

const sharedNames = (a: QuestionFacts, b: QuestionFacts) =>
  a.words.filter((word) => a.names.includes(word) && b.words.includes(word));

/** A word stands behind a direction in the one and elsewhere in the other, which has another shared word there. */
function goesOtherWay(a: QuestionFacts, b: QuestionFacts): boolean {
  return a.words.some((direction, at) => {
    if (!DIRECTIONS.has(direction)) return false;
    const here = behind(a, at);
    const there = b.words.flatMap((word, place) => (word === direction ? [behind(b, place)] : []));
    const [other] = there;
    if (here === undefined || other === undefined || there.includes(here)) return false;
    return b.words.includes(here) && a.words.includes(other);
  });
}

/** The word behind a place that carries meaning. */
function behind({ words }: QuestionFacts, at: number): string | undefined {
  return words.slice(at + 1, at + 4).find((word) => word.length > 2 || /\p{N}/u.test(word));
}

function isSame(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((item, at) => item === b[at]);
}
