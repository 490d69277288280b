import OpenAI from "openai";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { type Clock, systemClock } from "../src/core/index.ts";
import { type LabCloud, startLabCloud } from "../src/lab-cloud/index.ts";
import { postJson, variable } from "./start-test-cloud.ts";

let cloud: LabCloud;
const slept: number[] = [];
/** Does not sleep, but notes how long it should have. */
const clock: Clock = {
  ...systemClock,
  sleep: async (ms) => {
    if (ms > 0) slept.push(ms);
  },
};

beforeAll(async () => {
  cloud = await startLabCloud({ localModel: "simulated", clock });
});
afterAll(() => cloud.close());
beforeEach(async () => {
  slept.length = 0;
  await fetch(variable(cloud, "LAB_FAULTS_URL"), { method: "DELETE" });
});

const order = async (fault: object) => {
  const response = await postJson(variable(cloud, "LAB_FAULTS_URL"), fault);
  expect(response.status).toBe(201);
  return ((await response.json()) as { id: string }).id;
};
const client = (maxRetries = 0) =>
  new OpenAI({
    baseURL: `${cloud.http}/openai/v1`,
    apiKey: variable(cloud, "AZURE_OPENAI_API_KEY"),
    maxRetries,
  });

const ANSWER = "The capital of France is Paris.";
const question = { model: "gpt-4o", input: "What is the capital of France?" };
const texts = { model: "text-embedding-3-small", input: ["a", "b"] };

/** One request of each form that a deployment is asked in; `model` is the name it gives. */
const FORMS: readonly (readonly [
  string,
  { readonly deployment: string; readonly ask: (maxRetries?: number) => Promise<object> },
])[] = [
  [
    "chat",
    {
      deployment: "gpt-4o",
      ask: (maxRetries) =>
        client(maxRetries).chat.completions.create({
          model: "gpt-4o",
          messages: [{ role: "user", content: question.input }],
        }),
    },
  ],
  ["responses", { deployment: "gpt-4o", ask: (maxRetries) => client(maxRetries).responses.create(question) }],
  [
    "embeddings",
    { deployment: texts.model, ask: (maxRetries) => client(maxRetries).embeddings.create(texts) },
  ],
];

describe.each(FORMS)("%s", (_, { deployment, ask }) => {
  test("answers an ordered status, then is well again", async () => {
    await order({ deployment, status: 503, headers: { "retry-after-ms": "1" } });
    await expect(ask()).rejects.toMatchObject({ status: 503, code: "ServiceUnavailable" });
    expect(await ask()).toHaveProperty("model");
  });

  test("names its own operation when it is throttled", async () => {
    await order({ deployment, status: 429 });
    await expect(ask()).rejects.toMatchObject({
      code: "429",
      message: expect.stringMatching(
        /Requests to the (?:ChatCompletions|Responses|Embeddings)_Create Operation/,
      ),
    });
  });

  test("is asked again by the SDK after a reset", async () => {
    await order({ deployment, reset: true });
    await expect(ask()).rejects.toBeInstanceOf(OpenAI.APIConnectionError);
    await order({ deployment, reset: true });
    expect(await ask(1)).toHaveProperty("model");
  });

  test("is late", async () => {
    await order({ deployment, delayMs: 1234 });
    expect(await ask()).toHaveProperty("model");
    expect(slept).toEqual([1234]);
  });

  test("stalls half-way and goes on", async () => {
    await order({ deployment, stall: { ms: 1234 } });
    expect(await ask()).toHaveProperty("model");
    expect(slept).toEqual([1234]);
  });

  test("breaks off half-way", async () => {
    await order({ deployment, cutAfterTokens: 1 });
    await expect(ask()).rejects.toThrow();
  });

  test("sends half a JSON text", async () => {
    await order({ deployment, malformed: true });
    await expect(ask()).rejects.toThrow();
  });

  test("names another model", async () => {
    await order({ deployment, wrongModel: "gpt-3.5-turbo-0125" });
    expect(await ask()).toMatchObject({ model: "gpt-3.5-turbo-0125" });
    expect(await ask()).not.toMatchObject({ model: "gpt-3.5-turbo-0125" });
  });
});

