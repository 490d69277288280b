import { json } from "node:stream/consumers";
import { describe, expect, test } from "vitest";
import { createAnswerCache } from "../src/cache/index.ts";
import { user } from "../src/chat/message.ts";
import { createConversation } from "../src/context/conversation.ts";
import { createOrchestrator } from "../src/orchestrator/create-orchestrator.ts";
import { createOpenAiCompatible } from "../src/providers/openai-compatible.ts";
import { context } from "./configured-orchestrator.ts";
import { ask, breaks, COMPLEX, house, kinds, line, refuse, SIMPLE, words } from "./orchestrator-house.ts";
import { serve } from "./serve.ts";

describe("a chat", () => {
  test("is told part by part, and whole at last", async () => {
    const { orchestrator } = await house();
    const parts = await Array.fromAsync(orchestrator.chat(ask(COMPLEX), context({ requestId: "r1" })));
    expect(kinds(parts)).toBe("route begin text text route-end usage end answer");
    expect(parts[0]).toMatchObject({
      route: "cloud",
      plan: [
        { deployment: "big", model: "big-model", tier: "azure" },
        { deployment: "spare" },
        { deployment: "small" },
      ],
    });
    const last = parts.at(-1);
    expect(last?.type === "answer" && last.answer).toMatchObject({
      requestId: "r1",
      text: "from big",
      model: "big-model",
      deployment: "big",
      usage: { promptTokens: 1000, completionTokens: 500 },
      usageEstimated: false,
      routing: {
        model_id: "big-model",
        model_name: "big-1",
        intent: "cloud",
        fallback_used: false,
        cache: "off",
      },
    });
    expect(last?.type === "answer" && last.answer.costUsd).toBeCloseTo(0.015, 12);
  });

  test("by a model's name asks that one first, and nobody else when nobody steps in for it", async () => {
    const { orchestrator, doubles } = await house({ spare: refuse(500) });
    expect((await orchestrator.complete(ask(SIMPLE, { model: "Big-Model" }), context())).deployment).toBe(
      "big",
    );
    await expect(orchestrator.complete(ask(SIMPLE, { model: "spare" }), context())).rejects.toThrow(
      "No model answered: spare answered 500: no",
    );
    expect(doubles.small.heard).toEqual([]);
  });

  test("by a model's name is answered by its chain when it fails", async () => {
    const { orchestrator } = await house({ big: refuse(503) }, { chains: { "big-model": ["spare-model"] } });
    const answer = await orchestrator.complete(ask(SIMPLE, { model: "big-model" }), context());
    expect(answer).toMatchObject({ deployment: "spare", fallbackUsed: true, source: "cloud-fallback" });
  });

  test("for an unknown model gets the nearest names, and counts as refused", async () => {
    const { orchestrator } = await house();
    await expect(orchestrator.complete(ask(SIMPLE, { model: "bigmodel" }), context())).rejects.toMatchObject({
      code: "MODEL_NOT_FOUND",
      hint: "Did you mean big-model?",
    });
    expect(orchestrator.state().requests).toEqual({
      answered: 0,
      failed: 0,
      refused: 1,
      cancelled: 0,
    });
  });

  test("passes on sampling, further fields and turns in OpenAI's form", async () => {
    const bodies: Record<string, unknown>[] = [];
    const address = await serve(async (request, response) => {
      bodies.push((await json(request)) as Record<string, unknown>);
      response
        .writeHead(200)
        .end(`${words("ok")}${line({ choices: [{ delta: {}, finish_reason: "stop" }] })}`);
    });
    const provider = createOpenAiCompatible({ name: "big", baseUrl: `${address}/v1`, tier: "azure" });
    const big = {
      name: "big",
      model: "big",
      served: "big-1",
      provider,
      tier: "azure",
      maxTokens: 1000,
    } as const;
    const orchestrator = createOrchestrator({ deployments: [{ ...big, systemPrompt: "Be brief." }] });
    const wire = { role: "tool", tool_call_id: "c1", content: "21" };
    const tools = [{ type: "function", function: { name: "multiply" } }];
    const messages = [user("What is 3 times 7?"), { role: "user", content: "21", wire } as const];
    await orchestrator.complete(
      { model: "big", messages, temperature: 0, topP: 0.5, maxTokens: 5000, fields: { tools } },
      context(),
    );
    expect(bodies).toMatchObject([
      {
        model: "big-1",
        messages: [
          { role: "system", content: "Be brief." },
          { role: "user", content: "What is 3 times 7?" },
          { role: "tool", tool_call_id: "c1", content: "21" },
        ],
        temperature: 0,
        top_p: 0.5,
        max_tokens: 1000,
        tools,
      },
    ]);
  });

  test("puts calls of tools together from their pieces", async () => {
    const piece = (call: object) => line({ choices: [{ delta: { tool_calls: [{ index: 0, ...call }] } }] });
    const calls =
      piece({ id: "c1", function: { name: "multiply", arguments: "" } }) +
      piece({ function: { arguments: '{"a":3,' } }) +
      piece({ function: { arguments: '"b":7}' } });
    const { orchestrator } = await house({
      big: {
        instead: (response) =>
          response
            .writeHead(200)
            .end(
              `${calls}${line({ choices: [{ delta: {}, finish_reason: "tool_calls" }] })}data: [DONE]\n\n`,
            ),
      },
    });
    const answer = await orchestrator.complete(ask(SIMPLE, { model: "big" }), context());
    expect(answer).toMatchObject({
      text: "",
      toolCalls: [{ index: 0, id: "c1", name: "multiply", arguments: '{"a":3,"b":7}' }],
    });
  });

  test("keeps a turn of a conversation only when it is whole", async () => {
    const { orchestrator } = await house({ big: breaks("half") });
    const conversation = createConversation();
    await orchestrator.complete(ask(COMPLEX, { conversation }), context());
    expect(conversation.messages).toEqual([]);
    await orchestrator.complete(ask(SIMPLE, { conversation }), context());
    expect(conversation.messages.map(({ content }) => content)).toEqual([SIMPLE, "from small"]);
  });
});

