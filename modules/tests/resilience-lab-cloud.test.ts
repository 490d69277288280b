import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { type ChatRequest, user } from "../src/chat/index.ts";
import { createRandom, systemClock } from "../src/core/index.ts";
import { type LabCloud, startLabCloud } from "../src/lab-cloud/index.ts";
import { createAzureOpenAi, type Provider } from "../src/providers/index.ts";
import {
  continueRequest,
  createDeadline,
  createFallbackPlan,
  createResilience,
  type PlanOptions,
  type ResilienceEvent,
  type RouteEnd,
} from "../src/resilience/index.ts";
import { postJson, variable } from "./start-test-cloud.ts";

let cloud: LabCloud;
let provider: Provider;

beforeAll(async () => {
  cloud = await startLabCloud({ localModel: "simulated" });
  const apiKey = variable(cloud, "AZURE_OPENAI_API_KEY");
  provider = createAzureOpenAi({ endpoint: cloud.http, credential: { apiKey }, labUrls: [cloud.http] });
});
afterAll(() => cloud.close());
beforeEach(() => fetch(variable(cloud, "LAB_FAULTS_URL"), { method: "DELETE" }));

const order = (fault: object) => postJson(variable(cloud, "LAB_FAULTS_URL"), fault);

function house() {
  const events: ResilienceEvent[] = [];
  const resilience = createResilience({
    clock: systemClock,
    random: createRandom(1),
    idleMs: 400,
    retry: { firstWaitMs: 5 },
    onEvent: (event) => events.push(event),
  });
  return { resilience, events };
}

/** Asks gpt-4o, then gpt-4o-mini, over the network. */
async function ask({ resilience }: ReturnType<typeof house>, options: PlanOptions = {}) {
  const plan = createFallbackPlan(
    [
      { deployment: "gpt-4o", tier: "azure", continues: "instruction" },
      { deployment: "gpt-4o-mini", tier: "azure", continues: "instruction" },
    ],
    options,
  );
  const deadline = createDeadline(systemClock, 20_000, undefined);
  const request: ChatRequest = {
    model: "",
    messages: [user("Explain how a rainbow forms, in a few sentences.")],
  };
  const ends: RouteEnd[] = [];
  let text = "";
  let last = "";
  try {
    const parts = resilience.run(plan, {
      deadline,
      promptTokens: () => 12,
      countTokens: (said) => Math.ceil(said.length / 4),
      open: ({ deployment, continues = "instruction" }, { signal, soFar }) =>
        provider.chat({ ...continueRequest(request, soFar, continues), model: deployment }, { signal }),
    });
    for await (const part of parts) {
      if (part.type === "text") text += part.text;
      if (part.type === "route-end") ends.push(part);
      if (part.type === "route-end" && part.reason === "restarted") text = "";
      last = part.type === "end" ? part.reason : part.type;
    }
  } finally {
    deadline.clear();
  }
  return { ends, text, last };
}

const MID_STREAM = {
  "a connection that is cut": { cutAfterTokens: 5 },
  "a stream that falls silent": { stall: { afterTokens: 5, ms: 5000 } },
  "an event that is no JSON": { malformed: { afterTokens: 5 } },
};

describe.each(Object.entries(MID_STREAM))("%s after the first words", (_name, fault) => {
  test("terminate: what was said stands, and its end is told", async () => {
    await order({ deployment: "gpt-4o", ...fault });
    const { ends, text, last } = await ask(house(), { midStream: "terminate" });
    expect(ends).toMatchObject([{ deployment: "gpt-4o", reason: "cut", wasted: { completionTokens: 0 } }]);
    expect(text).not.toBe("");
    expect(last).not.toBe("stop");
  });

  test("restart: the other answers from the beginning, and the first one's words are booked as wasted", async () => {
    await order({ deployment: "gpt-4o", ...fault });
    const { ends, text, last } = await ask(house(), { midStream: "restart" });
    expect(ends).toMatchObject([
      { deployment: "gpt-4o", reason: "restarted", wasted: { promptTokens: 12, estimated: true } },
      { deployment: "gpt-4o-mini", reason: "stop", wasted: { promptTokens: 0, completionTokens: 0 } },
    ]);
    expect(ends[0]?.wasted.completionTokens).toBeGreaterThan(0);
    expect([text !== "", last]).toEqual([true, "stop"]);
  });

  test("continue: the other goes on, and its prompt is booked as wasted", async () => {
    const whole = await ask(house());
    await order({ deployment: "gpt-4o", ...fault });
    const { ends, text, last } = await ask(house(), { midStream: "continue" });
    expect(text).toBe(whole.text);
    expect(ends).toMatchObject([
      { deployment: "gpt-4o", reason: "continued", wasted: { promptTokens: 0, completionTokens: 0 } },
      { deployment: "gpt-4o-mini", reason: "stop" },
    ]);
    expect(ends[1]?.wasted.promptTokens).toBe(ends[1]?.billed.promptTokens);
    expect(ends[1]?.billed.promptTokens).toBeGreaterThan(12);
    expect(last).toBe("stop");
  });
});

describe("before the first word", () => {
  test.each([
    ["503 twice", { status: 503, times: 2 }, ["gpt-4o failed", "gpt-4o failed", "gpt-4o-mini answered"]],
    ["one 503", { status: 503 }, ["gpt-4o failed", "gpt-4o answered"]],
    ["a connection that is closed", { reset: true }, ["gpt-4o failed", "gpt-4o answered"]],
    ["an answer without a word", { empty: true }, ["gpt-4o failed", "gpt-4o answered"]],
    ["a key that is refused", { status: 401 }, ["gpt-4o failed", "gpt-4o-mini answered"]],
    [
      "a wait of a minute",
      { status: 429, headers: { "retry-after": "60" } },
      ["gpt-4o failed", "gpt-4o-mini answered"],
    ],
  ])("%s is not seen by the reader", async (_name, fault, expected) => {
    const asked = house();
    await order({ deployment: "gpt-4o", ...fault });
    const { text, last } = await ask(asked);
    expect(
      asked.events.flatMap((event) =>
        event.type === "attempt" ? [`${event.deployment} ${event.outcome}`] : [],
      ),
    ).toEqual(expected);
    expect([text !== "", last]).toEqual([true, "stop"]);
  });

  test("a deployment that named a time is not asked until then", async () => {
    const asked = house();
    await order({ deployment: "gpt-4o", status: 429, headers: { "retry-after": "60" } });
    await ask(asked);
    const state = asked.resilience.breakers.of("gpt-4o").state();
    expect(state).toMatchObject({ kind: "open", because: "it asked to wait" });
    const { ends } = await ask(asked);
    expect(ends.map(({ deployment }) => deployment)).toEqual(["gpt-4o-mini"]);
  });

  test("a request that nobody should answer goes no further", async () => {
    const asked = house();
    await order({ deployment: "gpt-4o", status: 400 });
    await expect(ask(asked)).rejects.toMatchObject({ status: 400 });
    expect(asked.events.filter(({ type }) => type === "attempt")).toHaveLength(1);
  });
});
