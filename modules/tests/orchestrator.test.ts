import { describe, expect, test } from "vitest";
import { createConversation } from "../src/context/conversation.ts";
import type { AnswerPart } from "../src/orchestrator/answer-part.ts";
import { createOrchestrator, type OrchestratorOptions } from "../src/orchestrator/create-orchestrator.ts";
import type { AnswerEvent } from "../src/orchestrator/orchestrator.ts";
import { readQueryRequest } from "../src/orchestrator/query-request.ts";
import { toQueryResponse } from "../src/orchestrator/query-response.ts";
import { createFoundryLocal } from "../src/providers/foundry-local.ts";
import { createOpenAiCompatible } from "../src/providers/openai-compatible.ts";
import { type ChatDoubleOptions, chatDouble } from "./chat-double.ts";

const SIMPLE = "What is the capital of France?";
const COMPLEX = "Compare REST and GraphQL and explain the trade-offs.";

const refuse = (status: number) => ({
  instead: (response: { writeHead: (status: number) => { end: (text: string) => void } }) => {
    response.writeHead(status).end(JSON.stringify({ error: { code: `E${status}`, message: "no" } }));
  },
});

const line = (value: unknown) => `data: ${JSON.stringify(value)}\n\n`;

/** An orchestrator over two servers on real ports, one for each tier. */
async function twoTiers(given: {
  local?: ChatDoubleOptions;
  cloud?: ChatDoubleOptions;
  options?: Partial<OrchestratorOptions>;
}) {
  const local = await chatDouble({ words: ["from ", "local"], ...given.local });
  const cloud = await chatDouble({ words: ["from ", "cloud"], model: "gpt-4o-2024-11-20", ...given.cloud });
  const events: AnswerEvent[] = [];
  const orchestrator = createOrchestrator({
    backends: [
      { provider: createFoundryLocal({ endpoint: local.address }), model: "small", maxTokens: 100 },
      {
        provider: createOpenAiCompatible({ name: "azure", baseUrl: `${cloud.address}/v1`, tier: "azure" }),
        model: "gpt-4o",
        maxTokens: 1000,
      },
    ],
    record: (event) => events.push(event),
    ...given.options,
  });
  return { orchestrator, local, cloud, events };
}

describe("one request", () => {
  test("leaves one decision, one answer and one record on the local way", async () => {
    const { orchestrator, events } = await twoTiers({});
    const parts = await Array.fromAsync(orchestrator.stream(SIMPLE));
    expect(parts.map(({ type }) => type)).toEqual(["route", "text", "text", "usage", "end", "answer"]);
    expect(events).toHaveLength(1);
    expect(events[0]).toMatchObject({
      type: "answered",
      answer: {
        text: "from local",
        source: "local",
        provenance: "local",
        costUsd: 0,
        fallbackUsed: false,
        endReason: "stop",
      },
    });
  });

  test("goes to the cloud by itself when the query asks for it, and costs what the catalog says", async () => {
    const { orchestrator, events } = await twoTiers({});
    const answer = await orchestrator.ask(COMPLEX);
    expect(answer).toMatchObject({
      text: "from cloud",
      source: "azure",
      provenance: "live",
      servedModel: "gpt-4o-2024-11-20",
    });
    expect(answer.decision).toMatchObject({ router: "rule", target: "cloud" });
    expect(answer.costUsd).toBeCloseTo((1000 * 2.5 + 500 * 10) / 1e6);
    expect(events).toHaveLength(1);
  });

  test("times its steps in their order", async () => {
    const { orchestrator } = await twoTiers({});
    const { timing } = await orchestrator.ask(SIMPLE);
    expect(timing.steps.map(({ step }) => step)).toEqual([
      "open",
      "guard",
      "route",
      "plan",
      "call",
      "settle",
      "record",
    ]);
    expect(timing.firstTokenMs).toBeGreaterThan(0);
    expect(timing.firstTokenMs).toBeLessThanOrEqual(timing.totalMs);
  });

  test("takes the server's word for where the answer comes from", async () => {
    const { orchestrator } = await twoTiers({ local: { headers: { "x-lab-provenance": "simulated" } } });
    expect((await orchestrator.ask(SIMPLE)).provenance).toBe("simulated");
  });
});

