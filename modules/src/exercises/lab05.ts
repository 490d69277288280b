import { exercise } from "./exercise.ts";
import { equal, near, sameOnCases } from "./expectations.ts";
import { freshCases, pickInteger, pickOne } from "./fresh-cases.ts";

type Target = "local" | "cloud";

const q1 = exercise<(query: string, mostWords: number) => Target>({
  id: "lab05.q1",
  title: "A router of one line",
  prompt:
    'Return "cloud" when the query has more words than mostWords, else "local". Words are parted by white space.',
  hints: [
    "split(/\\s+/) parts at any run of white space. What does it give for a text that begins with a space?",
    'An empty text has no words, but "".split(/\\s+/) has one entry.',
    'query.split(/\\s+/).filter((word) => word !== "").length > mostWords',
  ],
  solution: `const byWords = (query: string, mostWords: number): "local" | "cloud" => {
  const words = query.split(/\\s+/).filter((word) => word !== "");
  return words.length > mostWords ? "cloud" : "local";
};`,
  wrong: `const byWords = (query: string, mostWords: number): "local" | "cloud" =>
  query.split(" ").length > mostWords ? "cloud" : "local";`,
  test(byWords) {
    const cases = freshCases(501, 20, (random) => {
      const count = pickInteger(random, 0, 9);
      const gap = () => pickOne(random, [" ", "  ", "\n", "\t"]);
      const words = Array.from({ length: count }, () => `word${gap()}`).join("");
      return {
        query: `${pickOne(random, ["", " ", "\n"])}${words}`,
        mostWords: pickInteger(random, 0, 8),
        count,
      };
    });
    for (const { query, mostWords, count } of cases) {
      equal({ query, mostWords }, byWords(query, mostWords), count > mostWords ? "cloud" : "local");
    }
  },
});

const q2 = exercise<(text: string, word: string) => boolean>({
  id: "lab05.q2",
  title: "Whole words only",
  prompt:
    "Say whether the word occurs in the text as a whole word, whatever the case; any letter or digit continues a word.",
  hints: [
    '"hi" must not be found in "machine". What stands before and after a whole word?',
    "Cut the text into words instead of searching it: text.toLowerCase().split(...) and look whether the word is among them.",
    "text.toLowerCase().split(/[^\\p{L}\\p{N}]+/u).includes(word.toLowerCase())",
  ],
  solution: `const mentions = (text: string, word: string): boolean =>
  text.toLowerCase().split(/[^\\p{L}\\p{N}]+/u).includes(word.toLowerCase());`,
  wrong: `const mentions = (text: string, word: string): boolean =>
  new RegExp(\`\\\\b\${word}\\\\b\`, "i").test(text);`,
  test(mentions) {
    for (const { text, word, found } of MENTIONS) equal({ text, word }, mentions(text, word), found);
  },
});

/** `\b` takes only the letters a to z for letters: it finds a word's edge inside `perché` and none around `é`. */
const MENTIONS = [
  { text: "Hi there!", word: "hi", found: true },
  { text: "the machine", word: "hi", found: false },
  { text: "A plan, please.", word: "plan", found: true },
  { text: "on this planet", word: "plan", found: false },
  { text: "Say HELLO", word: "hello", found: true },
  { text: "Perché no?", word: "perché", found: true },
  { text: "Perché no?", word: "perch", found: false },
  { text: "c'est l'été", word: "été", found: true },
  { text: "für alle", word: "f", found: false },
  { text: "¿Por qué?", word: "qué", found: true },
  { text: "plan2", word: "plan", found: false },
  { text: "", word: "hi", found: false },
] as const;

interface Scored {
  readonly score: number;
  readonly target: Target;
}

