import { hash } from "node:crypto";
import { createRandom, type Random } from "../core/random.ts";
import { exercise } from "./exercise.ts";
import { equal, near, sameOnCases, that } from "./expectations.ts";
import { freshCases, pickInteger, pickOne } from "./fresh-cases.ts";

/** Money that several callers spend at the same time. */
interface Purse {
  /** Sets aside what a call may cost at most; undefined when it is not there. What comes back books what it did cost. */
  take(mostCents: number): ((paidCents: number) => void) | undefined;
  spentCents(): number;
}

function referencePurse(limitCents: number): Purse {
  let spent = 0;
  let held = 0;
  return {
    take(mostCents) {
      if (spent + held + mostCents > limitCents) return undefined;
      held += mostCents;
      return (paidCents) => {
        held -= mostCents;
        spent += paidCents;
      };
    },
    spentCents: () => spent,
  };
}

const q1 = exercise<(limitCents: number) => Purse>({
  id: "lab14.q1",
  title: "A purse that holds",
  prompt:
    "Write a purse. take(mostCents) sets aside what a call may cost at most, or gives undefined when that is not left. The function that it gives books what was paid and frees the rest.",
  hints: [
    "Remember two sums: what is spent, and what is set aside for calls under way.",
    "A call fits when spent + held + mostCents is not above the limit.",
    "When it is paid, held sinks by mostCents and spent rises by paidCents.",
  ],
  solution: `const createPurse = (limitCents: number): Purse => {
  let spent = 0;
  let held = 0;
  return {
    take(mostCents) {
      if (spent + held + mostCents > limitCents) return undefined;
      held += mostCents;
      return (paidCents) => {
        held -= mostCents;
        spent += paidCents;
      };
    },
    spentCents: () => spent,
  };
};`,
  wrong: `const createPurse = (limitCents: number): Purse => {
  let spent = 0;
  return {
    take: () =>
      spent >= limitCents
        ? undefined
        : (paidCents) => {
            spent += paidCents;
          },
    spentCents: () => spent,
  };
};`,
  test(answer) {
    for (const seed of [1, 2, 3, 4, 5, 6, 7, 8]) spendTogether(answer, createRandom(seed));
  },
});

/** Both purses see the same calls, begun and paid in any order. */
function spendTogether(answer: (limitCents: number) => Purse, random: Random): void {
  const limitCents = pickInteger(random, 20, 200);
  const [theirs, ours] = [answer(limitCents), referencePurse(limitCents)];
  const open: { most: number; theirs: (paid: number) => void; ours: (paid: number) => void }[] = [];
  for (let step = 0; step < 200; step++) {
    const isNew = open.length === 0 || random() < 0.5;
    if (isNew) {
      const most = random() < 0.1 ? 0 : pickInteger(random, 1, 30);
      const [mine, reference] = [theirs.take(most), ours.take(most)];
      const call = { limitCents, spentCents: ours.spentCents(), underWay: open.map((one) => one.most), most };
      equal({ ...call, "take granted": "?" }, mine !== undefined, reference !== undefined);
      if (mine && reference) open.push({ most, theirs: mine, ours: reference });
    } else {
      const [one] = open.splice(Math.floor(random() * open.length), 1);
      const paid = pickInteger(random, 0, one?.most ?? 0);
      one?.theirs(paid);
      one?.ours(paid);
      equal({ limitCents, paid, "spentCents()": "?" }, theirs.spentCents(), ours.spentCents());
    }
  }
}

/** One call of a model, as a ledger keeps it. */
interface Call {
  readonly purpose: "answer" | "wasted" | "routing";
  readonly costCents: number;
  /** What the same tokens cost at the cloud model; the answer to a question is paid there, too. */
  readonly cloudCents: number;
}

function referenceSaving(calls: readonly Call[]): number {
  const paid = calls.reduce((sum, { costCents }) => sum + costCents, 0);
  const cloud = calls.reduce(
    (sum, { purpose, cloudCents }) => sum + (purpose === "answer" ? cloudCents : 0),
    0,
  );
  return cloud === 0 ? 0 : 1 - paid / cloud;
}

const q2 = exercise<(calls: readonly Call[]) => number>({
  id: "lab14.q2",
  title: "Saved, honestly",
  prompt:
    "Return the share that was saved against sending every question to the cloud: 1 - paid / all-cloud. All calls were paid, also wasted ones and those that chose the way; the cloud alone would have needed the answers only. 0 without answers.",
  hints: [
    "paid is the sum of costCents over all calls.",
    'all-cloud is the sum of cloudCents over calls with purpose "answer".',
    "The result may be negative: routing can cost more than it saves.",
  ],
  solution: `const savedShare = (calls: readonly Call[]): number => {
  let paid = 0;
  let cloud = 0;
  for (const { purpose, costCents, cloudCents } of calls) {
    paid += costCents;
    if (purpose === "answer") cloud += cloudCents;
  }
  return cloud === 0 ? 0 : 1 - paid / cloud;
};`,
  wrong: `const savedShare = (calls: readonly Call[]): number => {
  const answers = calls.filter(({ purpose }) => purpose === "answer");
  const paid = answers.reduce((sum, { costCents }) => sum + costCents, 0);
  const cloud = answers.reduce((sum, { cloudCents }) => sum + cloudCents, 0);
  return cloud === 0 ? 0 : 1 - paid / cloud;
};`,
  test(answer) {
    const makeCall = (random: Random): Call => {
      const cloudCents = pickInteger(random, 1, 50) / 10;
      return {
        purpose: pickOne(random, ["answer", "answer", "wasted", "routing"]),
        costCents: random() < 0.5 ? 0 : cloudCents,
        cloudCents,
      };
    };
    const cases = freshCases(14, 20, (random) =>
      Array.from({ length: pickInteger(random, 1, 6) }, () => makeCall(random)),
    );
    for (const calls of [[], ...cases]) near(calls, answer(calls), referenceSaving(calls), 1e-9);
  },
});