describe("a model that fails", () => {
  test("before its first word is replaced, and both attempts are kept", async () => {
    const { orchestrator } = await twoTiers({ local: refuse(503) });
    const answer = await orchestrator.ask(SIMPLE);
    expect(answer).toMatchObject({ text: "from cloud", source: "azure-fallback", fallbackUsed: true });
    expect(answer.attempts).toMatchObject([
      { provider: "local", outcome: "failed", status: 503, error: "local answered 503: no" },
      { provider: "azure", outcome: "answered" },
    ]);
  });

  test("is not replaced by the cloud when the rules keep the question here", async () => {
    const { orchestrator, cloud, events } = await twoTiers({
      local: refuse(503),
      options: { rules: { fallbackToCloud: false } },
    });
    await expect(orchestrator.ask(SIMPLE)).rejects.toThrow("No model answered: local answered 503: no");
    expect(cloud.heard).toEqual([]);
    expect(events).toMatchObject([{ type: "failed", attempts: [{ outcome: "failed" }] }]);
  });

  test("everywhere gives one line that names every attempt", async () => {
    const { orchestrator, events } = await twoTiers({ local: refuse(500), cloud: refuse(401) });
    await expect(orchestrator.ask(COMPLEX)).rejects.toMatchObject({
      code: "NO_ANSWER",
      message: "No model answered: azure answered 401: no | local answered 500: no",
    });
    expect(events).toHaveLength(1);
  });

  test("after its first word ends the answer as cut, with what was said", async () => {
    const chunk = `data: ${JSON.stringify({ choices: [{ delta: { content: "half" } }] })}\n\n`;
    const { orchestrator, events } = await twoTiers({
      local: {
        instead: (response) => {
          response.writeHead(200, { "content-type": "text/event-stream" });
          response.write(chunk, () => response.destroy());
        },
      },
    });
    const answer = await orchestrator.ask(SIMPLE);
    expect(answer).toMatchObject({ text: "half", endReason: "cut", attempts: [{ outcome: "failed" }] });
    const error = "local broke off in the middle of its answer.";
    expect(events).toMatchObject([{ type: "failed", error, partial: { text: "half" } }]);
  });

  test("with an error after its first word is recorded as failed, with what it said, and is no turn", async () => {
    const events1 = `${line({ choices: [{ delta: { content: "half" } }] })}${line({ error: { code: "E", message: "Overloaded." } })}`;
    const { orchestrator, events } = await twoTiers({
      local: { instead: (response) => response.writeHead(200).end(events1) },
    });
    const conversation = createConversation();
    await orchestrator.ask(SIMPLE, { conversation });
    expect(events).toMatchObject([
      { type: "failed", error: "Overloaded.", attempts: [{ error: "Overloaded." }] },
    ]);
    expect(conversation.messages).toEqual([]);
  });

  test("that is missing makes the other tier a fallback", async () => {
    const { orchestrator } = await twoTiers({});
    const cloudOnly = createOrchestrator({ backends: orchestrator.backends.slice(1) });
    expect(await cloudOnly.ask(SIMPLE)).toMatchObject({ source: "azure-fallback", fallbackUsed: true });
    await expect(createOrchestrator({ backends: [] }).ask(SIMPLE)).rejects.toMatchObject({
      code: "NO_BACKEND",
    });
  });

  test("that hangs is given up when the time is over", async () => {
    const { orchestrator, events } = await twoTiers({
      local: { instead: () => {} },
      options: { timeoutMs: 100 },
    });
    const message = "There was no whole answer within 0.1 s.";
    await expect(orchestrator.ask(SIMPLE)).rejects.toMatchObject({ name: "DeadlineError", message });
    expect(events).toMatchObject([{ type: "failed", attempts: [{ outcome: "failed", error: message }] }]);
  });

  test("that stalls after its first word is given up too", async () => {
    const chunk = line({ choices: [{ delta: { content: "half" } }] });
    const { orchestrator, events } = await twoTiers({
      local: { instead: (response) => response.writeHead(200).write(chunk) },
      options: { timeoutMs: 200 },
    });
    await expect(orchestrator.ask(SIMPLE)).rejects.toMatchObject({ name: "DeadlineError" });
    expect(events).toMatchObject([{ type: "failed" }]);
  });
});

