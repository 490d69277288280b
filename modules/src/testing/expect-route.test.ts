import { execFile } from "node:child_process";
import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { inspect } from "node:util";
import { describe, expect, test } from "vitest";
import { paths } from "../config/paths.ts";
import { RoutingError } from "../core/errors.ts";
import type { Router } from "../routers/router.ts";
import { createRuleRouter } from "../routers/rule.ts";
import type { RuleSet } from "../routers/rule-set.ts";
import { expectRoute } from "./expect-route.ts";
import { expectRoutes } from "./expect-routes.ts";

const about = "For this test.";

const rules: RuleSet = {
  base: 0.3,
  threshold: 0.5,
  signals: [
    { name: "greeting", about, weight: -0.2, words: { en: ["hello"] } },
    { name: "reasoning", about, weight: 0.3, words: { en: ["prove"] } },
    { name: "idle", about, weight: 0, words: { en: ["please"] } },
  ],
};

const options = { router: createRuleRouter({ rules }) };

const broken: Router = {
  name: "broken",
  route: async () => {
    throw new RoutingError("There is no model.", { code: "NO_MODEL" });
  },
};

describe("an expectation that holds", () => {
  test("gives the decision", async () => {
    const decision = await expectRoute("hello", options)
      .toBe("local")
      .because("greeting")
      .withMarginOver(0.3)
      .cost(0);
    expect(decision).toMatchObject({ router: "rule", score: 0.1 });
  });

  test("needs no router: the shipped rules decide", async () => {
    await expectRoute("hello").toBe("local").because("greeting");
    await expectRoute("Prove that sqrt(2) is irrational").toBe("cloud").because("reasoning");
  });

  test("may say at most what a cloud route costs at list price", async () => {
    await expectRoute("prove it", { ...options, model: "gpt-4o", answerTokens: 1000 }).cost(0.02);
  });
});

describe("an expectation that fails", () => {
  const got = 'rule router: cloud, score 0.60, threshold 0.50; signals: reasoning "prove" +0.30';

  test.each([
    [() => expectRoute("prove it", options).toBe("local"), `expected local, got cloud (${got}).`],
    [
      () => expectRoute("prove it", options).toBe("cloud").because("greeting"),
      'went to cloud as expected, but not because of greeting: its signals are reasoning "prove" +0.30 (rule router: score 0.60, threshold 0.50).',
    ],
    [
      () => expectRoute("prove it", options).withMarginOver(0.1),
      `expected margin over 0.1, got margin 0.100 (${got}).`,
    ],
    [
      () => expectRoute("prove it", { ...options, answerTokens: 1000 }).cost(0.001),
      `expected cost of at most $0.001, got cost of about $0.010 (${got}).`,
    ],
  ])("tells prompt, expected, got and signals in one line (%#)", async (write, message) => {
    await expect(write()).rejects.toMatchObject({
      name: "ExpectationError",
      code: "ROUTE_NOT_AS_EXPECTED",
      message: `"prove it": ${message}`,
    });
  });

  test("where the route is right and the reason is not says just that", async () => {
    await expect(expectRoute("hm", options).because("greeting")).rejects.toThrow(
      '"hm": went to local, but not because of greeting: it has no signals (rule router: score 0.30, threshold 0.50).',
    );
  });

  test("tells all that differs at once, and both sides for a runner's comparison", async () => {
    await expect(expectRoute("hello", options).toBe("cloud").because("reasoning")).rejects.toMatchObject({
      expected: "cloud, because reasoning",
      actual: "local, reasoning is not among its signals",
    });
  });

  test.each([
    ["prove it, hello", "greeting", "greeting pulls to local"],
    ["prove it, please", "idle", "idle pulls neither way"],
  ])("takes no signal for a reason that pulls elsewhere: %j", async (prompt, signal, difference) => {
    const low = createRuleRouter({ rules, threshold: 0.2 });
    await expect(expectRoute(prompt, { router: low }).because(signal)).rejects.toThrow(difference);
  });

  test("points at the line that wrote it", async () => {
    const error = await expectRoute("hello", options)
      .toBe("cloud")
      .catch((thrown: Error) => thrown);
    expect(error instanceof Error && error.stack?.split("\n")[1]).toContain("expect-route.test.ts");
  });

  test("says when the router could not decide", async () => {
    await expect(expectRoute("x", { router: broken }).toBe("local")).rejects.toMatchObject({
      message: '"x": expected local, but the broken router could not decide: There is no model.',
      cause: { code: "NO_MODEL" },
    });
  });

  test("shortens a long prompt and keeps an odd one in one line", async () => {
    const failure = (prompt: string) =>
      expectRoute(prompt, options)
        .toBe("cloud")
        .then(String, (error: Error) => error.message);
    expect(await failure("🦜".repeat(1000))).toContain(`"${"🦜".repeat(80)}…"`);
    expect(await failure("a\nb\u0000")).toMatch(/^"a\\nb\\u0000": [^\n]*$/);
  });
});

