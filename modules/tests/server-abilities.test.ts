import { describe, expect, test } from "vitest";
import { createOpenAiCompatible } from "../src/providers/index.ts";
import { serveTwoModels } from "./serve-two-models.ts";
import { ask, question, startTestServer } from "./start-test-server.ts";
import { type Instead, sayParis, wireDouble } from "./wire-double.ts";

const CHAT = "/v1/chat/completions";

const picture = [
  {
    role: "user",
    content: [
      { type: "text", text: "hello" },
      { type: "image_url", image_url: { url: "data:image/png;base64,AA==" } },
    ],
  },
];
const tools = [{ type: "function", function: { name: "clock", parameters: { type: "object" } } }];
const schema = { type: "json_schema", json_schema: { name: "city", schema: { type: "object" } } };

/** One model on this machine, one in the cloud, with these capabilities. */
const serve = (small: string, large: string, more = "", instead?: Instead, model = "") =>
  serveTwoModels({
    small: named(small, "double-small"),
    large: named(large, "double-large"),
    model,
    more: `decisions: { kept: 10, query_characters: 100 }\n${more}`,
    instead,
  });

const named = (fields: string, name: string) =>
  fields.startsWith("name:") ? fields : `name: ${name}, ${fields}`;

const TEXT = "capabilities: [conversation]";
const SEES = "capabilities: [conversation, vision, tools, json_schema]";

describe("a choice that is left to the router", () => {
  test.each([
    ["a picture", { messages: picture }, "small cannot see pictures"],
    ["tools", { messages: question("hello"), tools }, "small cannot call tools"],
    [
      "a schema",
      { messages: question("hello"), response_format: schema },
      "small cannot keep to a JSON schema",
    ],
  ])("keeps %s from a model that cannot take it, and says why", async (_, body, why) => {
    const server = await serve(TEXT, SEES);
    const { status, headers, body: answer } = await ask(server, CHAT, { model: "auto", ...body });
    expect(status).toBe(200);
    expect(server.asked()).toEqual(["double-large"]);
    expect(answer).toMatchObject({
      "x-routing-metadata": {
        model_id: "large",
        fallback_used: false,
        left_out: [why],
        reason: expect.stringContaining(why),
      },
    });
    expect(JSON.parse(headers.get("x-routing-metadata") ?? "")).toMatchObject({ left_out: [why] });
    expect(server.orchestrator.decisions().at(-1)).toMatchObject({
      decision: { target: "cloud" },
      passed: [{ deployment: "small", because: why.replace("small ", "") }],
    });
  });

  test("tells it in the head of a stream, and refuses before a stream has begun", async () => {
    const server = await serve(TEXT, SEES);
    const stream = (model: string) =>
      fetch(server.url + CHAT, {
        method: "POST",
        headers: { "content-type": "application/json" },
        body: JSON.stringify({ model, messages: picture, stream: true }),
      });
    const answered = await stream("auto");
    expect(JSON.parse(answered.headers.get("x-routing-metadata") ?? "")).toMatchObject({
      model_id: "large",
      left_out: ["small cannot see pictures"],
    });
    expect(await answered.text()).toContain('"left_out":["small cannot see pictures"]');
    const refused = await stream("small");
    expect([refused.status, refused.headers.get("content-type")]).toEqual([400, "application/json"]);
  });

  test("goes to the other side where the chain of its own has nobody else", async () => {
    const server = await serve(TEXT, SEES, "routes: { local: [small], cloud: [large] }");
    expect((await ask(server, CHAT, { messages: picture })).body).toMatchObject({
      "x-routing-metadata": { model_id: "large", left_out: ["small cannot see pictures"] },
    });
    // The caller wants this machine, and gets no other.
    expect(await ask(server, CHAT, { messages: picture, routing: { target: "local" } })).toMatchObject({
      status: 400,
      body: { error: { message: "small cannot see pictures. Those that can: large.", param: "messages" } },
    });
  });

  test("comes to this machine where only that one can", async () => {
    const server = await serve(SEES, TEXT, "threshold: 0");
    expect((await ask(server, CHAT, { messages: question("hello") })).body).toMatchObject({
      "x-routing-metadata": { model_id: "large" },
    });
    expect((await ask(server, CHAT, { messages: picture })).body).toMatchObject({
      "x-routing-metadata": { model_id: "small", tier: "local", fallback_used: false },
    });
  });

  test("is refused in one line when nobody can, before anybody is asked", async () => {
    const more = await serve(`${TEXT}, context_window: 100`, `${TEXT}, context_window: 200`);
    expect(await ask(more, CHAT, { messages: question("word ".repeat(300)) })).toMatchObject({
      status: 400,
      body: {
        error: {
          code: "context_length_exceeded",
          param: "messages",
          message:
            "large takes 200 tokens, and the prompt has more than 300; small takes 100 tokens, and the prompt has more than 300. No model here can. Send a part of it, or a summary.",
        },
      },
    });
    expect(more.asked()).toEqual([]);
  });

  test("passes over a model whose context is too small", async () => {
    const server = await serve(`${TEXT}, context_window: 100`, TEXT);
    const { body } = await ask(server, CHAT, { messages: question("word ".repeat(150)) });
    expect(body).toMatchObject({
      "x-routing-metadata": {
        model_id: "large",
        left_out: ["small takes 100 tokens, and the prompt has more than 150"],
      },
    });
  });

  test("asks anybody of whom nothing is known", async () => {
    const server = await startTestServer();
    expect((await ask(server, CHAT, { messages: picture, tools })).body).toMatchObject({
      "x-routing-metadata": { model_id: "small" },
    });
    const unsaid = await serve(TEXT, TEXT);
    expect((await ask(unsaid, CHAT, { messages: picture })).body).toMatchObject({
      "x-routing-metadata": { model_id: "small" },
    });
  });

  test("is told by the list of a model that is not set up here, too", async () => {
    const server = await serve(
      TEXT,
      TEXT,
      "",
      undefined,
      "  far: { provider: anthropic, capabilities: [vision] }",
    );
    expect(await ask(server, CHAT, { messages: picture })).toMatchObject({
      status: 400,
      body: { error: { code: "pictures_unsupported", hint: expect.stringContaining("No model here can.") } },
    });
  });

  test("knows what the catalog says of a model", async () => {
    const server = await serve(`name: gpt-3.5-turbo, ${TEXT}`, `name: gpt-4o, ${TEXT}`);
    expect((await ask(server, CHAT, { messages: picture })).body).toMatchObject({
      "x-routing-metadata": { model_id: "large", left_out: ["small cannot see pictures"] },
    });
    expect((await ask(server, CHAT, { messages: question("hello"), tools })).body).toMatchObject({
      "x-routing-metadata": { model_id: "small" },
    });
  });

  test("never leaves this machine where what is meant for it may not", async () => {
    const { address, seen } = await wireDouble();
    const at = (tier: "local" | "cloud", capabilities: readonly string[]) => ({
      name: tier,
      model: tier,
      served: "double-1",
      provider: createOpenAiCompatible({ name: tier, baseUrl: `${address}/v1`, tier }),
      tier,
      maxTokens: 100,
      capabilities,
    });
    const server = await startTestServer({
      orchestrator: {
        deployments: [at("local", ["conversation"]), at("cloud", ["vision"])],
        rules: { fallbackToCloud: false },
      },
    });
    expect(await ask(server, CHAT, { messages: picture })).toMatchObject({
      status: 400,
      body: { error: { message: "local cannot see pictures. Those that can: cloud." } },
    });
    expect(seen).toEqual([]);
  });

  test("is in no arm of an experiment of which one model cannot take it", async () => {
    const server = await serve(
      TEXT,
      SEES,
      "experiments: [{ name: sizes, unit: request, variants: [{ name: one, model: small }, { name: two, model: large }] }]",
    );
    for (let turn = 0; turn < 12; turn++)
      expect((await ask(server, CHAT, { messages: picture })).status).toBe(200);
    expect(server.orchestrator.decisions().flatMap(({ variants = [] }) => variants)).toEqual([]);
    await ask(server, CHAT, { messages: question("hello") });
    expect(server.orchestrator.decisions().at(-1)?.variants).toHaveLength(1);
  });

  test("is replayed with what it asked for", async () => {
    const server = await serve(TEXT, SEES);
    await ask(server, CHAT, { messages: picture });
    await ask(server, CHAT, { messages: question("hello") });
    expect(await ask(server, "/router/plan", { threshold: 0.9 })).toMatchObject({
      status: 200,
      body: { replayed: 2, changed: [] },
    });
  });
});

