import { describe, expect, test } from "vitest";
import { PROVENANCES } from "../chat/provenance.ts";
import type { Answer } from "../orchestrator/answer-part.ts";
import type { RouteDecision } from "../routers/router.ts";
import { plainText } from "./html.ts";
import { renderAnswer } from "./show-answer.ts";
import { renderDecision } from "./show-decision.ts";

const decision: RouteDecision = {
  router: "rule",
  target: "cloud",
  reason: "Asks for several steps.",
  score: 0.72,
  threshold: 0.5,
  margin: 0.22,
  runnerUp: "local",
  signals: [
    { name: "reasoning", value: "prove", weight: 0.4 },
    { name: "greeting", value: "Hello", weight: -0.1 },
  ],
  ms: 0.13,
  skipped: [{ router: "bert", reason: "no model file" }],
};

const answer: Answer = {
  id: "answer-1",
  text: "Because.",
  source: "azure",
  provenance: "live",
  servedModel: "gpt-4o",
  decision,
  attempts: [{ provider: "azure", deployment: "gpt-4o", startedAt: 0, ms: 412, outcome: "answered" }],
  fallbackUsed: false,
  endReason: "stop",
  usage: { promptTokens: 41, completionTokens: 128 },
  costUsd: 0.0011,
  timing: {
    firstTokenMs: 96,
    totalMs: 414,
    steps: [
      { step: "route", ms: 2 },
      { step: "call", ms: 412 },
    ],
  },
};

describe("a decision", () => {
  const text = plainText(renderDecision(decision));

  test("tells target, reason, margin, runner-up and score against threshold", () => {
    expect(text).toContain("● CLOUD Asks for several steps.");
    expect(text).toContain("rule router · 0.13 ms · margin 0.22 · runner-up local");
    expect(text).toContain("score 0.72, cloud from 0.50");
  });

  test.each([
    [undefined, 'target is undefined and must be "local" or "cloud"'],
    [{ ...decision, target: "clowd" }, 'target is "clowd" and must be "local" or "cloud"'],
    [{ target: "local" }, "signals must be an array"],
    [{ target: "local", signals: [] }, "skipped must be an array"],
  ])("that is none is refused in one line", (given, problem) => {
    const message = `This is no route decision: ${problem}.`;
    expect(() => renderDecision(given as never)).toThrow(
      expect.objectContaining({ name: "LabError", message }),
    );
  });

  test("lists each signal with its value, its weight and where it pulls", () => {
    expect(text).toContain("reasoning  prove  +0.40  to cloud");
    expect(text).toContain("greeting  Hello  −0.10  to local");
  });

  test("names the routers that did not decide", () => {
    expect(text).toContain("bert router did not decide: no model file");
  });

  test("keeps its bar inside, whatever the score", () => {
    for (const score of [-3, 7, Number.NaN])
      expect(renderDecision({ ...decision, score })).toMatch(/width:(?:0|100)%/);
  });

  test("escapes what matched in the query", () => {
    const signals = [{ name: "length", value: "<img src=x>", weight: 0.1 }];
    expect(renderDecision({ ...decision, reason: "<b>", signals })).not.toMatch(/<img|<b>/);
  });
});

describe("an answer", () => {
  test.each(PROVENANCES)("says that it is %s, in letters and in an attribute", (provenance) => {
    const markup = renderAnswer({ ...answer, provenance });
    expect(markup).toContain(`data-provenance="${provenance}"`);
    expect(plainText(markup)).toContain(provenance.toUpperCase());
  });

  test("tells tokens, cost, times and steps", () => {
    const text = plainText(renderAnswer(answer));
    expect(text).toContain("41 tokens in, 128 out · $0.0011 · first text after 96 ms · 414 ms in all");
    expect(text).toMatch(/route\s*2 ms/);
  });

  test("never lets a list price pass for money that was paid", () => {
    expect(plainText(renderAnswer({ ...answer, provenance: "simulated" }))).toContain(
      "$0.0011 at list price, nothing was paid",
    );
    expect(plainText(renderAnswer({ ...answer, costUsd: undefined }))).toContain("no list price");
  });

  test("shows the attempts as soon as one of them failed", () => {
    const failed = {
      provider: "local",
      deployment: "small",
      startedAt: 0,
      ms: 5,
      outcome: "failed",
      status: 503,
      error: "busy",
    } as const;
    const text = plainText(
      renderAnswer({ ...answer, attempts: [failed, ...answer.attempts], fallbackUsed: true }),
    );
    expect(text).toContain("✗ local / small: failed after 5 ms (status 503, busy)");
    expect(text).toContain("✓ azure / gpt-4o: answered after 412 ms");
    expect(text).toContain("fallback used");
    expect(plainText(renderAnswer(answer))).not.toContain("✓");
  });

  test("escapes the model's text and says when there is none", () => {
    expect(renderAnswer({ ...answer, text: "<script>alert(1)</script>" })).not.toContain("<script");
    expect(plainText(renderAnswer({ ...answer, text: "" }))).toContain("(no text)");
  });
});
