import { exercise } from "./exercise.ts";
import { equal, near, sameOnCases } from "./expectations.ts";
import { freshCases, pickInteger, pickOne } from "./fresh-cases.ts";

interface Chunk {
  readonly choices: readonly { readonly delta?: { readonly content?: string | null } }[];
}

const q1 = exercise<(chunks: readonly Chunk[]) => string>({
  id: "lab03.q1",
  title: "Text from chunks",
  prompt: "Join the text of a stream's chunks. Some have no choices, some no delta, some no content.",
  hints: [
    "What is chunk.choices[0] when choices is empty?",
    "Optional chaining ends at the first thing that is not there: a?.b?.c. What should stand in for nothing?",
    'chunks.map((chunk) => chunk.choices[0]?.delta?.content ?? "").join("")',
  ],
  solution: `type Chunk = { choices: readonly { delta?: { content?: string | null } }[] };

const textOf = (chunks: readonly Chunk[]): string =>
  chunks.map((chunk) => chunk.choices[0]?.delta?.content ?? "").join("");`,
  wrong: `type Chunk = { choices: readonly { delta?: { content?: string | null } }[] };

const textOf = (chunks: readonly Chunk[]): string =>
  chunks.map((chunk) => String(chunk.choices[0]?.delta?.content)).join("");`,
  test(textOf) {
    const cases = freshCases(301, 10, (random): Chunk[] => {
      const words = Array.from({ length: pickInteger(random, 0, 6) }, () => pickOne(random, WORDS));
      const asked: Chunk[] = words.map((content) => ({ choices: [{ delta: { content } }] }));
      const others = Array.from({ length: 3 }, () => pickOne<Chunk>(random, WITHOUT_TEXT));
      return [{ choices: [] }, ...others, ...asked, { choices: [{ delta: {} }] }, { choices: [] }];
    });
    sameOnCases(textOf, joined, cases);
  },
});

const WORDS = ["Paris", " is", " the", " capital", ".", " 😀", ""] as const;
const WITHOUT_TEXT = [
  { choices: [] },
  { choices: [{}] },
  { choices: [{ delta: {} }] },
  { choices: [{ delta: { content: null } }] },
] satisfies [Chunk, ...Chunk[]];

const joined = (chunks: readonly Chunk[]) =>
  chunks.map((chunk) => chunk.choices[0]?.delta?.content ?? "").join("");

interface Categories {
  readonly [category: string]: { readonly filtered: boolean };
}

const q2 = exercise<(categories: Categories) => readonly string[]>({
  id: "lab03.q2",
  title: "What stopped it?",
  prompt: "Return the names of the categories that were filtered, in alphabetical order.",
  hints: [
    "Object.entries(categories) gives pairs of a name and its result.",
    "Keep the pairs whose result says filtered, then take the names.",
    "Object.entries(categories).filter(([, { filtered }]) => filtered).map(([name]) => name).sort()",
  ],
  solution: `type Categories = { [category: string]: { filtered: boolean } };

const stoppedBy = (categories: Categories): string[] =>
  Object.entries(categories)
    .filter(([, { filtered }]) => filtered)
    .map(([name]) => name)
    .sort();`,
  wrong: `type Categories = { [category: string]: { filtered: boolean } };

const stoppedBy = (categories: Categories): string[] => Object.keys(categories).sort();`,
  test(stoppedBy) {
    const cases = freshCases(303, 12, (random): Categories => {
      const names = [...CATEGORIES].sort(() => random() - 0.5);
      return Object.fromEntries(names.map((name) => [name, { filtered: random() < 0.4 }]));
    });
    sameOnCases(stoppedBy, filteredNames, [{}, ...cases]);
  },
});

const CATEGORIES = ["hate", "jailbreak", "self_harm", "sexual", "violence"] as const;

const filteredNames = (categories: Categories) =>
  Object.entries(categories)
    .filter(([, { filtered }]) => filtered)
    .map(([name]) => name)
    .sort();

interface Tokens {
  readonly promptTokens: number;
  readonly completionTokens: number;
}