const NEGATIONS = /\b(?:not|never|no|without)\b|n't\b/gi;

function referenceGuard(one: string, other: string): boolean {
  const numbers = (text: string) => (text.match(/\d+/g) ?? []).sort().join();
  const negations = (text: string) => (text.match(NEGATIONS) ?? []).length;
  return numbers(one) === numbers(other) && negations(one) === negations(other);
}

const q3 = exercise<(one: string, other: string) => boolean>({
  id: "lab14.q3",
  title: "What an embedding does not see",
  prompt:
    "Return false when two questions must not share an answer: they hold different numbers (digits), or not the same count of the words not, never, no, without and n't.",
  hints: [
    "text.match(/\\d+/g) gives the numbers; null when there are none.",
    "Compare them as sorted lists: the same numbers in another order are the same numbers here.",
    "/\\b(?:not|never|no|without)\\b|n't\\b/gi finds the words.",
  ],
  solution: `const mayShare = (one: string, other: string): boolean => {
  const numbers = (text: string) => (text.match(/\\d+/g) ?? []).sort().join();
  const negations = (text: string) =>
    (text.match(/\\b(?:not|never|no|without)\\b|n't\\b/gi) ?? []).length;
  return numbers(one) === numbers(other) && negations(one) === negations(other);
};`,
  wrong: `const mayShare = (one: string, other: string): boolean =>
  /\\d/.test(one) === /\\d/.test(other) && /\\bnot\\b/.test(one) === /\\bnot\\b/.test(other);`,
  test(answer) {
    const guard = ([one, other]: readonly [string, string]) => answer(one, other);
    const cases = freshCases(3, 40, makeQuestions);
    sameOnCases(guard, ([one, other]) => referenceGuard(one, other), [
      ["Is it safe?", "Isn't it safe?"],
      ["Add 3 and 4.", "Add 4 and 3."],
      ["Which note is this?", "Which not is this?"],
      ...cases,
    ]);
  },
});

const THINGS = ["a router", "a cache", "a token", "an index"] as const;
const TURNS = ["", "", "not ", "never ", "no longer "] as const;

function makeQuestions(random: Random): readonly [string, string] {
  const [thing, number, turn] = [pickOne(random, THINGS), pickInteger(random, 1, 40), pickOne(random, TURNS)];
  const ask = (count: number, word: string) => `Why does ${thing} ${word}need ${count} seconds?`;
  const otherNumber = random() < 0.5 ? number : pickInteger(random, 1, 40);
  const otherTurn = random() < 0.5 ? turn : pickOne(random, TURNS);
  return [ask(number, turn), ask(otherNumber, otherTurn)];
}

/** An even number from 0 to 1, the same for the same text. */
const hashOf = (text: string) => hash("sha256", text, "buffer").readUInt32BE(0) / 2 ** 32;

type TakesPart = (
  experiment: string,
  user: string,
  share: number,
  hashOf: (text: string) => number,
) => boolean;

const q4 = exercise<TakesPart>({
  id: "lab14.q4",
  title: "Who takes part",
  prompt:
    "Decide whether a user takes part in an experiment with this share (0 to 1): always the same for the same user, about that share of all users, whoever takes part at a small share also at every larger one, and two experiments not with the same users. hashOf(text) gives an even number from 0 to 1 that is always the same for the same text.",
  hints: [
    "Every user has a fixed number from 0 to 1 in an experiment; no random numbers.",
    "A user takes part when that number is below the share.",
    'The hash must know the experiment, too: hashOf(experiment + " " + user).',
  ],
  solution: `const takesPart = (
  experiment: string,
  user: string,
  share: number,
  hashOf: (text: string) => number,
): boolean => hashOf(\`\${experiment} \${user}\`) < share;`,
  wrong: `const takesPart = (
  experiment: string,
  user: string,
  share: number,
  hashOf: (text: string) => number,
): boolean => hashOf(user) < share;`,
  test(answer) {
    const users = freshCases(4, 2000, (random) => `user-${pickInteger(random, 1, 1e9)}`);
    const shares = [0, 0.1, 0.25, 0.5, 1];
    for (const user of users.slice(0, 300)) {
      const ask = () => shares.map((share) => answer("short prompts", user, share, hashOf));
      const first = ask();
      equal({ user, again: true }, ask(), first);
      const from = first.indexOf(true);
      that(
        { user },
        from < 0 || first.slice(from).every(Boolean),
        "takes part at a share and not at a larger one",
      );
    }
    for (const share of shares) {
      const part = users.filter((user) => answer("short prompts", user, share, hashOf)).length;
      near({ share, of: "2000 users" }, part / users.length, share, spread(share));
    }
    const both = users.filter((user) =>
      ["short prompts", "small model"].every((name) => answer(name, user, 0.5, hashOf)),
    );
    near(
      { users: "in two experiments of share 0.5 at once" },
      both.length / users.length,
      0.25,
      spread(0.25),
    );
  },
});

/** Four standard deviations of the share of 2000 draws. */
const spread = (share: number) => 4 * Math.sqrt((share * (1 - share)) / 2000) + 1e-9;

/** Lab 14: cost, cache and experiments. */
export const lab14 = { q1, q2, q3, q4 };
