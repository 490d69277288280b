/** Words that turn a question round. */
const NEGATIONS = new Set(
  "not no never none neither nor cannot except without least incorrect false unlikely".split(" "),
);
/** Ids below this are special or unused tokens of BERT's vocabulary: they belong to no class. */
const FIRST_WORD = 999;
/** Level of the rarest token in the class `rarity`; rarity grows with the logarithm of the id. */
const RAREST = 127;

interface Token {
  readonly text: string;
  readonly id: number;
  /** How many tokens the vocabulary has. */
  readonly size: number;
}

type Class = readonly [name: string, memberOf: (token: Token) => number];

const CLASSES: readonly Class[] = [
  ["digits", ({ text }) => Number(/^(##)?\d+$/.test(text))],
  ["word-pieces", ({ text }) => Number(text.startsWith("##"))],
  ["punctuation", ({ text }) => Number(/^[^\p{L}\p{N}]+$/u.test(text))],
  ["operators", ({ text }) => Number(/^[+\-*/=^<>×÷±√%]$/.test(text))],
  ["question-marks", ({ text }) => Number(text === "?")],
  ["commas", ({ text }) => Number(text === ",")],
  ["rare-words", ({ id, size }) => Math.round((RAREST * Math.log(1 + id)) / Math.log(size))],
  ["negations", ({ text }) => Number(NEGATIONS.has(text))],
];

export const TOKEN_CLASS_COUNT = CLASSES.length;

/** What the router knows of a prompt beside its meaning, in the order of the graph: a share for each class, then the length. */
export const TOKEN_SIGNALS: readonly string[] = [...CLASSES.map(([name]) => name), "length"];

/** The table of token classes, [tokens, TOKEN_CLASS_COUNT], row by row: 1 where a token is in a class, 0 to 127 for rarity. */
export function tokenClasses(vocabulary: readonly string[]): Int8Array {
  const table = new Int8Array(vocabulary.length * TOKEN_CLASS_COUNT);
  for (const [id, text] of vocabulary.entries()) {
    if (id < FIRST_WORD) continue;
    for (const [column, [, memberOf]] of CLASSES.entries())
      table[id * TOKEN_CLASS_COUNT + column] = memberOf({ text: text ?? "", id, size: vocabulary.length });
  }
  return table;
}
