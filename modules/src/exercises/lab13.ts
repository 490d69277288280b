import { createRandom, type Random } from "../core/random.ts";
import { exercise } from "./exercise.ts";
import { equal, sameOnCases, that } from "./expectations.ts";
import { freshCases, pickInteger, pickOne } from "./fresh-cases.ts";

/** What a caller knows of a failure. */
interface Failure {
  /** HTTP status; absent when no answer came at all. */
  readonly status?: number;
  readonly retryAfterMs?: number;
  /** Words of the answer were already there. */
  readonly begun: boolean;
}
type Todo = "retry" | "next" | "mid-stream" | "tell";

const FAULT_OF_THE_QUESTION = [400, 422];
const FAULT_OF_OUR_RIGHTS = [401, 402, 403, 404];

function whatToDo({ status, retryAfterMs = 0, begun }: Failure): Todo {
  if (begun) return "mid-stream";
  if (status !== undefined && FAULT_OF_THE_QUESTION.includes(status)) return "tell";
  if (status !== undefined && FAULT_OF_OUR_RIGHTS.includes(status)) return "next";
  return retryAfterMs > 2000 ? "next" : "retry";
}

const q1 = exercise<(failure: Failure) => Todo>({
  id: "lab13.q1",
  title: "Again, another, or nobody",
  prompt:
    'Say what follows from a failure: "mid-stream" when the answer had begun; "tell" when the question itself is refused (400, 422); "next" when this deployment will not serve us (401, 402, 403, 404) or asks for more than two seconds; else "retry".',
  hints: [
    "Ask first whether the answer had begun: then nothing else matters.",
    "No status means that nobody answered: a network that failed is worth another try.",
    "A 429 or 503 that asks for more than 2000 ms is a reason to ask another deployment.",
  ],
  solution: `const whatToDo = ({ status, retryAfterMs, begun }: Failure): Todo => {
  if (begun) return "mid-stream";
  if (status === 400 || status === 422) return "tell";
  if (status !== undefined && status >= 401 && status <= 404) return "next";
  return (retryAfterMs ?? 0) > 2000 ? "next" : "retry";
};`,
  wrong: `const whatToDo = ({ status, begun }: Failure): Todo => {
  if (begun) return "mid-stream";
  if (status === undefined || status >= 500 || status === 429) return "retry";
  return "tell";
};`,
  test(answer) {
    const statuses = [400, 401, 402, 403, 404, 408, 422, 429, 500, 502, 503, 504] as const;
    const all = statuses.map((status): Failure => ({ status, begun: false }));
    const drawn = freshCases(13, 40, (random): Failure => {
      const status = random() < 0.15 ? undefined : pickOne(random, [429, 503, 500, 401, 400]);
      return {
        ...(status !== undefined && { status }),
        ...(random() < 0.6 && { retryAfterMs: pickInteger(random, 1, 5000) }),
        begun: random() < 0.2,
      };
    });
    // A wait that is named does not make a refused question or a missing right any better.
    sameOnCases(answer, whatToDo, [...all, { begun: false }, { begun: true }, ...drawn]);
  },
});

const q2 = exercise<(attempt: number, askedMs: number, random: () => number) => number>({
  id: "lab13.q2",
  title: "Wait, but not together",
  prompt:
    "Return the milliseconds before the next try. After attempt 1 the span is 200 ms, and 1.5 times longer after each further one. Wait between half of the span and all of it, by random(); but never less than askedMs.",
  hints: [
    "The span after attempt n is 200 * 1.5 ** (n - 1).",
    "random() gives a number from 0 to 1: half of the span plus that much of the other half.",
    "Math.max(askedMs, …) keeps what the provider asks for.",
  ],
  solution: `const waitMs = (attempt: number, askedMs: number, random: () => number): number => {
  const spanMs = 200 * 1.5 ** (attempt - 1);
  return Math.max(askedMs, spanMs * (0.5 + random() / 2));
};`,
  wrong: `const waitMs = (attempt: number, askedMs: number, random: () => number): number =>
  Math.max(askedMs, 200 * 1.5 ** (attempt - 1));`,
  test(answer) {
    for (const attempt of [1, 2, 3, 5, 8]) {
      const spanMs = 200 * 1.5 ** (attempt - 1);
      const random = createRandom(attempt);
      const waits = Array.from({ length: 50 }, () => answer(attempt, 0, random));
      const call = { attempt, askedMs: 0 };
      that(call, waits.every(Number.isFinite), "a wait is a number of milliseconds");
      const [least, most] = [Math.min(...waits), Math.max(...waits)];
      that(call, least >= spanMs / 2 - 1e-6, `${Math.round(least)} ms is less than half of ${spanMs} ms`);
      that(call, most <= spanMs + 1e-6, `${Math.round(most)} ms is more than ${spanMs} ms`);
      that(call, most - least > spanMs / 4, "all wait nearly equally long, so they come back together");
      that(
        { attempt, askedMs: 9000 },
        answer(attempt, 9000, random) >= 9000,
        "the provider asked for 9000 ms",
      );
    }
  },
});

/** What stands between callers and a deployment. */
interface SmallBreaker {
  mayCall(nowMs: number): boolean;
  note(wasGood: boolean, nowMs: number): void;
}

