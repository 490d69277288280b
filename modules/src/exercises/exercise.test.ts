import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import type { Clock } from "../core/clock.ts";
import type { Output } from "../notebook/display.ts";
import { plainText } from "../notebook/html.ts";
import { type ExerciseTools, exercise } from "./exercise.ts";
import { equal, near, sameOnCases, sameOnCasesAsync, that } from "./expectations.ts";
import { freshCases, pickInteger } from "./fresh-cases.ts";
import { createProgressFile, noProgress } from "./progress-file.ts";
import { todo } from "./todo.ts";

type Route = (query: { tokens: number }) => string;

const texts = {
  id: "lab99.q1",
  title: "Route by length",
  prompt: "Send queries of more than 50 tokens to the cloud.",
  hints: ["Compare.", "Use >.", "tokens > 50"],
  solution: 'const route = (query: { tokens: number }) => (query.tokens > 50 ? "cloud" : "<local>");',
  wrong: 'const route = () => "local";',
} as const;

const reference: Route = ({ tokens }) => (tokens > 50 ? "cloud" : "local");
const cases = freshCases(7, 20, (random) => ({ tokens: pickInteger(random, 1, 100) }));

function record() {
  const drawn: string[] = [];
  const output: Output = {
    html: (markup) => void drawn.push(markup),
    text: () => {},
    live: () => ({ draw: () => {}, end: () => {} }),
  };
  return { drawn, output, last: () => plainText(drawn.at(-1) ?? "") };
}

function routeExercise(tools: ExerciseTools = {}) {
  const { drawn, output, last } = record();
  const test = (route: Route) => sameOnCases(route, reference, cases);
  return {
    drawn,
    last,
    one: exercise<Route>({ ...texts, test }, { output, progress: noProgress, ...tools }),
  };
}

function asyncExercise<Answer>(test: (answer: Answer) => Promise<void>, tools: ExerciseTools = {}) {
  const { drawn, output, last } = record();
  const one = exercise<Answer>(
    { ...texts, limitMs: 5_000, test },
    { output, progress: noProgress, ...tools },
  );
  return { drawn, last, one };
}

describe("the outcome of a check", () => {
  const { one } = routeExercise();
  const outcome = (route: Route) => one.judge(route);

  test("the right answer passes", () => {
    expect(outcome(reference)).toEqual({ kind: "pass", message: "" });
  });

  test("an untouched starter is unattempted, not wrong", () => {
    expect(outcome(() => todo()).kind).toBe("unattempted");
  });

  test("a wrong answer fails and the failing call is told", () => {
    const { kind, message } = outcome(() => "local");
    expect(kind).toBe("fail");
    expect(message).toMatch(/^for \{ tokens: \d+ \} expected 'cloud', got 'local'$/);
  });

  test.each([
    [
      "the bound is off by one",
      ({ tokens }: { tokens: number }) => (tokens > 51 ? "cloud" : "local"),
      { tokens: 51 },
    ],
    [
      "the bound is included",
      ({ tokens }: { tokens: number }) => (tokens >= 50 ? "cloud" : "local"),
      { tokens: 50 },
    ],
  ])("a near miss fails on its edge: %s", (_, route, edge) => {
    const edges = exercise<Route>({
      ...texts,
      test: (answer) => sameOnCases(answer, reference, [...cases, edge]),
    });
    expect(edges.judge(reference).kind).toBe("pass");
    expect(edges.judge(route).kind).toBe("fail");
  });

  test("an answer that only knows the cases of the notebook fails", () => {
    const shown: Readonly<Record<number, string>> = { 60: "cloud", 12: "local" };
    expect(outcome(({ tokens }) => shown[tokens] ?? "local").kind).toBe("fail");
  });

  test("code that throws is told in one line with its call, without a stack", () => {
    const { kind, message } = outcome(() => {
      throw new TypeError("nothing\n   there");
    });
    expect(kind).toBe("error");
    expect(message).toMatch(/^for \{ tokens: \d+ \} your code threw TypeError: nothing there$/);
  });

  test.each([undefined, null, "text", 7, { deep: { er: 1 } }, Symbol("s")])(
    "code may throw anything: %s",
    (thrown) => {
      expect(
        outcome(() => {
          throw thrown;
        }).kind,
      ).toBe("error");
    },
  );

  test("an answer that is no function at all is an error of the learner's code", () => {
    expect(one.judge(undefined as never).kind).toBe("error");
  });

  test("a promise where a value is wanted asks for the await", () => {
    expect(outcome((async () => "cloud") as never).message).toContain("got a promise (is an await missing?)");
  });

  test("an answer that changes its input does not change the cases", () => {
    const spoil: Route = (query) => {
      query.tokens = 0;
      return "local";
    };
    outcome(spoil);
    expect(outcome(reference).kind).toBe("pass");
  });
});