describe("hints", () => {
  test("pin an answer to this machine or to the cloud, without the other", async () => {
    const { orchestrator, doubles } = await house({ small: refuse(500) });
    const here = orchestrator.complete(ask(COMPLEX, { hints: { target: "local" } }), context());
    await expect(here).rejects.toThrow("No model answered: small answered 500: no");
    expect([...doubles.big.heard, ...doubles.spare.heard]).toEqual([]);
    const there = await orchestrator.complete(ask(SIMPLE, { hints: { target: "cloud" } }), context());
    expect(there).toMatchObject({ deployment: "big", fallbackUsed: false });
  });

  test("choose the order and who is left out", async () => {
    const { orchestrator } = await house();
    const prefer = await orchestrator.complete(
      ask(COMPLEX, { hints: { prefer: ["spare-model"] } }),
      context(),
    );
    expect(prefer).toMatchObject({ deployment: "spare", fallbackUsed: false });
    const exclude = await orchestrator.complete(ask(COMPLEX, { hints: { exclude: ["azure"] } }), context());
    expect(exclude).toMatchObject({ deployment: "spare", fallbackUsed: true });
    await expect(
      orchestrator.complete(ask(COMPLEX, { hints: { prefer: ["smal"] } }), context()),
    ).rejects.toMatchObject({ code: "MODEL_NOT_FOUND" });
  });

  test("take a route as if it had been found", async () => {
    const { orchestrator } = await house({}, { routes: { code: ["spare", "small"] } });
    const answer = await orchestrator.complete(ask(SIMPLE, { hints: { route: "code" } }), context());
    expect(answer).toMatchObject({ deployment: "spare", routing: { intent: "code", strategy: "hint" } });
    await expect(
      orchestrator.complete(ask(SIMPLE, { hints: { route: "codes" } }), context()),
    ).rejects.toMatchObject({ code: "UNKNOWN_ROUTE", hint: "There are: local, cloud, code." });
  });
});

describe("routes", () => {
  test("follow the class that a router finds", async () => {
    const routes = { code: ["spare", "big"], general: ["small"], reasoning: ["big"] };
    const { orchestrator } = await house({}, { strategy: "intent", routes });
    const routed = async (text: string) => (await orchestrator.plan(ask(text), context())).route;
    expect(await routed("Write a Python function that sorts a list")).toBe("code");
    expect(await routed("Prove the theorem step by step")).toBe("reasoning");
    expect(await routed("Hello, how are you?")).toBe("general");
  });

  test("part the cloud's questions by their score", async () => {
    const bands = [
      { route: "foundry", fromScore: 0 },
      { route: "apim", fromScore: 0.99 },
    ];
    const routes = { apim: ["apim", "azure", "local"], foundry: ["foundry", "cloud", "local"] };
    const { orchestrator } = await house({}, { bands, routes });
    const { route, plan } = await orchestrator.plan(ask("Compare them."), context());
    expect({ route, first: plan[0]?.deployment }).toEqual({ route: "foundry", first: "spare" });
    expect((await orchestrator.plan(ask(SIMPLE), context())).route).toBe("local");
  });

  test("that name nobody are refused at start-up", async () => {
    await expect(house({}, { routes: { code: ["smal"] } })).rejects.toThrow(
      "The chain of code names smal, which is no deployment, model or tier.",
    );
  });
});

