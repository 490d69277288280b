import type { Provenance } from "../chat/provenance.ts";
import { exercise } from "./exercise.ts";
import { equal, sameOnCases } from "./expectations.ts";
import { freshCases, pickInteger, pickOne } from "./fresh-cases.ts";

interface Marked {
  readonly provenance: Provenance;
}

const q1 = exercise<(answers: readonly Marked[]) => number>({
  id: "lab01.q1",
  title: "What of it is real?",
  prompt: "Count the answers that a model made just now: those of provenance live and local.",
  hints: [
    "Which two of the four provenances mean that a model made the answer just now?",
    "Keep the answers you want with filter, then count what is left.",
    'answers.filter(({ provenance }) => provenance === "live" || ...).length',
  ],
  solution: `const countReal = (answers: readonly { provenance: string }[]): number =>
  answers.filter(({ provenance }) => provenance === "live" || provenance === "local").length;`,
  wrong: `const countReal = (answers: readonly { provenance: string }[]): number =>
  answers.filter(({ provenance }) => provenance !== "simulated").length;`,
  test(countReal) {
    const cases = freshCases(101, 12, (random) =>
      Array.from({ length: pickInteger(random, 0, 8) }, () => ({
        provenance: pickOne(random, EVERY_PROVENANCE),
      })),
    );
    sameOnCases(countReal, (answers) => answers.filter(isReal).length, cases);
  },
});

const EVERY_PROVENANCE = ["live", "local", "recorded", "simulated"] as const satisfies readonly Provenance[];

const isReal = ({ provenance }: Marked) => provenance === "live" || provenance === "local";

interface Scored {
  readonly question: string;
  readonly score: number;
  readonly threshold: number;
}

const q2 = exercise<(decisions: readonly Scored[]) => string>({
  id: "lab01.q2",
  title: "The closest call",
  prompt: "Return the question whose score lies nearest to its threshold, on either side.",
  hints: [
    "How far is a score from its threshold when you do not care for the side?",
    "Math.abs(score - threshold) is that distance; you want the decision where it is smallest.",
    "Sort a copy by the distance, [...decisions].sort(...), and take the first one's question.",
  ],
  solution: `type Scored = { question: string; score: number; threshold: number };

const closestCall = (decisions: readonly Scored[]): string => {
  const distance = ({ score, threshold }: Scored) => Math.abs(score - threshold);
  return [...decisions].sort((a, b) => distance(a) - distance(b))[0]?.question ?? "";
};`,
  wrong: `type Scored = { question: string; score: number; threshold: number };

const closestCall = (decisions: readonly Scored[]): string => {
  const distance = ({ score, threshold }: Scored) => score - threshold;
  return [...decisions].sort((a, b) => distance(a) - distance(b))[0]?.question ?? "";
};`,
  test(closestCall) {
    const cases = freshCases(102, 10, (random) =>
      Array.from({ length: pickInteger(random, 1, 6) }, (_, index) => ({
        question: `question ${index + 1}`,
        score: pickInteger(random, 0, 1000) / 1000,
        threshold: 0.4 + index / 1000,
      })),
    );
    sameOnCases(closestCall, closestOf, cases);
  },
});

const distance = ({ score, threshold }: Scored) => Math.abs(score - threshold);

const closestOf = (decisions: readonly Scored[]) =>
  decisions.reduce((best, next) => (distance(next) < distance(best) ? next : best)).question;

type Variables = Readonly<Record<string, string | undefined>>;

const q3 = exercise<(environment: Variables, envFile: Variables) => string>({
  id: "lab01.q3",
  title: "Which cloud?",
  prompt: 'Return "azure" when AZURE_OPENAI_ENDPOINT is named by the environment or by .env, else "lab".',
  hints: [
    "Two places may name the variable; one of them is enough.",
    "An empty text is falsy in TypeScript, and so is undefined.",
    'environment.AZURE_OPENAI_ENDPOINT || envFile.AZURE_OPENAI_ENDPOINT ? "azure" : "lab"',
  ],
  solution: `type Variables = Record<string, string | undefined>;

const whichCloud = (environment: Variables, envFile: Variables): "azure" | "lab" =>
  environment.AZURE_OPENAI_ENDPOINT || envFile.AZURE_OPENAI_ENDPOINT ? "azure" : "lab";`,
  wrong: `type Variables = Record<string, string | undefined>;

const whichCloud = (environment: Variables, envFile: Variables): "azure" | "lab" =>
  (environment.AZURE_OPENAI_ENDPOINT ?? envFile.AZURE_OPENAI_ENDPOINT) === undefined ? "lab" : "azure";`,
  test(whichCloud) {
    const given = [
      {},
      { AZURE_OPENAI_ENDPOINT: "" },
      { OTHER: "x" },
      { AZURE_OPENAI_ENDPOINT: "https://my.example" },
    ];
    for (const environment of given) {
      for (const envFile of given) {
        const named = environment.AZURE_OPENAI_ENDPOINT || envFile.AZURE_OPENAI_ENDPOINT;
        equal({ environment, envFile }, whichCloud(environment, envFile), named ? "azure" : "lab");
      }
    }
  },
});

export const lab01 = { q1, q2, q3 };
