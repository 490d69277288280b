/** Whether a text passes, both as they are or both in lower case. */
type TextTest = (text: string, sought: string) => boolean;

const LETTER = /[\p{L}\p{N}]/u;

const startsTerm = (text: string, at: number) => at === 0 || !LETTER.test(text[at - 1] ?? "");
const endsTerm = (text: string, end: number) => end >= text.length || !LETTER.test(text[end] ?? "");

/** Looks for the text where terms, runs of letters and digits, begin or end as demanded. */
function findTerm(text: string, sought: string, fits: (start: number, end: number) => boolean): boolean {
  for (let at = text.indexOf(sought); at >= 0; at = text.indexOf(sought, at + 1)) {
    if (fits(at, at + sought.length)) return true;
    if (sought === "") return false;
  }
  return false;
}

const TESTS: Readonly<Record<string, TextTest>> = {
  contains: (text, sought) => text.includes(sought),
  startswith: (text, sought) => text.startsWith(sought),
  endswith: (text, sought) => text.endsWith(sought),
  has: (text, sought) =>
    findTerm(text, sought, (start, end) => startsTerm(text, start) && endsTerm(text, end)),
  hasprefix: (text, sought) => findTerm(text, sought, (start) => startsTerm(text, start)),
  hassuffix: (text, sought) => findTerm(text, sought, (_, end) => endsTerm(text, end)),
};

/** The test that an operator stands for: `!has_cs`; `undefined` when it is none. */
export function textTest(operator: string): TextTest | undefined {
  const not = operator.startsWith("!");
  const name = operator.slice(not ? 1 : 0);
  const exact = name.endsWith("_cs");
  const plain = exact ? name.slice(0, -3) : name;
  const test = Object.hasOwn(TESTS, plain) ? TESTS[plain] : undefined;
  if (!test) return undefined;
  if (exact) return (text, sought) => test(text, sought) !== not;
  return (text, sought) => test(text.toLowerCase(), sought.toLowerCase()) !== not;
}

/** Whether the term stands in the text, whatever its case. */
export const hasTerm: TextTest = textTest("has") ?? (() => false);