describe("a model that is asked for by name", () => {
  test("is refused up front what it cannot take, though others step in for it", async () => {
    const server = await serve(TEXT, SEES, "fallbacks: { small: [large] }");
    expect(await ask(server, CHAT, { model: "small", messages: picture })).toMatchObject({
      status: 400,
      body: {
        error: {
          code: "pictures_unsupported",
          param: "messages",
          message: "small cannot see pictures. Those that can: large.",
        },
      },
    });
    expect(server.asked()).toEqual([]);
    // Who asks for stand-ins gets one.
    expect(
      (await ask(server, CHAT, { model: "small", messages: picture, routing: { fallback: true } })).body,
    ).toMatchObject({ "x-routing-metadata": { model_id: "large", left_out: ["small cannot see pictures"] } });
  });

  const broken =
    (model: string): Instead =>
    (request, response) =>
      request.body?.model === model ? response.writeHead(500).end("{}") : sayParis(request, response);

  test.each([
    ["nobody", "", {}, 503],
    ["the configuration's stand-ins", "fallbacks: { small: [large] }", {}, "large"],
    ["the stand-ins of a chain", "routing: { fallback_chains: { small: [large] } }", {}, "large"],
    [
      "nobody, though the configuration names some",
      "fallbacks: { small: [large] }",
      { fallback: false },
      503,
    ],
    ["whoever serves its side, when it is asked for", "", { fallback: true }, "large"],
    ["those that the request names", "", { fallback: ["large"] }, "large"],
  ] as const)("has %s to step in for it", async (_, more, routing, expected) => {
    const server = await serve(TEXT, TEXT, more, broken("double-small"));
    const { status, body } = await ask(server, CHAT, {
      model: "small",
      messages: question("hello"),
      routing,
    });
    if (typeof expected === "number") expect(status).toBe(expected);
    else expect(body).toMatchObject({ "x-routing-metadata": { model_id: expected, fallback_used: true } });
  });

  test("has no stand-in that there is not", async () => {
    const server = await serve(TEXT, TEXT);
    expect(
      await ask(server, CHAT, {
        model: "small",
        messages: question("hello"),
        routing: { fallback: ["larg"] },
      }),
    ).toMatchObject({ status: 404, body: { error: { hint: "Did you mean large?" } } });
  });
});
