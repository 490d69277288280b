import { exercise } from "./exercise.ts";
import { equal, near } from "./expectations.ts";
import { freshCases, pickInteger, pickOne } from "./fresh-cases.ts";

const q1 = exercise<(answer: string) => "easy" | "hard" | null>({
  id: "lab07.q1",
  title: "Read the label, or say there is none",
  prompt:
    'Return "easy" or "hard" when the answer is just that word, whatever the case, with white space and one full stop or quotation marks around it; null for anything else.',
  hints: [
    "An answer such as 'It is hardly a question' begins with one. Is it a label?",
    "Take away what may stand around the word, then compare the whole of what is left.",
    'const word = answer.trim().toLowerCase().replace(/^["\']|["\']?\\.?["\']?$/g, ""); then compare with both labels',
  ],
  solution: `const readLabel = (answer: string): "easy" | "hard" | null => {
  const word = /^\\s*["']?(easy|hard)["']?\\.?["']?\\s*$/i.exec(answer)?.[1]?.toLowerCase();
  return word === "easy" || word === "hard" ? word : null;
};`,
  wrong: `const readLabel = (answer: string): "easy" | "hard" | null =>
  answer.toLowerCase().includes("hard") ? "hard" : answer.toLowerCase().includes("easy") ? "easy" : null;`,
  test(readLabel) {
    for (const [answer, label] of ANSWERS) equal(answer, readLabel(answer), label);
  },
});

const ANSWERS = [
  ["easy", "easy"],
  ["Hard", "hard"],
  [" HARD.\n", "hard"],
  ['"easy"', "easy"],
  ["'hard'.", "hard"],
  ["", null],
  ["It is hardly a question.", null],
  ["Not hard at all.", null],
  ["easy or hard", null],
  ["easygoing", null],
  ["The capital of France is Paris.", null],
] as const;

interface TokenChance {
  readonly token: string;
  readonly logprob: number;
}

const q2 = exercise<(top: readonly TokenChance[]) => number>({
  id: "lab07.q2",
  title: "From log-probabilities to a score",
  prompt:
    "Of the probability that lies on the two labels, return the share of hard: tokens count by their trimmed lower-case text, exp(logprob) is the probability, and with neither label among them return 0.5.",
  hints: [
    "Math.exp turns a log-probability back into a probability.",
    'Add up the probabilities of tokens whose trimmed lower-case text is "hard"; likewise "easy". " Hard" and "hard" both count.',
    "hard / (hard + easy), and 0.5 when both are 0.",
  ],
  solution: `type TokenChance = { token: string; logprob: number };

const hardShare = (top: readonly TokenChance[]): number => {
  const mass = (label: string) =>
    top
      .filter(({ token }) => token.trim().toLowerCase() === label)
      .reduce((sum, { logprob }) => sum + Math.exp(logprob), 0);
  const both = mass("hard") + mass("easy");
  return both === 0 ? 0.5 : mass("hard") / both;
};`,
  wrong: `type TokenChance = { token: string; logprob: number };

const hardShare = (top: readonly TokenChance[]): number => {
  const hard = top.find(({ token }) => token === "hard")?.logprob ?? 0;
  const easy = top.find(({ token }) => token === "easy")?.logprob ?? 0;
  return hard / (hard + easy || 1);
};`,
  test(hardShare) {
    const cases = freshCases(702, 12, (random) => {
      const tokens = [" hard", "Hard", "easy", " Easy", "The", "h"].filter(() => random() < 0.7);
      return tokens.map((token) => ({ token, logprob: -pickInteger(random, 1, 600) / 100 }));
    });
    for (const top of [[], ...cases]) near(top, hardShare(top), shareOfHard(top), 1e-9);
  },
});

function shareOfHard(top: readonly TokenChance[]): number {
  const mass = (label: string) =>
    top
      .filter(({ token }) => token.trim().toLowerCase() === label)
      .reduce((sum, { logprob }) => sum + Math.exp(logprob), 0);
  const both = mass("hard") + mass("easy");
  return both === 0 ? 0.5 : mass("hard") / both;
}

interface Bill {
  readonly routingUsd: number;
  readonly localUsd: number;
  readonly cloudUsd: number;
  readonly cloudShare: number;
}

const q3 = exercise<(bill: Bill) => number>({
  id: "lab07.q3",
  title: "Is asking where to ask worth it?",
  prompt:
    "Every query costs routingUsd to route; then it goes to the cloud with probability cloudShare at cloudUsd, else it stays at localUsd. Return the saving per query against sending everything to the cloud without a router; negative when routing costs more than it saves.",
  hints: [
    "What does one query cost with the router, on average?",
    "routingUsd + cloudShare * cloudUsd + (1 - cloudShare) * localUsd. And without it?",
    "cloudUsd minus that",
  ],
  solution: `type Bill = { routingUsd: number; localUsd: number; cloudUsd: number; cloudShare: number };

const savingUsd = ({ routingUsd, localUsd, cloudUsd, cloudShare }: Bill): number =>
  cloudUsd - (routingUsd + cloudShare * cloudUsd + (1 - cloudShare) * localUsd);`,
  wrong: `type Bill = { routingUsd: number; localUsd: number; cloudUsd: number; cloudShare: number };

const savingUsd = ({ localUsd, cloudUsd, cloudShare }: Bill): number =>
  cloudUsd - (cloudShare * cloudUsd + (1 - cloudShare) * localUsd);`,
  test(savingUsd) {
    const cases = freshCases(703, 12, (random) => ({
      routingUsd: pickInteger(random, 0, 20) / 1e5,
      localUsd: pickOne(random, [0, 0, 1e-5]),
      cloudUsd: pickInteger(random, 1, 400) / 1e5,
      cloudShare: pickInteger(random, 0, 10) / 10,
    }));
    for (const bill of cases) {
      const { routingUsd, localUsd, cloudUsd, cloudShare } = bill;
      const expected = cloudUsd - routingUsd - cloudShare * cloudUsd - (1 - cloudShare) * localUsd;
      near(bill, savingUsd(bill), expected, 1e-12);
    }
  },
});

export const lab07 = { q1, q2, q3 };
