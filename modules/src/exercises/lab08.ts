import { exercise } from "./exercise.ts";
import { equal, sameOnCases, that } from "./expectations.ts";
import { freshCases, pickInteger } from "./fresh-cases.ts";

interface Range {
  readonly low: number;
  readonly high: number;
}

const q2 = exercise<(difference: Range) => "left" | "right" | "nobody">({
  id: "lab08.q2",
  title: "Is there a winner?",
  prompt:
    'The interval is of left minus right. Return "left" when all of it is above 0, "right" when all of it is below 0, else "nobody". An end that is exactly 0 decides nothing.',
  hints: [
    "When does an interval say for sure that left is better?",
    "All of it above 0 means that its low end is.",
    'low > 0 ? "left" : high < 0 ? "right" : "nobody"',
  ],
  solution: `type Range = { low: number; high: number };

const winnerOf = ({ low, high }: Range): "left" | "right" | "nobody" =>
  low > 0 ? "left" : high < 0 ? "right" : "nobody";`,
  wrong: `type Range = { low: number; high: number };

const winnerOf = ({ low, high }: Range): "left" | "right" | "nobody" => (low + high > 0 ? "left" : "right");`,
  test(winnerOf) {
    const cases = freshCases(801, 14, (random) => {
      const ends = [pickInteger(random, -3, 3) / 100, pickInteger(random, -3, 3) / 100].sort((a, b) => a - b);
      return { low: ends[0] ?? 0, high: ends[1] ?? 0 };
    });
    sameOnCases(winnerOf, judge, [{ low: 0, high: 0.1 }, { low: -0.1, high: 0 }, ...cases]);
  },
});

function judge({ low, high }: Range): "left" | "right" | "nobody" {
  if (low > 0) return "left";
  return high < 0 ? "right" : "nobody";
}

interface Offer {
  readonly name: string;
  readonly usd: number;
  readonly quality: number;
}

const q3 = exercise<(offers: readonly Offer[]) => readonly string[]>({
  id: "lab08.q3",
  title: "Which are worth a look?",
  prompt:
    "Return the names, in alphabetical order, of the offers that no other beats: an offer is beaten when another is at most as dear and at least as good, and better in one of the two.",
  hints: [
    "For one offer, ask whether some other offer beats it; keep those for which none does.",
    "b beats a when b.usd <= a.usd, b.quality >= a.quality, and one of the two is strict.",
    "offers.filter((a) => !offers.some((b) => beats(b, a))).map(({ name }) => name).sort()",
  ],
  solution: `type Offer = { name: string; usd: number; quality: number };

const frontOf = (offers: readonly Offer[]): string[] => {
  const beats = (b: Offer, a: Offer) =>
    b.usd <= a.usd && b.quality >= a.quality && (b.usd < a.usd || b.quality > a.quality);
  return offers
    .filter((a) => !offers.some((b) => beats(b, a)))
    .map(({ name }) => name)
    .sort();
};`,
  wrong: `type Offer = { name: string; usd: number; quality: number };

const frontOf = (offers: readonly Offer[]): string[] => {
  const best = Math.max(...offers.map(({ quality }) => quality));
  return offers
    .filter(({ quality }) => quality === best)
    .map(({ name }) => name)
    .sort();
};`,
  test(frontOf) {
    const cases = freshCases(802, 12, (random) =>
      Array.from({ length: pickInteger(random, 1, 7) }, (_, index) => ({
        name: String.fromCharCode(97 + index),
        usd: pickInteger(random, 0, 5),
        quality: pickInteger(random, 0, 5),
      })),
    );
    sameOnCases(frontOf, unbeaten, cases);
  },
});

function unbeaten(offers: readonly Offer[]): readonly string[] {
  const beats = (b: Offer, a: Offer) =>
    b.usd <= a.usd && b.quality >= a.quality && (b.usd < a.usd || b.quality > a.quality);
  return offers
    .filter((a) => !offers.some((b) => beats(b, a)))
    .map(({ name }) => name)
    .sort();
}

const q1 = exercise<(query: string) => number>({
  id: "lab08.q1",
  title: "A router of your own",
  prompt:
    "Write a score from 0 (surely local) to 1 (surely cloud) for any text. A greeting must score below a request for a proof; the same text must always score the same.",
  hints: [
    "Begin with anything that grows with what is asked for: the length, the number of digits, a word such as prove.",
    "Math.min(1, x) keeps a score at most 1. What does your score say of an empty text?",
    "Math.min(1, query.length / 200) + (/\\b(prove|derive|compare)\\b/i.test(query) ? 0.4 : 0), held at most 1",
  ],
  solution: `const myScore = (query: string): number => {
  const asks = /\\b(prove|derive|design|compare|analy[sz]e|explain)\\b/i.test(query) ? 0.4 : 0;
  return Math.min(1, asks + Math.min(query.length, 400) / 800);
};`,
  wrong: `const myScore = (query: string): number => query.length / 20;`,
  test(myScore) {
    for (const query of STRANGE) {
      const score = myScore(query);
      that(shorten(query), score >= 0 && score <= 1, `a score lies from 0 to 1, not at ${score}`);
      equal({ again: shorten(query) }, myScore(query), score);
    }
    const [greeting, proof] = ["Hello there!", "Prove that the square root of 2 is irrational."];
    const scores = [myScore(greeting), myScore(proof)] as const;
    that({ greeting, proof }, scores[0] < scores[1], "the greeting must score below the proof");
  },
});

const STRANGE = [
  "",
  " ",
  "🦜🦜🦜",
  "a\u0000b",
  "ما هي عاصمة فرنسا؟",
  "why ".repeat(5000),
  "x".repeat(100_000),
];

const shorten = (text: string) => (text.length > 40 ? `${text.slice(0, 39)}…` : text);

export const lab08 = { q1, q2, q3 };
