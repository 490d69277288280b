import type { Conflict } from "../conflict.ts";
import { differsInOrder } from "./differs-in-order.ts";
import { differsInWords } from "./differs-in-words.ts";
import type { QuestionFacts } from "./question-facts.ts";
import { nameOf } from "./read-names.ts";
import { areOpposites } from "./words/opposites.ts";

type Differ = (a: QuestionFacts, b: QuestionFacts) => boolean;

/** Whether two questions differ in one thing; the same either way round. */
const DIFFERS: Readonly<Record<Conflict, Differ>> = {
  language: (a, b) => a.language !== undefined && b.language !== undefined && a.language !== b.language,
  numbers: (a, b) => !isSame([...a.numbers].sort(), [...b.numbers].sort()),
  dates: (a, b) => !isSame(a.dates, b.dates),
  units: (a, b) => !isSame(a.units, b.units),
  negation: (a, b) => a.negations !== b.negations,
  opposites: (a, b) => turnsRound(a, b),
  names: (a, b) => lacksName(a, b) || lacksName(b, a),
  code: (a, b) => !isSame([...a.code].sort(), [...b.code].sort()),
  order: differsInOrder,
  form: (a, b) => !isSame(a.forms, b.forms),
  words: differsInWords,
};

/** In what two questions differ that forbids them one answer; undefined when in nothing that is looked at. */
export function findConflict(
  a: QuestionFacts,
  b: QuestionFacts,
  looked: readonly Conflict[],
): Conflict | undefined {
  return looked.find((conflict) => DIFFERS[conflict](a, b));
}

function isSame(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((item, at) => item === b[at]);
}

/** One has a word, the other its opposite, and neither has both. */
function turnsRound(a: QuestionFacts, b: QuestionFacts): boolean {
  const onlyA = a.words.filter((word) => !b.words.includes(word));
  const onlyB = b.words.filter((word) => !a.words.includes(word));
  return onlyA.some((one) => onlyB.some((other) => areOpposites(one, other)));
}

/** A name of the one that the other has in no spelling. */
function lacksName({ names }: QuestionFacts, { words }: QuestionFacts): boolean {
  const said = new Set(words.map(singular));
  return names.some((name) => !said.has(singular(name)));
}

const singular = (word: string) => nameOf(word).replace(/(?<=..)s$/, "");