describe("an expectation that is written wrongly", () => {
  test("by expecting nothing cannot pass", async () => {
    await expect(expectRoute("hello")).rejects.toThrow("expectRoute expects nothing.");
    await expect(expectRoutes([])).rejects.toThrow("expectRoutes has no routes to check.");
  });

  test.each([
    [() => expectRoute("x").toBe("clowd" as "cloud"), 'toBe takes "local" or "cloud", not "clowd".'],
    [() => expectRoute("x").withMarginOver(2), "withMarginOver takes a number from 0 to below 1, not 2."],
    [
      () => expectRoute("hello").toBe("local").because("greetings"),
      'There is no signal "greetings"; did you mean greeting?',
    ],
    [
      () => expectRoutes([["hello", "local", "sunshine"]], options.router),
      'There is no signal "sunshine"; there are greeting, reasoning, idle, cut.',
    ],
    [
      () => expectRoute("hello").because(""),
      'because takes the name of a signal, such as "greeting", not "".',
    ],
    [
      () => expectRoute(undefined as unknown as string).toBe("local"),
      "The query must be text, not undefined.",
    ],
    [() => expectRoutes([[null as unknown as string, "local"]]), "The query must be text, not null."],
    [() => expectRoute("x").cost(-1), "cost takes the most US dollars it may cost, not -1."],
    [
      () => expectRoute("prove it", { ...options, model: "unheard-of" }).cost(1),
      "The cost of unheard-of cannot be told: its tokens or its price are not known.",
    ],
  ])("is told in one line (%#)", async (write, message) => {
    await expect(write()).rejects.toMatchObject({ code: "EXPECTATION_MISUSED", message });
  });

  test("by going on after the check is told at once", async () => {
    const expectation = expectRoute("hello", options).toBe("local");
    await expectation;
    expect(() => expectation.because("greeting")).toThrow("This route is checked already.");
  });

  test("by standing unawaited at the end of a cell says what is missing", async () => {
    const expectation = expectRoute("hello", options).toBe("local");
    expect(inspect(expectation)).toBe("A route expectation that nobody waits for: put await in front of it.");
    await expectation;
  });
});

describe("a table of routes", () => {
  test("that holds gives its decisions in order", async () => {
    const decisions = await expectRoutes(
      [
        ["hello", "local", "greeting"],
        ["prove it", "cloud"],
        { prompt: "hello you", target: "local", because: "greeting", withMarginOver: 0.3 },
      ],
      options.router,
    );
    expect(decisions.map(({ target }) => target)).toEqual(["local", "cloud", "local"]);
  });

  test("tells all its failures at once", async () => {
    const table = [
      ["hello", "cloud"],
      ["prove it", "cloud"],
      { prompt: "prove that", target: "cloud", withMarginOver: 0.4 },
    ] as const;
    await expect(expectRoutes(table, options.router)).rejects.toMatchObject({
      message: [
        "2 of 3 routes are not as expected:",
        '- "hello": expected cloud, got local (rule router: local, score 0.10, threshold 0.50; signals: greeting "hello" −0.20).',
        '- "prove that": expected cloud, margin over 0.4, got margin 0.100 (rule router: cloud, score 0.60, threshold 0.50; signals: reasoning "prove" +0.30).',
      ].join("\n"),
    });
  });
});

describe("in a runner of one's own choice", () => {
  const file = join(mkdtempSync(join(tmpdir(), "expect-route-")), "policy.test.ts");
  const room = join(paths.root, "modules", "src", "testing", "index.ts");

  /** Exit code and output of a file run by Node. */
  function run(body: string, ...flags: string[]): Promise<{ code: number; output: string }> {
    writeFileSync(
      file,
      `import { test } from "node:test";\nimport { expectRoute } from ${JSON.stringify(room)};\n${body}`,
    );
    return new Promise((resolve) => {
      execFile(process.execPath, [...flags, file], (error, stdout, stderr) => {
        resolve({ code: typeof error?.code === "number" ? error.code : 0, output: stdout + stderr });
      });
    });
  }

  test.each([
    [
      "node:test passes what holds",
      'test("a", async () => { await expectRoute("hello").toBe("local"); });',
      0,
    ],
    [
      "node:test fails what does not",
      'test("a", async () => { await expectRoute("hello").toBe("cloud"); });',
      1,
    ],
    ["node:test fails what nobody awaited", 'test("a", () => { expectRoute("hello").toBe("cloud"); });', 1],
    ["a script fails on what nobody awaited", 'expectRoute("hello").toBe("cloud"); test.skip("a");', 1],
  ])("%s", async (_, body, code) => {
    const result = await run(body);
    expect(result.code).toBe(code);
    if (code !== 0) expect(result.output).toContain('"hello": expected cloud, got local');
  });
});
