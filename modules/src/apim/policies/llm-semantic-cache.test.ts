import { describe, expect, test } from "vitest";
import {
  alice,
  document,
  type GatewayOptions,
  loadProblems,
  openGateway,
  type RequestOptions,
  type UpstreamCall,
} from "../../../tests/apim-harness.ts";

const IDENTITY = "https://cognitiveservices.azure.com";
const bob = { ...alice, id: "sub-bob", name: "Bob" };

const cached = (attributes = "", inside = "", prefix = "llm") =>
  document({
    inbound: `<${prefix}-semantic-cache-lookup score-threshold="0.2" embeddings-backend-id="embeddings"
        embeddings-backend-auth="system-assigned" ${attributes}>${inside}</${prefix}-semantic-cache-lookup>
      <set-backend-service backend-id="origin" />`,
    outbound: `<${prefix}-semantic-cache-store duration="120" />
      <set-header name="x-behind"><value>1</value></set-header>`,
  });

const WORDS = ["weather", "forecast", "rome", "paris", "joke"];

/** How often each word stands in a text: enough for texts of like words to lie close together. */
const vectorOf = (text: string) => WORDS.map((word) => text.toLowerCase().split(word).length - 1 + 0.01);

/** The model tells how often it was asked; the embeddings answer as Azure OpenAI does. */
function lab(policies: string, options: Partial<GatewayOptions> = {}) {
  let asked = 0;
  return openGateway({
    policies,
    backends: [
      { name: "origin", properties: { url: "https://origin.test", protocol: "http" } },
      {
        name: "embeddings",
        properties: { url: "https://embeddings.test/openai/deployments/small/embeddings", protocol: "http" },
      },
    ],
    tokens: { [IDENTITY]: "identity-token" },
    upstream: (call) =>
      call.url.startsWith("https://embeddings.test")
        ? { body: { data: [{ embedding: vectorOf(JSON.parse(call.body).input[0]) }] } }
        : { body: { choices: [{ message: { content: `answer ${++asked}` } }] } },
    ...options,
  });
}

const ask = (content: string, more: Readonly<Record<string, unknown>> = {}): RequestOptions => ({
  path: "/chat/completions",
  body: { model: "gpt-4.1", messages: [{ role: "user", content }], ...more },
});

const toModel = (calls: readonly UpstreamCall[]) =>
  calls.filter(({ url }) => url.startsWith("https://origin.test")).length;

describe("K: prompts of like meaning", () => {
  test.each(["llm", "azure-openai"])("%s: share an answer; others do not", async (prefix) => {
    const gateway = await lab(cached("", "", prefix));
    const seen: unknown[] = [];
    for (const prompt of ["weather in Rome", "Rome: the weather?", "weather forecast Rome", "a joke"]) {
      const { body, calls } = await gateway.send(ask(prompt));
      seen.push([JSON.parse(body).choices[0].message.content, toModel(calls)]);
    }
    expect(seen).toEqual([
      ["answer 1", 1],
      ["answer 1", 0],
      // Cosine 0.82, a distance of 0.18: near enough, and a false hit if the forecast matters.
      ["answer 1", 0],
      ["answer 2", 1],
    ]);
  });

  test("the score is a distance: a lower threshold asks for more likeness", async () => {
    const strict = cached().replace('score-threshold="0.2"', 'score-threshold="0.05"');
    const gateway = await lab(strict);
    await gateway.send(ask("weather in Rome"));
    expect(toModel((await gateway.send(ask("weather forecast Rome"))).calls)).toBe(1);
    expect(toModel((await gateway.send(ask("WEATHER ROME"))).calls)).toBe(0);
  });

  test("the nearest of several answers", async () => {
    const gateway = await lab(cached());
    await gateway.send(ask("weather in Rome"));
    await gateway.send(ask("weather in Paris"));
    expect((await gateway.send(ask("Paris weather"))).body).toContain("answer 2");
  });

  test("an answer is kept for its duration", async () => {
    const gateway = await lab(cached());
    await gateway.send(ask("a joke"));
    gateway.clock.advance(119_999);
    expect(toModel((await gateway.send(ask("a joke"))).calls)).toBe(0);
    gateway.clock.advance(1);
    expect(toModel((await gateway.send(ask("a joke"))).calls)).toBe(1);
  });

  test("a hit passes over what is left of inbound, and outbound goes on behind the store", async () => {
    const gateway = await lab(cached());
    await gateway.send(ask("a joke"));
    const { headers, steps } = await gateway.send(ask("a joke"));
    expect(steps.map(({ policy }) => policy)).toEqual(["llm-semantic-cache-lookup", "set-header"]);
    expect([headers.get("x-behind"), headers.get("content-type")]).toEqual(["1", "application/json"]);
    expect(steps[0]?.notes.at(-1)).toBe("hit: the nearest prompt is at distance 0.000, allowed is 0.2");
  });
});

