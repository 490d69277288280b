import type { QuestionFacts } from "./question-facts.ts";

/** Share of the content words that two questions must have in common before one exchanged word is taken for another subject. */
const FRAME_SHARE = 0.5;

/** The same question about something else: nearly all words are the same, and one was put for another. */
export function differsInWords(a: QuestionFacts, b: QuestionFacts): boolean {
  const [wordsOfA, wordsOfB] = [new Set(a.content), new Set(b.content)];
  const onlyA = [...wordsOfA].filter((word) => !wordsOfB.has(word));
  const onlyB = [...wordsOfB].filter((word) => !wordsOfA.has(word));
  if (onlyA.length !== 1 || onlyB.length !== 1) return false;
  const shared = wordsOfA.size - 1;
  return shared / wordsOfA.size >= FRAME_SHARE;
}
