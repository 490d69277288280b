import { AzureOpenAI } from "openai";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type LabCloud, startLabCloud } from "../src/lab-cloud/index.ts";
import { createRuleRouter } from "../src/routers/index.ts";
import { variable } from "./start-test-cloud.ts";

let cloud: LabCloud;
let client: AzureOpenAI;

beforeAll(async () => {
  cloud = await startLabCloud({ localModel: "simulated" });
  client = new AzureOpenAI({
    endpoint: cloud.http,
    apiKey: variable(cloud, "AZURE_OPENAI_API_KEY"),
    apiVersion: "2024-12-01-preview",
    maxRetries: 0,
  });
});
afterAll(() => cloud.close());

const CAPITAL = "What is the capital of France?";
const text = { type: "string" };

/** What a question gets as JSON after this schema. */
async function ask(
  question: string,
  properties: object,
  { model = "gpt-4o", more = {} } = {},
): Promise<unknown> {
  const schema = {
    type: "object",
    properties,
    required: Object.keys(properties),
    additionalProperties: false,
    ...more,
  };
  const { choices } = await client.chat.completions.create({
    model,
    messages: [{ role: "user", content: question }],
    response_format: { type: "json_schema", json_schema: { name: "reply", strict: true, schema } },
  });
  return JSON.parse(choices[0]?.message.content ?? "");
}

describe("any JSON", () => {
  test("holds the written answer", async () => {
    const { choices } = await client.chat.completions.create({
      model: "gpt-4o",
      messages: [
        { role: "system", content: "Answer in JSON." },
        { role: "user", content: CAPITAL },
      ],
      response_format: { type: "json_object" },
    });
    expect(JSON.parse(choices[0]?.message.content ?? "")).toEqual({
      answer: "The capital of France is Paris.",
    });
  });
});

describe("JSON after a schema", () => {
  test("has the answer in its one text", async () => {
    expect(await ask(CAPITAL, { city: text })).toEqual({ city: "The capital of France is Paris." });
  });

  test("says numbers, yes and no, and choices that the answer says", async () => {
    expect(await ask("What is 17 * 23?", { result: { type: "integer" } })).toEqual({ result: 391 });
    expect(await ask("Is 17 a prime number?", { prime: { type: "boolean" } })).toEqual({ prime: true });
    expect(await ask("Is 91 a prime number?", { prime: { type: "boolean" }, why: text })).toMatchObject({
      prime: false,
    });
    expect(await ask(CAPITAL, { city: { type: "string", enum: ["Paris", "Rome"] } })).toEqual({
      city: "Paris",
    });
    expect(await ask(CAPITAL, { kind: { const: "capital" }, city: text })).toMatchObject({ kind: "capital" });
  });

  test("has the rule router's decision for a label, with its score and reason", async () => {
    const query = "Compare REST and GraphQL and explain the trade-offs.";
    const { target, score, reason } = await createRuleRouter().route(query);
    const properties = {
      target: { type: "string", enum: ["local", "cloud"] },
      score: { type: "number" },
      reason: text,
    };
    expect(await ask(query, properties)).toEqual({ target, score, reason });
  });

  test("has null where nothing fits, and leaves out what need not be there", async () => {
    const count = { type: ["integer", "null"] };
    expect(await ask(CAPITAL, { city: text, count })).toEqual({ city: expect.any(String), count: null });
    const either = { anyOf: [{ type: "number" }, { type: "null" }] };
    expect(await ask(CAPITAL, { city: text, count: either })).toMatchObject({ count: null });
    const loose = await client.chat.completions.create({
      model: "gpt-4o",
      messages: [{ role: "user", content: CAPITAL }],
      response_format: {
        type: "json_schema",
        json_schema: {
          name: "reply",
          schema: {
            type: "object",
            properties: { city: text, count: { type: "integer" } },
            required: ["city"],
          },
        },
      },
    });
    expect(JSON.parse(loose.choices[0]?.message.content ?? "")).toEqual({ city: expect.any(String) });
  });

  test("is streamed like any text", async () => {
    const stream = client.chat.completions.stream({
      model: "gpt-4o",
      messages: [{ role: "user", content: `${CAPITAL}` }],
      response_format: {
        type: "json_schema",
        json_schema: { name: "reply", schema: { type: "object", properties: { city: text } } },
      },
    });
    const { choices } = await stream.finalChatCompletion();
    expect(JSON.parse(choices[0]?.message.content ?? "")).toEqual({
      city: "The capital of France is Paris.",
    });
  });
});

describe("is refused in one line that names the field", () => {
  const cases: readonly (readonly [string, object, object, string])[] = [
    ["a list", { items: { type: "array" } }, {}, "response_format.json_schema.schema.properties.items"],
    [
      "a pattern",
      { a: { type: "string", pattern: "x" } },
      {},
      "response_format.json_schema.schema.properties.a",
    ],
    ["nothing known of", { a: {} }, {}, "response_format.json_schema.schema.properties.a"],
    ["two texts", { a: text, b: text }, {}, "response_format"],
    ["a number that nobody says", { a: { type: "number" } }, {}, "response_format"],
    ["no object", { a: text }, { type: "array" }, "response_format.json_schema"],
    ["strict, but open", { a: text }, { additionalProperties: true }, "response_format.json_schema"],
    ["strict, but not all required", { a: text }, { required: [] }, "response_format.json_schema"],
  ];

  test.each(cases)("%s", async (_, properties, more, param) => {
    const asked = ask(CAPITAL, properties, { more });
    await expect(asked).rejects.toMatchObject({ status: 400, param });
    await expect(asked).rejects.not.toMatchObject({ message: expect.stringContaining("\n") });
  });

  test("a schema without a name, or none at all", async () => {
    const send = (json_schema: unknown) =>
      client.chat.completions.create({
        model: "gpt-4o",
        messages: [{ role: "user", content: CAPITAL }],
        response_format: { type: "json_schema", json_schema } as never,
      });
    await expect(send({ schema: {} })).rejects.toMatchObject({ param: "response_format.json_schema.name" });
    await expect(send(undefined)).rejects.toMatchObject({
      param: "response_format.json_schema",
      code: "missing_required_parameter",
    });
  });

  test("a model that cannot write after a schema", async () => {
    const asked = ask(CAPITAL, { city: text }, { model: "gpt-4-deployment" });
    await expect(asked).rejects.toMatchObject({ status: 400, param: "response_format" });
  });
});