describe("K: which prompts are compared", () => {
  test.each<{ shows: string; policies: string; requests: readonly RequestOptions[]; asked: number }>([
    {
      shows: "callers share answers",
      policies: cached(),
      requests: [ask("joke"), { ...ask("joke"), subscription: bob }],
      asked: 1,
    },
    {
      shows: "vary-by keeps callers apart",
      policies: cached("", "<vary-by>@(context.Subscription.Id)</vary-by>"),
      requests: [ask("joke"), { ...ask("joke"), subscription: bob }, ask("joke")],
      asked: 2,
    },
    {
      shows: "models do not share",
      policies: cached(),
      requests: [ask("joke"), ask("joke", { model: "gpt-4o" })],
      asked: 2,
    },
    {
      shows: "system messages count",
      policies: cached(),
      requests: [withSystem("weather"), withSystem("paris")],
      asked: 2,
    },
    {
      shows: "ignore-system-messages",
      policies: cached('ignore-system-messages="true"'),
      requests: [withSystem("weather"), withSystem("paris")],
      asked: 1,
    },
    {
      shows: "more messages than max-message-count",
      policies: cached('max-message-count="1"'),
      requests: [withSystem("weather"), withSystem("weather")],
      asked: 2,
    },
    {
      shows: "system messages left out of the count",
      policies: cached('max-message-count="1" ignore-system-messages="true"'),
      requests: [withSystem("weather"), withSystem("weather")],
      asked: 1,
    },
    {
      shows: "streams",
      policies: cached(),
      requests: [ask("joke", { stream: true }), ask("joke", { stream: true })],
      asked: 2,
    },
    {
      shows: "the Responses API",
      policies: cached(),
      requests: [
        { path: "/responses", body: { model: "gpt-4.1", input: "a joke" } },
        { path: "/responses", body: { model: "gpt-4.1", input: "one joke" } },
      ],
      asked: 1,
    },
  ])("$shows: asked $asked times", async ({ policies, requests, asked }) => {
    const gateway = await lab(policies);
    for (const request of requests) await gateway.send(request);
    expect(toModel(gateway.calls)).toBe(asked);
  });

  function withSystem(system: string): RequestOptions {
    const messages = [
      { role: "system", content: system },
      { role: "user", content: "joke" },
    ];
    return { path: "/chat/completions", body: { model: "gpt-4.1", messages } };
  }
});

describe("K: where vectors come from", () => {
  test("the backend, with the gateway's identity", async () => {
    const gateway = await lab(cached());
    const { calls } = await gateway.send(ask("a joke"));
    const [call] = calls;
    expect([call?.method, call?.url, call?.headers.authorization, JSON.parse(call?.body ?? "")]).toEqual([
      "POST",
      "https://embeddings.test/openai/deployments/small/embeddings?api-version=2024-10-21",
      "Bearer identity-token",
      { input: ["a joke"] },
    ]);
  });

  test("the gateway's own embedder when it has one", async () => {
    const embed = async (texts: readonly string[]) => texts.map((text) => Float32Array.from(vectorOf(text)));
    const gateway = await lab(cached(), { embed });
    await gateway.send(ask("a joke"));
    const { calls } = await gateway.send(ask("joke"));
    expect([gateway.calls.length, calls.length]).toEqual([1, 0]);
  });

  test.each<{ fails: string; options: Partial<GatewayOptions> }>([
    { fails: "no identity", options: { tokens: {} } },
    {
      fails: "the backend answers 500",
      options: {
        upstream: ({ url }) => (url.includes("embeddings") ? { status: 500 } : { body: { choices: [] } }),
      },
    },
    {
      fails: "the embedder throws",
      options: { embed: async () => Promise.reject(new Error("out of memory")) },
    },
  ])("$fails: the request goes its way without a cache", async ({ options }) => {
    const gateway = await lab(cached(), options);
    for (const _ of [1, 2]) {
      const { status, calls, steps } = await gateway.send(ask("a joke"));
      expect([status, toModel(calls)]).toEqual([200, 1]);
      expect(steps[0]?.notes.at(-1)).toContain("not cached: no embedding");
    }
  });
});

test("K: only answers 200 are kept", async () => {
  const gateway = await lab(cached(), {
    embed: async (texts) => texts.map((text) => Float32Array.from(vectorOf(text))),
    upstream: () => ({ status: 429, body: { error: {} } }),
  });
  await gateway.send(ask("joke"));
  expect((await gateway.send(ask("joke"))).calls).toHaveLength(1);
});

test.each([
  { policies: cached().replace('"embeddings"', '"embedings"'), problem: 'Did you mean "embeddings"?' },
  { policies: cached().replace('"0.2"', '"1.5"'), problem: "must be at most 1" },
  { policies: cached().replace('"system-assigned"', '"key"'), problem: 'must be "system-assigned"' },
  { policies: cached('max-message-count="few"'), problem: "must be a whole number" },
  {
    policies: cached().replace(' duration="120"', ""),
    problem: '<llm-semantic-cache-store> needs the attribute "duration"',
  },
])("X: refused at load: $problem", async ({ policies, problem }) => {
  const backends = [
    { name: "origin", properties: { url: "https://origin.test", protocol: "http" } },
    { name: "embeddings", properties: { url: "https://embeddings.test", protocol: "http" } },
  ];
  expect((await loadProblems({ policies, backends })).join("\n")).toContain(problem);
});
