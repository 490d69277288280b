import type { QuestionFacts } from "./question-facts.ts";

/**
 * One has a word that carries meaning and that the other has in no form. Embeddings hardly tell `a string` from `the words of a
 * string`; a synonym that the guards do not know costs a hit, a word that is passed over could cost a wrong answer.
 */
export function differsInWords(a: QuestionFacts, b: QuestionFacts): boolean {
  return lacksWord(a.content, b.content) || lacksWord(b.content, a.content);
}

const lacksWord = (of: readonly string[], others: readonly string[]) =>
  of.some((word) => !others.some((other) => isForm(word, other)));

/** Letters that two forms of a word begin with alike, and their share of the longer form. */
const ALIKE_LETTERS = 5;
const ALIKE_SHARE = 0.6;

/** Shorter words are other words when one letter is another: `adopt`, `adapt`. */
const LETTERS_TO_MISTYPE = 7;

/** `legal` and `legally`, `deduct` and `deductible`; `difference` and `diffrence`. */
function isForm(one: string, other: string): boolean {
  if (one === other) return true;
  const longer = Math.max(one.length, other.length);
  const alike = sameStart(one, other);
  if (alike >= ALIKE_LETTERS && alike / longer >= ALIKE_SHARE) return true;
  return alike > 0 && longer >= LETTERS_TO_MISTYPE && isMistyped(one.slice(alike), other.slice(alike));
}

function sameStart(one: string, other: string): number {
  let alike = 0;
  while (alike < one.length && one[alike] === other[alike]) alike++;
  return alike;
}

/** What is left of two words from where they differ: one letter too many, too few or another, or two exchanged. */
function isMistyped(one: string, other: string): boolean {
  const [first = "", second = ""] = [other.charAt(0), other.charAt(1)];
  return (
    one.slice(1) === other ||
    one === other.slice(1) ||
    one.slice(1) === other.slice(1) ||
    one === `${second}${first}${other.slice(2)}`
  );
}