function referenceBreaker(failures: number, openMs: number): SmallBreaker {
  let inARow = 0;
  let openUntil: number | undefined;
  let trying = false;
  return {
    mayCall(nowMs) {
      if (openUntil === undefined) return true;
      if (nowMs < openUntil || trying) return false;
      trying = true;
      return true;
    },
    note(wasGood, nowMs) {
      inARow = wasGood ? 0 : inARow + 1;
      if (wasGood) openUntil = undefined;
      else if (trying || inARow >= failures) openUntil = nowMs + openMs;
      trying = false;
    },
  };
}

const q3 = exercise<(failures: number, openMs: number) => SmallBreaker>({
  id: "lab13.q3",
  title: "A breaker of your own",
  prompt:
    "Write a breaker. It opens after so many failures in a row and lets nobody call for openMs. Then exactly one call may try: if it is good, everybody may call again; if not, it is open for openMs again.",
  hints: [
    "Remember three things: failures in a row, until when it is open, and whether a trial is under way.",
    "mayCall: yes while it is closed; no before the time is over; then yes once, until note() tells how the trial went.",
    "note: a good call closes it and counts from 0; a failed trial opens it at once, whatever the count.",
  ],
  solution: `const smallBreaker = (failures: number, openMs: number): SmallBreaker => {
  let inARow = 0;
  let openUntil: number | undefined;
  let trying = false;
  return {
    mayCall(nowMs) {
      if (openUntil === undefined) return true;
      if (nowMs < openUntil || trying) return false;
      trying = true;
      return true;
    },
    note(wasGood, nowMs) {
      inARow = wasGood ? 0 : inARow + 1;
      if (wasGood) openUntil = undefined;
      else if (trying || inARow >= failures) openUntil = nowMs + openMs;
      trying = false;
    },
  };
};`,
  wrong: `const smallBreaker = (failures: number, openMs: number): SmallBreaker => {
  let inARow = 0;
  let openUntil = 0;
  return {
    mayCall: (nowMs) => nowMs >= openUntil,
    note(wasGood, nowMs) {
      inARow = wasGood ? 0 : inARow + 1;
      if (inARow >= failures) openUntil = nowMs + openMs;
    },
  };
};`,
  test(answer) {
    for (const seed of [1, 2, 3, 4, 5, 6]) followTogether(answer, createRandom(seed));
  },
});

/** Both breakers see the same calls, up to three at one time. */
function followTogether(answer: (failures: number, openMs: number) => SmallBreaker, random: Random): void {
  const failures = pickInteger(random, 1, 4);
  const openMs = pickInteger(random, 500, 2000);
  const [theirs, ours] = [answer(failures, openMs), referenceBreaker(failures, openMs)];
  const story: string[] = [];
  for (let nowMs = 0, step = 0; step < 120; step++, nowMs += pickInteger(random, 50, 500)) {
    const isDown = Math.floor(nowMs / 4000) % 2 === 1;
    const callers = pickInteger(random, 1, 3);
    const allowed = Array.from({ length: callers }, () => {
      const expected = ours.mayCall(nowMs);
      const call = { failures, openMs, nowMs, before: story.slice(-4).join(", ") };
      equal(call, theirs.mayCall(nowMs), expected);
      return expected;
    });
    for (const one of allowed.filter(Boolean)) {
      const wasGood = one && !isDown;
      story.push(`${nowMs} ms: ${wasGood ? "good" : "failed"}`);
      theirs.note(wasGood, nowMs);
      ours.note(wasGood, nowMs);
    }
  }
}

/** What a plan streams, as far as it is read here. */
type Piece =
  | { readonly type: "text"; readonly text: string }
  | { readonly type: "route-end"; readonly reason: "restarted" | "continued" | "stop" | "cut" };

const q4 = exercise<(pieces: readonly Piece[]) => string>({
  id: "lab13.q4",
  title: "What stands in the end",
  prompt:
    'Return the text of the answer. A route-end with reason "restarted" makes everything before it void; after "continued" it stands, and the next model goes on.',
  hints: [
    "Go through the pieces and keep the text so far.",
    "Only one reason changes what is already there.",
    'if (piece.type === "route-end" && piece.reason === "restarted") text = "";',
  ],
  solution: `const wholeText = (pieces: readonly Piece[]): string => {
  let text = "";
  for (const piece of pieces) {
    if (piece.type === "text") text += piece.text;
    else if (piece.reason === "restarted") text = "";
  }
  return text;
};`,
  wrong: `const wholeText = (pieces: readonly Piece[]): string =>
  pieces.map((piece) => (piece.type === "text" ? piece.text : "")).join("");`,
  test(answer) {
    const cases = freshCases(4, 25, makePieces);
    sameOnCases(
      answer,
      (pieces) => {
        const from = pieces.findLastIndex(
          (piece) => piece.type === "route-end" && piece.reason === "restarted",
        );
        return pieces
          .slice(from + 1)
          .map((piece) => (piece.type === "text" ? piece.text : ""))
          .join("");
      },
      [[], ...cases],
    );
  },
});

const WORDS = ["A ", "router ", "asks ", "another ", "model. "] as const;

function makePieces(random: Random): Piece[] {
  const routes = pickInteger(random, 1, 3);
  return Array.from({ length: routes }, (_, route): Piece[] => {
    const last = route === routes - 1;
    return [
      ...Array.from(
        { length: pickInteger(random, 0, 4) },
        (): Piece => ({ type: "text", text: pickOne(random, WORDS) }),
      ),
      {
        type: "route-end",
        reason: last ? pickOne(random, ["stop", "cut"]) : pickOne(random, ["restarted", "continued"]),
      },
    ];
  }).flat();
}

/** Lab 13: when models fail. */
export const lab13 = { q1, q2, q3, q4 };