describe("resilience", () => {
  test("leaves a deployment alone that fails, and tells it in the state and in the decisions", async () => {
    const { orchestrator, doubles } = await house(
      { big: refuse(500) },
      { resilience: { retry: { maxAttempts: 1 }, breaker: { rule: { kind: "in-a-row", failures: 2 } } } },
    );
    for (let turn = 0; turn < 3; turn++) await orchestrator.complete(ask(COMPLEX), context());
    expect(doubles.big.heard).toHaveLength(2);
    const state = orchestrator.state();
    expect(state.status).toBe("degraded");
    expect(state.models.find(({ name }) => name === "big-model")).toMatchObject({
      available: false,
      deployments: [{ breaker: "open", successRate: 0.81 }],
    });
    expect(orchestrator.decisions().at(-1)?.passed).toEqual([{ deployment: "big", because: "circuit-open" }]);
  });

  test("turns away what has no place to wait", async () => {
    const { orchestrator } = await house(
      { small: { instead: () => {} } },
      { resilience: { admission: { limit: 1, queueLimit: 0 } }, timeoutMs: 300 },
    );
    const first = orchestrator.complete(ask(SIMPLE), context());
    const second = orchestrator.complete(ask(SIMPLE), context());
    await expect(second).rejects.toMatchObject({ code: "QUEUE_FULL" });
    await expect(first).rejects.toMatchObject({ name: "DeadlineError" });
    await expect(orchestrator.complete(ask(COMPLEX), context())).resolves.toMatchObject({ text: "from big" });
  });
});

describe("several models", () => {
  test("are compared side by side; one that fails leaves the others as they are", async () => {
    const { orchestrator } = await house({ big: refuse(503) }, { chains: { "big-model": ["spare-model"] } });
    const outcomes = await orchestrator.compare(
      ["small", "big", "spare-model"],
      { messages: [user(SIMPLE)] },
      context(),
    );
    expect(outcomes.map((one) => (one.outcome === "answered" ? one.answer.text : one.error.message))).toEqual(
      ["from small", "No model answered: big answered 503: no", "from spare"],
    );
    await expect(orchestrator.compare(["small"], { messages: [user(SIMPLE)] }, context())).rejects.toThrow(
      "at least two models",
    );
  });
});

describe("a template", () => {
  const templates = { terse: "Answer in one sentence.", long: "Answer at length." };
  const answerCache = () => createAnswerCache({});

  test("that a request names is what the model is told first, and parts what the cache keeps", async () => {
    const { orchestrator, doubles } = await house({}, { templates, cache: answerCache() });
    const under = (template: string) =>
      orchestrator.complete(ask(SIMPLE, { hints: { template } }), context());
    await under("terse");
    await under("long");
    expect((await under("terse")).routing.cache).toBe("hit");
    expect(doubles.small.heard.map(([first]) => first)).toEqual([
      { role: "system", content: "Answer in one sentence." },
      { role: "system", content: "Answer at length." },
    ]);
    await expect(under("ters")).rejects.toMatchObject({
      code: "UNKNOWN_TEMPLATE",
      hint: "There are: terse, long.",
    });
  });

  test("leaves a system message of the caller's own alone", async () => {
    const { orchestrator, doubles } = await house({}, { templates });
    const messages = [{ role: "system", content: "Rhyme." } as const, user(SIMPLE)];
    await orchestrator.complete({ ...ask(SIMPLE, { hints: { template: "terse" } }), messages }, context());
    expect(doubles.small.heard[0]?.map(({ content }) => content)).toEqual(["Rhyme.", SIMPLE]);
  });
});

describe("decisions", () => {
  test("are kept without their text unless told otherwise, the last ones only", async () => {
    const { orchestrator } = await house({}, { decisionsKept: 2 });
    for (const id of ["a", "b", "c"]) await orchestrator.complete(ask(SIMPLE), context({ requestId: id }));
    const kept = orchestrator.decisions();
    expect(kept.map(({ requestId }) => requestId)).toEqual(["b", "c"]);
    expect(kept[0]).toMatchObject({
      route: "local",
      deployment: "small",
      promptTokens: 1000,
      outcome: "answered",
    });
    expect(kept[0]).not.toHaveProperty("query");
    expect(orchestrator.decisions({ limit: 1 }).map(({ requestId }) => requestId)).toEqual(["c"]);
    expect(orchestrator.decisions({ tenant: "other" })).toEqual([]);
  });

  test("name the end user's own deployment where there is one", async () => {
    const { orchestrator } = await house({}, { users: { ada: { "big-model": "spare" } } });
    const own = await orchestrator.complete(ask(SIMPLE, { model: "big-model" }), context({ user: "ada" }));
    const usual = await orchestrator.complete(ask(SIMPLE, { model: "big-model" }), context({ user: "bob" }));
    expect([own.deployment, usual.deployment]).toEqual(["spare", "big"]);
  });
});
