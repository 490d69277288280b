import type { Random } from "../core/random.ts";
import { exercise } from "./exercise.ts";
import { near, that } from "./expectations.ts";
import { freshCases, pickInteger } from "./fresh-cases.ts";

/** The Wilson interval of a share at 95 %. */
function wilson(hits: number, all: number): readonly [number, number] {
  const z = 1.959963984540054;
  const share = hits / all;
  const middle = (share + z ** 2 / (2 * all)) / (1 + z ** 2 / all);
  const half = (z * Math.sqrt((share * (1 - share)) / all + z ** 2 / (4 * all ** 2))) / (1 + z ** 2 / all);
  return [middle - half, middle + half];
}

const q1 = exercise<(hits: number, all: number) => readonly [number, number]>({
  id: "lab19.q1",
  title: "A share with its interval",
  prompt:
    "Return the 95 % Wilson interval [low, high] of hits out of all: with z = 1.96 and p = hits / all, the middle is (p + z²/2n) / (1 + z²/n), and half its width z · √(p(1-p)/n + z²/4n²) / (1 + z²/n).",
  hints: [
    "n is all, p is hits / all.",
    "Both the middle and the half width are divided by 1 + z ** 2 / n.",
    "Return [middle - half, middle + half]; nought of ten is not 'never': its upper end is about 0.28.",
  ],
  solution: `const shareInterval = (hits: number, all: number): readonly [number, number] => {
  const z = 1.96;
  const p = hits / all;
  const scale = 1 + z ** 2 / all;
  const middle = (p + z ** 2 / (2 * all)) / scale;
  const half = (z * Math.sqrt((p * (1 - p)) / all + z ** 2 / (4 * all ** 2))) / scale;
  return [middle - half, middle + half];
};`,
  wrong: `const shareInterval = (hits: number, all: number): readonly [number, number] => {
  const p = hits / all;
  const half = 1.96 * Math.sqrt((p * (1 - p)) / all);
  return [p - half, p + half];
};`,
  test(answer) {
    const cases = freshCases(19, 25, (random) => {
      const all = pickInteger(random, 5, 400);
      return { all, hits: pickInteger(random, 0, all) };
    });
    for (const { hits, all } of [{ hits: 0, all: 10 }, { hits: 10, all: 10 }, ...cases]) {
      const [low, high] = answer(hits, all);
      const [ourLow, ourHigh] = wilson(hits, all);
      near({ hits, all, end: "low" }, low, ourLow, 1e-3);
      near({ hits, all, end: "high" }, high, ourHigh, 1e-3);
    }
  },
});

const LEAST_SHARE = 0.0001;

function stabilityIndex(before: readonly number[], after: readonly number[]): number {
  const sum = (counts: readonly number[]) => counts.reduce((total, count) => total + count, 0);
  const [all, allAfter] = [sum(before), sum(after)];
  return before.reduce((index, count, at) => {
    const p = Math.max(LEAST_SHARE, count / all);
    const q = Math.max(LEAST_SHARE, (after[at] ?? 0) / allAfter);
    return index + (q - p) * Math.log(q / p);
  }, 0);
}

const q2 = exercise<(before: readonly number[], after: readonly number[]) => number>({
  id: "lab19.q2",
  title: "Have the questions changed?",
  prompt:
    "Return the population stability index of two histograms with the same bins: the sum over the bins of (q - p) · ln(q / p), where p and q are the bin's shares before and after, each at least 0.0001. Above 0.25 something has changed.",
  hints: [
    "A share is the bin's count by the sum of all counts of its own histogram.",
    "Math.max(0.0001, share) keeps the logarithm finite.",
    "Each bin adds something positive: when q is larger than p both factors are, else neither is.",
  ],
  solution: `const stabilityIndex = (before: readonly number[], after: readonly number[]): number => {
  const sharesOf = (counts: readonly number[]) => {
    const all = counts.reduce((sum, count) => sum + count, 0);
    return counts.map((count) => Math.max(0.0001, count / all));
  };
  const [p, q] = [sharesOf(before), sharesOf(after)];
  return p.reduce((sum, share, at) => {
    const later = q[at] ?? 0.0001;
    return sum + (later - share) * Math.log(later / share);
  }, 0);
};`,
  wrong: `const stabilityIndex = (before: readonly number[], after: readonly number[]): number =>
  before.reduce((sum, count, at) => sum + Math.abs(count - (after[at] ?? 0)), 0);`,
  test(answer) {
    const counts = (random: Random) =>
      Array.from({ length: 10 }, () => (random() < 0.15 ? 0 : pickInteger(random, 1, 60)));
    const cases = freshCases(2, 20, (random) => ({ before: counts(random), after: counts(random) }));
    for (const { before, after } of cases)
      near({ before, after }, answer(before, after), stabilityIndex(before, after), 1e-6);
    near({ before: [5, 5], after: [50, 50] }, answer([5, 5], [50, 50]), 0, 1e-9);
  },
});

/** What a month costs with a router, and what came of it. */
interface Month {
  readonly questions: number;
  /** Share of the questions that this machine answers. */
  readonly localShare: number;
  /** US dollars for a question at the cloud. */
  readonly cloudUsd: number;
  /** US dollars a month for this machine and whoever looks after it. */
  readonly fixedUsd: number;
  /** Share of the local answers that were so bad that the question was asked again, at the cloud. */
  readonly againShare: number;
}

const netSaving = ({ questions, localShare, cloudUsd, fixedUsd, againShare }: Month) =>
  questions * localShare * (1 - againShare) * cloudUsd - fixedUsd;

const q3 = exercise<(month: Month) => number>({
  id: "lab19.q3",
  title: "What is left of it",
  prompt:
    "Return what a month with the router saves in US dollars against the cloud alone: each local answer saves cloudUsd, except where the question was asked again at the cloud; from that the fixed costs are taken. Negative when it does not pay.",
  hints: [
    "Local answers: questions * localShare.",
    "Only 1 - againShare of them save anything.",
    "fixedUsd is due in any case.",
  ],
  solution: `const netSaving = (month: Month): number => {
  const local = month.questions * month.localShare;
  return local * (1 - month.againShare) * month.cloudUsd - month.fixedUsd;
};`,
  wrong: `const netSaving = (month: Month): number =>
  month.questions * month.localShare * month.cloudUsd;`,
  test(answer) {
    const cases = freshCases(3, 20, (random) => ({
      questions: pickInteger(random, 100, 1_000_000),
      localShare: random(),
      cloudUsd: random() / 100,
      fixedUsd: pickInteger(random, 0, 500),
      againShare: random() / 2,
    }));
    for (const month of cases) near(month, answer(month), netSaving(month), 1e-6);
    const idle = { questions: 0, localShare: 0.5, cloudUsd: 0.01, fixedUsd: 80, againShare: 0 };
    that(idle, answer(idle) < 0, "a machine that nobody asks costs all the same");
  },
});

/** Lab 19: three tiers, and what they are worth. */
export const lab19 = { q1, q2, q3 };
