import { exercise } from "./exercise.ts";
import { equal, near, that } from "./expectations.ts";
import { freshCases, pickInteger } from "./fresh-cases.ts";

type Vector = readonly number[];

const q1 = exercise<(a: Vector, b: Vector) => number>({
  id: "lab06.q1",
  title: "How alike are two prompts?",
  prompt:
    "Return the cosine of the angle between two embeddings: 1 the same direction, 0 nothing in common; 0 when one has no length.",
  hints: [
    "The dot product adds up a[i] * b[i]; the length of a vector is the root of its dot product with itself.",
    "Divide the dot product by the product of both lengths. What if that product is 0?",
    "const dot = (x, y) => x.reduce((sum, value, i) => sum + value * (y[i] ?? 0), 0); then dot(a, b) / Math.sqrt(dot(a, a) * dot(b, b))",
  ],
  solution: `type Vector = readonly number[];

const cosine = (a: Vector, b: Vector): number => {
  const dot = (x: Vector, y: Vector) => x.reduce((sum, value, i) => sum + value * (y[i] ?? 0), 0);
  const lengths = Math.sqrt(dot(a, a) * dot(b, b));
  return lengths === 0 ? 0 : dot(a, b) / lengths;
};`,
  wrong: `type Vector = readonly number[];

const cosine = (a: Vector, b: Vector): number => a.reduce((sum, value, i) => sum + value * (b[i] ?? 0), 0);`,
  test(cosine) {
    const cases = freshCases(601, 12, (random) => {
      const vector = () => Array.from({ length: 4 }, () => pickInteger(random, -5, 5));
      return { a: vector(), b: vector() };
    });
    for (const { a, b } of cases) near({ a, b }, cosine([...a], [...b]), cosineOf(a, b), 1e-9);
    near({ a: [0, 0], b: [1, 2] }, cosine([0, 0], [1, 2]), 0, 1e-9);
    near({ a: [1, 2], b: [10, 20] }, cosine([1, 2], [10, 20]), 1, 1e-9);
  },
});

function cosineOf(a: Vector, b: Vector): number {
  const dot = (x: Vector, y: Vector) => x.reduce((sum, value, index) => sum + value * (y[index] ?? 0), 0);
  const lengths = Math.sqrt(dot(a, a) * dot(b, b));
  return lengths === 0 ? 0 : dot(a, b) / lengths;
}

interface Point {
  readonly strongShare: number;
  readonly accuracy: number;
}

const q2 = exercise<(points: readonly Point[]) => number>({
  id: "lab06.q2",
  title: "The area under the curve",
  prompt:
    "The points go from 0 to 1 in strongShare. Return the area under accuracy by straight lines between neighbours.",
  hints: [
    "Between two neighbours lies a trapezium: its width is the step in strongShare.",
    "Its mean height is the mean of both accuracies. Add up width times height.",
    "for i from 1: area += (points[i].strongShare - points[i-1].strongShare) * (points[i].accuracy + points[i-1].accuracy) / 2",
  ],
  solution: `type Point = { strongShare: number; accuracy: number };

const areaUnder = (points: readonly Point[]): number =>
  points.reduce((area, to, i) => {
    const from = points[i - 1] ?? to;
    return area + ((to.strongShare - from.strongShare) * (to.accuracy + from.accuracy)) / 2;
  }, 0);`,
  wrong: `type Point = { strongShare: number; accuracy: number };

const areaUnder = (points: readonly Point[]): number =>
  points.reduce((sum, { accuracy }) => sum + accuracy, 0) / points.length;`,
  test(areaUnder) {
    const cases = freshCases(602, 10, (random) => {
      const inner = Array.from({ length: pickInteger(random, 0, 6) }, () => random()).sort((a, b) => a - b);
      return [0, ...inner, 1].map((strongShare) => ({
        strongShare,
        accuracy: pickInteger(random, 50, 90) / 100,
      }));
    });
    for (const points of cases) near(points, areaUnder(points), areaOf(points), 1e-9);
  },
});

function areaOf(points: readonly Point[]): number {
  let area = 0;
  for (const [index, to] of points.entries()) {
    const from = points[index - 1] ?? to;
    area += ((to.strongShare - from.strongShare) * (to.accuracy + from.accuracy)) / 2;
  }
  return area;
}

const q3 = exercise<(scores: readonly number[], share: number) => number>({
  id: "lab06.q3",
  title: "A threshold for a budget",
  prompt:
    "Return the threshold with which round(share * n) of the scores, the highest, are at least the threshold. The scores are all different; share is above 0.",
  hints: [
    "Sort the scores from the highest down. How many of them may go to the strong model?",
    "The lowest score that still goes is the threshold itself: score >= threshold includes it.",
    "[...scores].sort((a, b) => b - a)[Math.round(share * scores.length) - 1]",
  ],
  solution: `const thresholdFor = (scores: readonly number[], share: number): number =>
  [...scores].sort((a, b) => b - a)[Math.round(share * scores.length) - 1] ?? 1;`,
  wrong: `const thresholdFor = (scores: readonly number[], share: number): number => 1 - share;`,
  test(thresholdFor) {
    const cases = freshCases(603, 12, (random) => {
      const count = pickInteger(random, 4, 30);
      const scores = Array.from({ length: count }, (_, index) => (index + random() * 0.9) / count ** 1.3);
      const share = pickInteger(random, 1, count) / count;
      return { scores: scores.sort(() => random() - 0.5), share };
    });
    for (const { scores, share } of cases) {
      const threshold = thresholdFor([...scores], share);
      const sent = scores.filter((score) => score >= threshold).length;
      that({ scores, share }, Number.isFinite(threshold), "the threshold must be a number");
      equal({ scores, share, threshold }, sent, Math.round(share * scores.length));
    }
  },
});

export const lab06 = { q1, q2, q3 };
