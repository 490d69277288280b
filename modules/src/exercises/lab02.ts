import { exercise } from "./exercise.ts";
import { equal, near } from "./expectations.ts";
import { freshCases, pickInteger } from "./fresh-cases.ts";

type Judge = (answer: string) => boolean;

interface Judges {
  readonly monthsInAYear: Judge;
  readonly legsOfASpider: Judge;
  readonly whaleIsAMammal: Judge;
}

/** Answers a model may give, with what a fair judge says of them. */
const CASES: Readonly<Record<keyof Judges, { right: readonly string[]; wrong: readonly string[] }>> = {
  monthsInAYear: {
    right: ["12", "There are twelve months in a year.", "A year has 12 months.", "TWELVE!"],
    wrong: ["112", "There are 11 months in a year.", "The twelfth.", "I do not know.", ""],
  },
  legsOfASpider: {
    right: ["8", "A spider has eight legs.", "Eight.", "Spiders have 8 legs."],
    wrong: ["6", "18 legs", "A spider has six legs.", "Eighteen legs.", "Many."],
  },
  whaleIsAMammal: {
    right: ["A whale is a mammal.", "Mammal", "It is a mammal, not a fish.", "Whales are mammals."],
    wrong: [
      "A whale is a fish.",
      "It is not a mammal, it is a fish.",
      "A whale is a mammalogist.",
      "No.",
      "",
    ],
  },
};

const q1 = exercise<Judges>({
  id: "lab02.q1",
  title: "Be the judge",
  prompt: "Write a check for each of the three answers.",
  hints: [
    "A right answer may say the number as a digit or as a word.",
    "In a regular expression \\b stands for the edge of a word: /\\b(12|twelve)\\b/i finds 12 but not 112.",
    'For the whale, look for mammal or mammals, and refuse the answer when "not a mammal" is in it.',
  ],
  solution: `const judges = {
  monthsInAYear: (answer: string): boolean => /\\b(12|twelve)\\b/i.test(answer),
  legsOfASpider: (answer: string): boolean => /\\b(8|eight)\\b/i.test(answer),
  whaleIsAMammal: (answer: string): boolean => /\\bmammals?\\b/i.test(answer) && !/not a mammal/i.test(answer),
};`,
  wrong: `const judges = {
  monthsInAYear: (answer: string): boolean => answer.includes("12") || answer.includes("twel"),
  legsOfASpider: (answer: string): boolean => answer.includes("8") || answer.includes("eight"),
  whaleIsAMammal: (answer: string): boolean => answer.includes("mammal"),
};`,
  test(judges) {
    for (const name of ["monthsInAYear", "legsOfASpider", "whaleIsAMammal"] as const) {
      for (const answer of CASES[name].right) equal({ judge: name, answer }, judges[name](answer), true);
      for (const answer of CASES[name].wrong) equal({ judge: name, answer }, judges[name](answer), false);
    }
  },
});

interface Timing {
  readonly firstTokenMs: number;
  readonly totalMs: number;
  readonly tokens: number;
}

const q2 = exercise<(timing: Timing) => number>({
  id: "lab02.q2",
  title: "Tokens a second",
  prompt: "Give the tokens a second after the first token; 0 when there are fewer than two.",
  hints: [
    "How much time passed after the first token, and how many tokens came in it?",
    "tokens - 1 tokens came in totalMs - firstTokenMs milliseconds.",
    "((tokens - 1) / (totalMs - firstTokenMs)) * 1000, and 0 when tokens < 2.",
  ],
  solution: `type Timing = { firstTokenMs: number; totalMs: number; tokens: number };

const tokensPerSecond = ({ firstTokenMs, totalMs, tokens }: Timing): number =>
  tokens < 2 ? 0 : ((tokens - 1) / (totalMs - firstTokenMs)) * 1000;`,
  wrong: `type Timing = { firstTokenMs: number; totalMs: number; tokens: number };

const tokensPerSecond = ({ totalMs, tokens }: Timing): number => (tokens < 2 ? 0 : (tokens / totalMs) * 1000);`,
  test(tokensPerSecond) {
    const cases = freshCases(202, 12, (random) => {
      const tokens = pickInteger(random, 2, 100);
      const firstTokenMs = pickInteger(random, 20, 400);
      const speed = pickInteger(random, 5, 80);
      return {
        speed,
        timing: { firstTokenMs, totalMs: firstTokenMs + ((tokens - 1) / speed) * 1000, tokens },
      };
    });
    for (const { speed, timing } of cases) near(timing, tokensPerSecond(timing), speed, 0.01);
    for (const tokens of [0, 1]) {
      const timing = { firstTokenMs: 50, totalMs: 50, tokens };
      equal(timing, tokensPerSecond(timing), 0);
    }
  },
});

interface Speed {
  readonly firstTokenMs: number;
  readonly tokensPerSecond: number;
}

const q3 = exercise<(tokens: number, speed: Speed) => number>({
  id: "lab02.q3",
  title: "How long will it take?",
  prompt: "Predict the milliseconds from the question to the last of so many tokens; 0 tokens take no time.",
  hints: [
    "The first token comes after firstTokenMs. How many are left then?",
    "Each of the remaining tokens - 1 takes 1000 / tokensPerSecond milliseconds.",
    "firstTokenMs + ((tokens - 1) / tokensPerSecond) * 1000, and 0 when there are no tokens.",
  ],
  solution: `type Speed = { firstTokenMs: number; tokensPerSecond: number };

const predictMs = (tokens: number, { firstTokenMs, tokensPerSecond }: Speed): number =>
  tokens === 0 ? 0 : firstTokenMs + ((tokens - 1) / tokensPerSecond) * 1000;`,
  wrong: `type Speed = { firstTokenMs: number; tokensPerSecond: number };

const predictMs = (tokens: number, { tokensPerSecond }: Speed): number => (tokens / tokensPerSecond) * 1000;`,
  test(predictMs) {
    const cases = freshCases(203, 10, (random) => ({
      tokens: pickInteger(random, 1, 200),
      speed: { firstTokenMs: pickInteger(random, 0, 500), tokensPerSecond: pickInteger(random, 5, 95) },
    }));
    for (const { tokens, speed } of cases) {
      const expected = speed.firstTokenMs + ((tokens - 1) / speed.tokensPerSecond) * 1000;
      near({ tokens, ...speed }, predictMs(tokens, speed), expected, 0.01);
    }
    const speed = { firstTokenMs: 80, tokensPerSecond: 40 };
    equal({ tokens: 0, ...speed }, predictMs(0, speed), 0);
  },
});

export const lab02 = { q1, q2, q3 };
