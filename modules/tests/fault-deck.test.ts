import { describe, expect, test } from "vitest";
import { user } from "../src/chat/index.ts";
import { createRandom, systemClock } from "../src/core/index.ts";
import type { LabCloud } from "../src/lab-cloud/index.ts";
import { drawFaultCards, type FaultCard, faultDeck, orderFault, type Remedy } from "../src/notebook/index.ts";
import { createAzureOpenAi } from "../src/providers/index.ts";
import {
  type AttemptEvent,
  createDeadline,
  createFallbackPlan,
  createResilience,
} from "../src/resilience/index.ts";
import { startTestCloud, variable } from "./start-test-cloud.ts";

const QUESTION = "Explain how a vaccine works.";

test("the deck has fourteen cards, each once", () => {
  expect(new Set(faultDeck.map(({ id }) => id)).size).toBe(14);
});

test("the same seed draws the same cards, all different", () => {
  const drawn = drawFaultCards(14, 7);
  expect(drawFaultCards(14, 7)).toEqual(drawn);
  expect(new Set(drawn).size).toBe(14);
  expect(drawFaultCards(3, 8)).toHaveLength(3);
});

describe("what a plan does about each card", async () => {
  test.each(faultDeck.map((card) => [card.id, card] as const))(
    "%s",
    { timeout: 120_000 },
    async (_, card) => {
      const cloud = await startTestCloud();
      expect(await play(card, cloud)).toBe(card.remedy);
    },
  );
});

/** Asks by a plan of two deployments while the first has the card's fault. */
async function play(card: FaultCard, cloud: LabCloud): Promise<Remedy> {
  const credential = { apiKey: variable(cloud, "AZURE_OPENAI_API_KEY") };
  const lab = { http: variable(cloud, "AZURE_OPENAI_ENDPOINT") };
  if (card.order) await orderFault(lab, { deployment: "gpt-4o", ...card.order });
  const attempts: AttemptEvent[] = [];
  const resilience = createResilience({
    clock: systemClock,
    random: createRandom(1),
    firstTokenMs: 1000,
    idleMs: 1000,
    retry: { firstWaitMs: 10 },
  });
  const plan = createFallbackPlan(
    [
      { deployment: "gpt-4o", tier: "azure" },
      { deployment: "gpt-4o-mini", tier: "azure" },
    ],
    { midStream: "restart" },
  );
  const deadline = createDeadline(systemClock, 15_000, undefined);
  const begun: string[] = [];
  let served = "";
  try {
    for await (const part of resilience.run(plan, {
      deadline,
      promptTokens: () => 10,
      countTokens: (text) => text.length,
      onEvent: (event) => void (event.type === "attempt" && attempts.push(event)),
      open: ({ deployment, place }, { signal }) => {
        const endpoint = (place === 0 ? card.endpoint : undefined) ?? lab.http;
        const model = (place === 0 ? card.deployment : undefined) ?? deployment;
        const messages = [user(card.question ?? QUESTION)];
        return createAzureOpenAi({ endpoint, credential }).chat({ model, messages }, { signal });
      },
    })) {
      if (part.type === "route-begin") {
        begun.push(part.deployment);
        served = part.reply.servedModel;
      }
    }
  } catch {
    return "tell";
  } finally {
    deadline.clear();
  }
  if (begun.length > 1) return "mid-stream";
  if (begun[0] !== "gpt-4o") return "next";
  if (attempts.length > 1) return "retry";
  expect(served).not.toMatch(/^gpt-4o/);
  return "notice";
}