const q3 = exercise<(rows: readonly Scored[], candidates: readonly number[]) => number>({
  id: "lab05.q3",
  title: "Choose the threshold",
  prompt:
    "Return the candidate with which most rows are routed as labelled; a row goes to the cloud when its score is at least the threshold. Of equals, the smallest.",
  hints: [
    "For one threshold, count the rows where (score >= threshold) agrees with (target is cloud).",
    "Go through the candidates from the smallest and keep the best so far; only a better one replaces it.",
    "[...candidates].sort((a, b) => a - b).reduce((best, next) => (right(next) > right(best) ? next : best))",
  ],
  solution: `type Scored = { score: number; target: "local" | "cloud" };

const bestThreshold = (rows: readonly Scored[], candidates: readonly number[]): number => {
  const right = (threshold: number) =>
    rows.filter(({ score, target }) => (score >= threshold) === (target === "cloud")).length;
  return [...candidates].sort((a, b) => a - b).reduce((best, next) => (right(next) > right(best) ? next : best));
};`,
  wrong: `type Scored = { score: number; target: "local" | "cloud" };

const bestThreshold = (rows: readonly Scored[], candidates: readonly number[]): number => {
  const right = (threshold: number) =>
    rows.filter(({ score, target }) => (score > threshold) === (target === "cloud")).length;
  return [...candidates].sort((a, b) => b - a).reduce((best, next) => (right(next) > right(best) ? next : best));
};`,
  test(bestThreshold) {
    const cases = freshCases(503, 12, (random) => ({
      rows: Array.from({ length: pickInteger(random, 1, 12) }, () => ({
        score: pickInteger(random, 0, 10) / 10,
        target: pickOne(random, ["local", "cloud"] as const),
      })),
      candidates: [0.3, 0.5, 0.7, 0.1, 0.9],
    }));
    for (const { rows, candidates } of cases) {
      equal({ rows, candidates }, bestThreshold(rows, [...candidates]), bestOf(rows, candidates));
    }
  },
});

function bestOf(rows: readonly Scored[], candidates: readonly number[]): number {
  const right = (threshold: number) =>
    rows.filter(({ score, target }) => score >= threshold === (target === "cloud")).length;
  return [...candidates]
    .sort((a, b) => a - b)
    .reduce((best, next) => (right(next) > right(best) ? next : best));
}

interface Routed {
  readonly wanted: Target;
  readonly got: Target;
}

const q4 = exercise<(rows: readonly Routed[]) => number>({
  id: "lab05.q4",
  title: "What was missed",
  prompt:
    "Return the cloud recall: of the rows that should go to the cloud, the share that did; 1 when there is none.",
  hints: [
    "Which rows count below the line? Not all of them.",
    'Keep the rows with wanted === "cloud", then count those of them with got === "cloud".',
    "sent.length / needed.length, and 1 when needed is empty.",
  ],
  solution: `type Routed = { wanted: "local" | "cloud"; got: "local" | "cloud" };

const cloudRecall = (rows: readonly Routed[]): number => {
  const needed = rows.filter(({ wanted }) => wanted === "cloud");
  const sent = needed.filter(({ got }) => got === "cloud");
  return needed.length === 0 ? 1 : sent.length / needed.length;
};`,
  wrong: `type Routed = { wanted: "local" | "cloud"; got: "local" | "cloud" };

const cloudRecall = (rows: readonly Routed[]): number =>
  rows.filter(({ wanted, got }) => wanted === got).length / rows.length;`,
  test(cloudRecall) {
    const cases = freshCases(504, 12, (random) =>
      Array.from({ length: pickInteger(random, 1, 14) }, () => ({
        wanted: pickOne(random, ["local", "cloud"] as const),
        got: pickOne(random, ["local", "cloud"] as const),
      })),
    );
    for (const rows of cases) near(rows, cloudRecall(rows), recallOf(rows), 1e-9);
    sameOnCases(cloudRecall, recallOf, [[], [{ wanted: "local", got: "cloud" }] satisfies Routed[]]);
  },
});

function recallOf(rows: readonly Routed[]): number {
  const needed = rows.filter(({ wanted }) => wanted === "cloud");
  return needed.length === 0 ? 1 : needed.filter(({ got }) => got === "cloud").length / needed.length;
}

export const lab05 = { q1, q2, q3, q4 };