describe("an asynchronous check", () => {
  test("passes, fails and tells errors like any other", async () => {
    const { one } = asyncExercise<(n: number) => Promise<number>>((double) =>
      sameOnCasesAsync(double, async (n) => 2 * n, [3, 4]),
    );
    expect((await one.judge(async (n) => 2 * n)).kind).toBe("pass");
    expect(await one.judge(async (n) => n)).toEqual({ kind: "fail", message: "for 3 expected 6, got 3" });
    expect((await one.judge(async () => todo())).kind).toBe("unattempted");
    expect(await one.judge(() => Promise.reject(new Error("lost")))).toEqual({
      kind: "error",
      message: "for 3 your code threw Error: lost",
    });
  });

  test("that never ends is given up at its limit", async () => {
    const slept: number[] = [];
    const clock: Clock = {
      now: () => 0,
      elapsed: () => 0,
      sleep: async (ms) => void slept.push(ms),
    };
    const { one } = asyncExercise<() => Promise<number>>(async (answer) => equal("f()", await answer(), 1), {
      clock,
    });
    const { kind, message } = await one.judge(() => new Promise(() => {}));
    expect(slept).toEqual([5_000]);
    expect(kind).toBe("error");
    expect(message).toContain("took longer than 5 s");
  });

  test("draws when it is done, and its promise never rejects", async () => {
    const { one, drawn } = asyncExercise<() => Promise<number>>(async (answer) =>
      equal("f()", await answer(), 1),
    );
    await expect(one.check(() => Promise.reject(new Error("lost")))).resolves.toBeUndefined();
    expect(drawn[0]).toContain('data-outcome="error"');
  });
});

describe("what is drawn", () => {
  test("a check gives nothing back, so a cell that ends with it prints nothing", () => {
    expect(routeExercise().one.check(reference)).toBeUndefined();
  });

  test.each([
    ["pass", reference, "✓ Correct · Route by length (lab99.q1)"],
    [
      "unattempted",
      () => todo(),
      "✎ Your turn · Route by length (lab99.q1)\nSend queries of more than 50 tokens",
    ],
    ["fail", () => "local", "✗ Not yet · Route by length (lab99.q1)\nFor { tokens:"],
  ] as const)("%s is marked for programs and told in words", (kind, answer, words) => {
    const { one, drawn, last } = routeExercise();
    one.check(answer);
    expect(drawn[0]).toContain(`data-exercise="lab99.q1" data-outcome="${kind}"`);
    expect(last()).toContain(words);
  });

  test("a learner's text is no markup", () => {
    const { one, drawn } = routeExercise();
    one.check(() => "<img src=x onerror=alert(1)>");
    expect(drawn[0]).toContain("&lt;img");
    expect(drawn[0]).not.toContain("<img");
  });

  test("hints come one by one, then the last again", () => {
    const { one, last } = routeExercise();
    const seen = Array.from({ length: 4 }, () => {
      one.hint();
      return last();
    });
    expect(seen[0]).toBe("Hint 1 of 3 · Route by length\nCompare.\nNext: lab99.q1.hint()");
    expect(seen[2]).toContain("tokens > 50\nNext: lab99.q1.solution()");
    expect(seen[3]).toBe(seen[2]);
  });

  test("the solution is shown as code", () => {
    const { one, drawn, last } = routeExercise();
    one.solution();
    expect(last()).toContain(texts.solution);
    expect(drawn[0]).toContain("&lt;local&gt;");
  });
});

describe("the words of a failure", () => {
  test("equal compares by structure", () => {
    expect(() => equal("x", { a: [1, 2] }, { a: [1, 2] })).not.toThrow();
    expect(() => equal("hello", [1, "2"], [1, 2])).toThrow("for 'hello' expected [ 1, 2 ], got [ 1, '2' ]");
  });

  test("near allows a distance and no more; NaN is never near", () => {
    expect(() => near("x", 1.05, 1, 0.1)).not.toThrow();
    expect(() => near("x", 1.2, 1, 0.1)).toThrow("expected 1 (± 0.1), got 1.2");
    expect(() => near("x", Number.NaN, 1, 0.1)).toThrow("got NaN");
  });

  test("that says its own sentence", () => {
    expect(() => that([1], false, "the list is too short")).toThrow("for [ 1 ]: the list is too short");
  });

  test("long values are cut to one bearable line", () => {
    const error = (() => {
      try {
        equal("x".repeat(5_000), "y".repeat(5_000), "z");
      } catch (thrown) {
        return String((thrown as Error).message);
      }
      return "";
    })();
    expect(error.length).toBeLessThan(600);
    expect(error).not.toContain("\n");
  });
});

test("the same seed gives the same fresh cases on every machine", () => {
  expect(cases.slice(0, 4)).toEqual(freshCases(7, 4, (random) => ({ tokens: pickInteger(random, 1, 100) })));
  expect(new Set(cases.map(({ tokens }) => tokens)).size).toBeGreaterThan(10);
  expect(cases.every(({ tokens }) => tokens >= 1 && tokens <= 100 && Number.isInteger(tokens))).toBe(true);
});

test("checks, hints and a shown solution are kept; an untouched starter is not", () => {
  const store = createProgressFile(join(mkdtempSync(join(tmpdir(), "exercise-")), "progress.json"));
  const { one } = routeExercise({ progress: store });
  one.check(() => todo());
  expect(store.read()).toEqual({});
  one.check(() => "local");
  one.hint();
  one.hint();
  one.check(reference);
  one.solution();
  one.check(() => "local");
  expect(store.read()["lab99.q1"]).toMatchObject({
    passed: true,
    outcome: "fail",
    checks: 3,
    hints: 2,
    revealed: true,
  });
});

test("a damaged progress file is told once, by whatever meets it first", () => {
  const file = join(mkdtempSync(join(tmpdir(), "exercise-")), "progress.json");
  const { one, drawn, last } = routeExercise({ progress: createProgressFile(file) });
  writeFileSync(file, "{");
  one.check(reference);
  expect(last()).toContain("The progress file was damaged");
  expect(drawn[0]).toContain('data-outcome="pass"');
  writeFileSync(file, "{");
  one.hint();
  expect(last()).toContain("The progress file was damaged");
  one.hint();
  expect(last()).toContain("Hint 2 of 3");
});
