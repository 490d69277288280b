import type { AnswerOver } from "../src/telemetry/index.ts";

const FIRST = Date.UTC(2026, 10, 21);

/** What an orchestrator tells of a request that the cloud answered; one a second, each with its own id. */
export function answerOver(place: number): AnswerOver {
  const at = FIRST + place * 1000;
  const attempt = {
    provider: "azure",
    deployment: "gpt-4o",
    startedAt: at + 3,
    ms: 400,
    outcome: "answered",
  } as const;
  return {
    record: {
      requestId: `request-${place}`,
      at,
      strategy: "hybrid",
      decision: {
        router: "rule",
        target: "cloud",
        reason: "cloud: score 0.71 reaches 0.50 (reasoning).",
        score: 0.71,
        threshold: 0.5,
        margin: 0.21,
        runnerUp: "local",
        confidence: 0.8,
        signals: [{ name: "reasoning", value: 1, weight: 0.4 }],
        ms: 0.4,
        skipped: [],
      },
      route: "cloud",
      plan: ["gpt-4o", "small"],
      deployment: "gpt-4o",
      passed: [],
      outcome: "answered",
      ms: 410,
    },
    answer: {
      text: "Paris.",
      servedModel: "gpt-4o-2024-11-20",
      provenance: "simulated",
      model: "gpt-4o",
      attempts: [attempt],
      fallbackUsed: false,
      endReason: "stop",
      usage: { promptTokens: 20, completionTokens: 30 },
      wasted: { promptTokens: 0, completionTokens: 0 },
      costUsd: 0.00035,
      timing: {
        firstTokenMs: 120,
        totalMs: 410,
        steps: [
          { step: "open", ms: 0.1 },
          { step: "guard", ms: 0.2 },
          { step: "route", ms: 0.5 },
          { step: "plan", ms: 0.1 },
          { step: "call", ms: 405 },
        ],
      },
      routing: { tier: "azure", cache: "miss" },
    },
  };
}