describe("whoever asks", () => {
  test("may go away: the request is recorded as cancelled", async () => {
    const { orchestrator, events } = await twoTiers({});
    for await (const part of orchestrator.stream(SIMPLE)) if (part.type === "text") break;
    expect(events).toMatchObject([{ type: "cancelled", attempts: [{ provider: "local" }] }]);
  });

  test("may abort while a model is asked", async () => {
    const { orchestrator, events } = await twoTiers({ local: { instead: () => {} } });
    const stop = new AbortController();
    const asked = orchestrator.ask(SIMPLE, { signal: stop.signal });
    setTimeout(() => stop.abort(), 50);
    await expect(asked).rejects.toThrow("aborted");
    expect(events).toMatchObject([{ type: "cancelled", attempts: [{ outcome: "cancelled" }] }]);
  });

  test("may abort in the middle of an answer: it rejects and is recorded as cancelled", async () => {
    const chunk = line({ choices: [{ delta: { content: "half" } }] });
    const { orchestrator, events } = await twoTiers({
      local: { instead: (response) => response.writeHead(200).write(chunk) },
    });
    const stop = new AbortController();
    const reading = (async () => {
      for await (const part of orchestrator.stream(SIMPLE, { signal: stop.signal }))
        if (part.type === "text") stop.abort();
    })();
    await expect(reading).rejects.toThrow("aborted");
    expect(events).toMatchObject([{ type: "cancelled", attempts: [{ outcome: "cancelled" }] }]);
  });

  test("gets one line for a query that is no text", async () => {
    const { orchestrator } = await twoTiers({});
    await expect(orchestrator.ask(undefined as unknown as string)).rejects.toThrow(
      "The query must be text, not undefined.",
    );
  });

  test.each([
    ["", "The query is empty."],
    ["  \n", "The query is empty."],
    ["x".repeat(2_000_000), "The query has 2,000,000 characters; 100,000 are accepted."],
  ])("gets one line for a query that cannot be used", async (query, message) => {
    const { orchestrator, local, cloud, events } = await twoTiers({});
    await expect(orchestrator.ask(query)).rejects.toThrow(message);
    expect([...local.heard, ...cloud.heard]).toEqual([]);
    expect(events).toMatchObject([{ type: "failed" }]);
  });

  test("gets the names of the routers when the strategy is unknown", async () => {
    const { orchestrator } = await twoTiers({});
    await expect(orchestrator.ask(SIMPLE, { strategy: "magic" })).rejects.toMatchObject({
      code: "UNKNOWN_ROUTER",
    });
  });
});

describe("a conversation", () => {
  test("is seen by every model, whichever answered before", async () => {
    const { orchestrator, local, cloud } = await twoTiers({});
    const conversation = createConversation();
    await orchestrator.ask("Hello, I am Ada.", { conversation });
    await orchestrator.ask(COMPLEX, { conversation });
    await orchestrator.ask(SIMPLE, { conversation });
    expect(cloud.heard[0]).toEqual([
      { role: "user", content: "Hello, I am Ada." },
      { role: "assistant", content: "from local" },
      { role: "user", content: COMPLEX },
    ]);
    expect(local.heard[1]).toHaveLength(5);
  });

  test("is not shared with another", async () => {
    const { orchestrator, local } = await twoTiers({});
    await orchestrator.ask("Hello, I am Ada.", { conversation: createConversation() });
    await orchestrator.ask(SIMPLE, { conversation: createConversation() });
    expect(local.heard[1]).toEqual([{ role: "user", content: SIMPLE }]);
  });

  test("keeps its newest turns within its bound", () => {
    const conversation = createConversation({ maxTurns: 2 });
    for (const turn of ["1", "2", "3"]) conversation.add(`q${turn}`, `a${turn}`);
    expect(conversation.messages.map(({ content }) => content)).toEqual(["q2", "a2", "q3", "a3"]);
    const forgetful = createConversation({ maxTurns: 0 });
    forgetful.add("q", "a");
    expect(forgetful.messages).toEqual([]);
  });
});

describe("the workshop's API shapes", () => {
  test("fill in what a request leaves out", () => {
    expect(readQueryRequest({ query: " hi " })).toEqual({
      query: "hi",
      strategy: "hybrid",
      context_enabled: true,
    });
  });

  test.each([
    [{}, "query"],
    [{ query: 5 }, "query"],
    [{ query: "x", context_enabled: "yes" }, "context_enabled"],
    ["text", "body"],
  ])("name what is wrong with %j", (body, field) => {
    expect(() => readQueryRequest(body)).toThrow(`The request cannot be used: ${field}: `);
  });

  test("carry an answer with all of its metadata", async () => {
    const { orchestrator } = await twoTiers({});
    const answer = await orchestrator.ask(SIMPLE);
    const response = toQueryResponse(answer, { strategy: "hybrid", contextUsed: false, now: 0 });
    expect(response).toMatchObject({
      response: "from local",
      source: "local",
      responseTime: answer.timing.totalMs / 1000,
    });
    expect(Object.keys(response.metadata).sort()).toEqual(
      "analysis confidence context_used provenance reason response_time router_used source strategy success target timestamp".split(
        " ",
      ),
    );
    expect(response.metadata).toMatchObject({
      router_used: "rule",
      success: true,
      timestamp: "1970-01-01T00:00:00.000Z",
    });
  });
});

test("parts told and the whole answer agree", async () => {
  const { orchestrator } = await twoTiers({});
  const parts: AnswerPart[] = await Array.fromAsync(orchestrator.stream(SIMPLE));
  const told = parts.map((part) => (part.type === "text" ? part.text : "")).join("");
  const last = parts.at(-1);
  expect(last?.type === "answer" && last.answer.text).toBe(told);
});
