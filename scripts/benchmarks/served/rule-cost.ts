import type { StreamPart } from "../../../modules/src/chat/index.ts";
import { createRandom, ProviderError, systemClock } from "../../../modules/src/core/index.ts";
import {
  createDeadline,
  createFallbackPlan,
  createResilience,
} from "../../../modules/src/resilience/index.ts";
import { createIntentRouter } from "../../../modules/src/routers/index.ts";
import type { Figure } from "../benchmark.ts";
import { timeCalls } from "../rule-times.ts";

const ROUNDS = 9;
const KEYWORDS = [10, 100, 1000] as const;
const CHAINS = [1, 2, 3, 4, 5] as const;
const PROMPT =
  "Compare the main differences between relational databases and document stores for a web shop, explain the trade-offs of consistency and availability, and suggest which one fits a small team that wants to grow.".slice(
    0,
    200,
  );

/** What a decision costs with more keywords, and an answer with a longer chain. */
export async function measureRuleCost(calls: number): Promise<readonly Figure[]> {
  const options = { warmUpCalls: calls, rounds: ROUNDS, callsInRound: calls };
  const decisions = await timeCalls(
    named(KEYWORDS, (keywords) => {
      const router = routerWith(keywords);
      return () => router.route(PROMPT);
    }),
    options,
  );
  const answers = await timeCalls(named(CHAINS, answerThrough), options);
  return [
    ...KEYWORDS.map((count) => ({
      name: `decision with ${count} keywords p50`,
      value: decisions[String(count)]?.p50 ?? Number.NaN,
      unit: "µs",
    })),
    ...CHAINS.map((count) => ({
      name: `first word through a chain of ${count} p50`,
      value: answers[String(count)]?.p50 ?? Number.NaN,
      unit: "µs",
    })),
  ];
}

const named = (counts: readonly number[], make: (count: number) => () => unknown) =>
  Object.fromEntries(counts.map((count) => [String(count), make(count)]));

/** A router of two classes with so many keywords in all; one of each class stands in the prompt. */
function routerWith(count: number) {
  const words = Array.from({ length: count - 2 }, (_, place) => `keyword${place.toString(36)}x`);
  const half = Math.floor(words.length / 2);
  const word = (name: string, demand: number, list: readonly string[]) => ({
    name,
    about: name,
    demand,
    words: { en: list },
  });
  return createIntentRouter({
    classes: {
      default: "general",
      threshold: 0.5,
      levels: { high: 0.7, medium: 0.4, low: 0.2 },
      classes: [
        word("general", 0, ["suggest", ...words.slice(0, half)]),
        word("reasoning", 1, ["compare", ...words.slice(half)]),
      ],
      chains: {},
    },
  });
}

/** An answer of the last deployment of a chain; those before it fail at once. */
function answerThrough(length: number): () => Promise<void> {
  const levels = Array.from({ length }, (_, place) => ({
    deployment: `deployment-${place + 1}`,
    tier: "cloud" as const,
    maxAttempts: 1,
  }));
  const plan = createFallbackPlan(levels, { maxTried: length });
  const resilience = createResilience({
    clock: systemClock,
    random: createRandom(1),
    breaker: { rule: { kind: "in-a-row", failures: 1_000_000_000 } },
  });
  const failure = new ProviderError("failed", { code: "FAILED", status: 500, retryable: true });
  return async () => {
    const deadline = createDeadline(systemClock, 10_000, undefined);
    const call = {
      deadline,
      promptTokens: () => 50,
      countTokens: (text: string) => text.length,
      onEvent: () => {},
      open: async ({ place }: { readonly place: number }) => {
        if (place < length - 1) throw failure;
        return { parts: answer() };
      },
    };
    for await (const _ of resilience.run(plan, call));
    deadline.clear();
  };
}

async function* answer(): AsyncGenerator<StreamPart> {
  yield { type: "text", text: "word" };
  yield { type: "end", reason: "stop" };
}