test("empty responses have no text, counted as none", async () => {
  await order({ empty: true });
  const response = await client().responses.create(question);
  expect(response.output_text).toBe("");
  expect(response).toMatchObject({ status: "completed", usage: { output_tokens: 0 } });
  expect(response.usage?.total_tokens).toBe(response.usage?.input_tokens);
});

test("empty embeddings have no vectors", async () => {
  await order({ empty: true });
  expect((await client().embeddings.create(texts)).data).toEqual([]);
});

describe("a stream of responses", () => {
  const stream = () => client().responses.create({ ...question, stream: true });
  /** What comes until it ends or breaks off. */
  const read = async () => {
    const types: string[] = [];
    let id = "";
    let text = "";
    try {
      for await (const event of await stream()) {
        types.push(event.type);
        if (event.type === "response.created") id = event.response.id;
        if (event.type === "response.output_text.delta") text += event.delta;
      }
      return { types, text, id };
    } catch (failure) {
      return { types, text, id, failure };
    }
  };

  test("is cut after so many tokens, and what was cut was not kept", async () => {
    await order({ cutAfterTokens: 3 });
    const { types, text, failure, id } = await read();
    expect(failure).toBeDefined();
    expect(text).toBe("The capital of");
    expect(types).not.toContain("response.completed");
    await expect(client().responses.retrieve(id)).rejects.toMatchObject({ status: 404 });
  });

  test("stalls and goes on", async () => {
    await order({ stall: { afterTokens: 2, ms: 1234 } });
    expect(await read()).toMatchObject({ text: ANSWER });
    expect(slept).toEqual([1234]);
  });

  test("has an event that is no JSON", async () => {
    await order({ malformed: { afterTokens: 2 } });
    const { text, failure } = await read();
    expect(text).toBe("The capital");
    expect(failure).toBeInstanceOf(SyntaxError);
  });

  test("names another model in every event that names one", async () => {
    await order({ wrongModel: "other" });
    const models: string[] = [];
    for await (const event of await stream()) if ("response" in event) models.push(event.response.model);
    expect(models.length).toBeGreaterThan(1);
    expect(new Set(models)).toEqual(new Set(["other"]));
  });

  test("is empty", async () => {
    await order({ empty: true });
    const events = await Array.fromAsync(await stream());
    expect(events.map(({ type }) => type)).not.toContain("response.output_text.delta");
    expect(events.find(({ type }) => type === "response.output_text.done")).toMatchObject({ text: "" });
    expect(events.at(-1)).toMatchObject({
      type: "response.completed",
      response: { output: [{ content: [{ text: "" }] }], usage: { output_tokens: 0 } },
    });
  });
});

test("a fault strikes the resource it is ordered for, and no other of the same deployments", async () => {
  await order({ resource: "foundry1", deployment: "gpt-4o", status: 503, times: 2 });
  const ask = (resource: string) =>
    postJson(
      `${cloud.http}/resources/${resource}/openai/v1/chat/completions`,
      { model: "gpt-4o", messages: [{ role: "user", content: "Hello!" }] },
      { "api-key": variable(cloud, "AZURE_OPENAI_API_KEY") },
    );
  expect((await ask("foundry2")).status).toBe(200);
  expect((await ask("foundry1")).status).toBe(503);
});

test("OpenAI's own surface meets faults too, in its own words", async () => {
  const direct = new OpenAI({
    baseURL: `${cloud.http}/v1`,
    apiKey: variable(cloud, "LAB_OPENAI_API_KEY"),
    maxRetries: 0,
  });
  const ask = () =>
    direct.chat.completions.create({
      model: "gpt-4o",
      messages: [{ role: "user", content: question.input }],
    });
  await order({ resource: "openai", status: 429 });
  expect(await client().responses.create(question)).toMatchObject({ status: "completed" });
  await expect(ask()).rejects.toMatchObject({ status: 429, code: "rate_limit_exceeded" });
  await order({ resource: "openai", wrongModel: "other" });
  expect((await ask()).model).toBe("other");
});