interface Price {
  readonly input: number;
  readonly output: number;
}

const q3 = exercise<(usage: Tokens, usdPerMillion: Price) => number>({
  id: "lab03.q3",
  title: "What did it cost?",
  prompt: "Give the US dollars of one answer from its tokens and the price of a million of them.",
  hints: [
    "Prompt tokens and answer tokens have prices of their own.",
    "The price is for a million tokens: how much is one?",
    "(promptTokens * input + completionTokens * output) / 1_000_000",
  ],
  solution: `type Tokens = { promptTokens: number; completionTokens: number };
type Price = { input: number; output: number };

const answerUsd = ({ promptTokens, completionTokens }: Tokens, { input, output }: Price): number =>
  (promptTokens * input + completionTokens * output) / 1_000_000;`,
  wrong: `type Tokens = { promptTokens: number; completionTokens: number };
type Price = { input: number; output: number };

const answerUsd = ({ promptTokens, completionTokens }: Tokens, { input, output }: Price): number =>
  ((promptTokens + completionTokens) * (input + output)) / 1_000_000;`,
  test(answerUsd) {
    const cases = freshCases(302, 12, (random) => ({
      usage: {
        promptTokens: pickInteger(random, 0, 20_000),
        completionTokens: pickInteger(random, 0, 4_000),
      },
      usdPerMillion: { input: pickInteger(random, 0, 30) / 10, output: pickInteger(random, 0, 120) / 10 },
    }));
    for (const { usage, usdPerMillion } of cases) {
      const expected =
        (usage.promptTokens * usdPerMillion.input + usage.completionTokens * usdPerMillion.output) / 1e6;
      near({ usage, usdPerMillion }, answerUsd(usage, usdPerMillion), expected, 1e-12);
    }
  },
});

interface Headers {
  readonly [name: string]: string;
}

const q4 = exercise<(headers: Headers, attempt: number) => number>({
  id: "lab03.q4",
  title: "How long to wait?",
  prompt:
    "Give the milliseconds before the next try: retry-after-ms if it is there, else retry-after (seconds), else 500 doubled with each attempt (0, 1, 2 ...), at most 8000.",
  hints: [
    "The three rules are tried in order; the first that says something wins.",
    'A header that says "0" says something: do not use its truth, ask whether it is undefined.',
    "Math.min(500 * 2 ** attempt, 8000) is the last rule.",
  ],
  solution: `type RetryHeaders = { [name: string]: string };

const waitMs = (headers: RetryHeaders, attempt: number): number => {
  if (headers["retry-after-ms"] !== undefined) return Number(headers["retry-after-ms"]);
  if (headers["retry-after"] !== undefined) return Number(headers["retry-after"]) * 1000;
  return Math.min(500 * 2 ** attempt, 8000);
};`,
  wrong: `type RetryHeaders = { [name: string]: string };

const waitMs = (headers: RetryHeaders, attempt: number): number => {
  if (headers["retry-after"] !== undefined) return Number(headers["retry-after"]) * 1000;
  if (headers["retry-after-ms"] !== undefined) return Number(headers["retry-after-ms"]);
  return Math.min(500 * 2 ** attempt, 8000);
};`,
  test(waitMs) {
    const cases = freshCases(304, 16, (random) => ({
      headers: {
        ...(random() < 0.4 && { "retry-after-ms": String(pickInteger(random, 0, 3000)) }),
        ...(random() < 0.5 && { "retry-after": String(pickInteger(random, 0, 60)) }),
      },
      attempt: pickInteger(random, 0, 7),
    }));
    for (const { headers, attempt } of cases) {
      equal({ headers, attempt }, waitMs({ ...headers }, attempt), expectedWaitMs(headers, attempt));
    }
  },
});

function expectedWaitMs(headers: Headers, attempt: number): number {
  if (headers["retry-after-ms"] !== undefined) return Number(headers["retry-after-ms"]);
  if (headers["retry-after"] !== undefined) return Number(headers["retry-after"]) * 1000;
  return Math.min(500 * 2 ** attempt, 8000);
}

export const lab03 = { q1, q2, q3, q4 };
