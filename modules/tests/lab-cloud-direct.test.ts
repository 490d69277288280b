import OpenAI, { AzureOpenAI } from "openai";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type LabCloud, startLabCloud } from "../src/lab-cloud/index.ts";
import { runNode } from "./run-process.ts";
import { postJson, variable } from "./start-test-cloud.ts";

let cloud: LabCloud;
let client: OpenAI;

beforeAll(async () => {
  cloud = await startLabCloud({ localModel: "simulated" });
  client = new OpenAI({
    baseURL: variable(cloud, "LAB_OPENAI_URL"),
    apiKey: variable(cloud, "LAB_OPENAI_API_KEY"),
    maxRetries: 0,
  });
});
afterAll(() => cloud.close());

const hello = [{ role: "user" as const, content: "Hello!" }];
const chat = (model: string, at: OpenAI = client) => at.chat.completions.create({ model, messages: hello });

describe("OpenAI's own surface", () => {
  test("answers a model by its name, without anything of Azure's", async () => {
    const { data, response, request_id } = await chat("gpt-4o").withResponse();
    expect(data).toMatchObject({ model: "gpt-4o-2024-11-20", object: "chat.completion" });
    expect(data).not.toHaveProperty("prompt_filter_results");
    expect(data.choices[0]).not.toHaveProperty("content_filter_results");
    expect(request_id).toMatch(/^req_/);
    const headers = Object.fromEntries(response.headers);
    expect(headers).toMatchObject({
      "openai-version": "2020-10-01",
      "openai-processing-ms": expect.stringMatching(/^\d+$/),
      "x-ratelimit-limit-requests": expect.stringMatching(/^\d+$/),
      "x-ratelimit-remaining-tokens": expect.stringMatching(/^\d+$/),
      "x-ratelimit-reset-requests": expect.stringMatching(/^[\d.]+m?s$/),
      "x-lab-provenance": "simulated",
    });
    expect(Object.keys(headers).filter((name) => /^(?:x-ms-|apim-)/.test(name))).toEqual([]);
  });

  test("streams from its first token on, and filters nothing", async () => {
    const stream = await client.chat.completions.create({
      model: "gpt-4o-mini-2024-07-18",
      messages: [{ role: "user", content: "Tell me something the filter stops." }],
      stream: true,
      stream_options: { include_usage: true },
    });
    const chunks = await Array.fromAsync(stream);
    expect(chunks[0]?.choices[0]?.delta).toMatchObject({ role: "assistant" });
    expect(chunks.some((chunk) => "prompt_filter_results" in chunk)).toBe(false);
    expect(chunks.map(({ choices }) => choices[0]?.delta.content ?? "").join("")).toContain(
      "never reaches you",
    );
    expect(chunks.at(-2)?.choices[0]?.finish_reason).toBe("stop");
    expect(chunks.at(-1)?.usage?.total_tokens).toBeGreaterThan(10);
  });

  test("lists its models, and no deployment", async () => {
    const ids = (await client.models.list()).data.map(({ id }) => id);
    expect(ids).toEqual(expect.arrayContaining(["gpt-4o", "gpt-3.5-turbo", "text-embedding-3-small"]));
    expect(ids.filter((id) => /deployment|claude|model-router|smollm/.test(id))).toEqual([]);
    expect(await client.models.retrieve("gpt-4.1-nano")).toMatchObject({
      object: "model",
      owned_by: "openai",
    });
  });

  test.each(["gpt-4o-deployment", "model-router", "claude-3-5-sonnet", "no-such"])(
    "has no model %s, in OpenAI's words",
    async (name) => {
      const wanted = { status: 404, code: "model_not_found", type: "invalid_request_error" };
      await expect(chat(name)).rejects.toBeInstanceOf(OpenAI.NotFoundError);
      await expect(chat(name)).rejects.toMatchObject({
        ...wanted,
        message: expect.stringContaining(`\`${name}\``),
      });
      await expect(client.models.retrieve(name)).rejects.toMatchObject(wanted);
    },
  );

  test("refuses a bad body by its field, with no header of Azure's", async () => {
    const key = { authorization: `Bearer ${variable(cloud, "LAB_OPENAI_API_KEY")}` };
    const send = (body: unknown) => postJson(`${cloud.http}/v1/chat/completions`, body, key);
    for (const [body, param] of [
      ["{nope", null],
      [{ messages: hello }, "model"],
      [{ model: "gpt-4o" }, "messages"],
      [{ model: "gpt-4o", messages: hello, temperature: 9 }, "temperature"],
    ] as const) {
      const response = await send(body);
      expect(response.status).toBe(400);
      expect(await response.json()).toMatchObject({ error: { param, type: "invalid_request_error" } });
      expect(response.headers.get("x-request-id")).toMatch(/^req_/);
      expect(response.headers.has("apim-request-id")).toBe(false);
    }
    const huge = await send({
      model: "gpt-4o",
      messages: [{ role: "user", content: "word ".repeat(400_000) }],
    });
    expect(huge.status).toBe(413);
  });

  test("throttles in OpenAI's words when a fault says so", async () => {
    await postJson(variable(cloud, "LAB_FAULTS_URL"), { status: 429, headers: { "retry-after": "7" } });
    const throttled = chat("gpt-4o");
    await expect(throttled).rejects.toBeInstanceOf(OpenAI.RateLimitError);
    await expect(throttled).rejects.toMatchObject({
      code: "rate_limit_exceeded",
      message: expect.stringMatching(/^429 Rate limit reached for gpt-4o .* try again in 7s/),
    });
  });
});

describe("keys", () => {
  const at = (apiKey: string) =>
    new OpenAI({ baseURL: variable(cloud, "LAB_OPENAI_URL"), apiKey, maxRetries: 0 });
  const azure = (apiKey: string) =>
    new AzureOpenAI({ endpoint: cloud.http, apiKey, apiVersion: "2024-12-01-preview", maxRetries: 0 });

  test("of the two surfaces are different, and mixing them up is said", async () => {
    const azureKey = variable(cloud, "AZURE_OPENAI_API_KEY");
    const mixed = chat("gpt-4o", at(azureKey));
    await expect(mixed).rejects.toMatchObject({
      status: 401,
      code: "invalid_api_key",
      message: expect.stringContaining("key for Azure OpenAI"),
    });
    await expect(mixed).rejects.not.toMatchObject({ message: expect.stringContaining(azureKey) });
    const openAiKey = variable(cloud, "LAB_OPENAI_API_KEY");
    await expect(chat("gpt-4o", azure(openAiKey))).rejects.toMatchObject({ status: 401, code: "401" });
  });

  test("that are wrong or missing are refused, and not repeated", async () => {
    const wrong = chat("gpt-4o", at("planted-secret"));
    await expect(wrong).rejects.toBeInstanceOf(OpenAI.AuthenticationError);
    await expect(wrong).rejects.not.toMatchObject({ message: expect.stringContaining("planted") });
    const none = await postJson(`${cloud.http}/v1/chat/completions`, { model: "gpt-4o", messages: hello });
    expect([none.status, await none.json()]).toMatchObject([
      401,
      { error: { type: "invalid_request_error" } },
    ]);
    const asAzure = await postJson(
      `${cloud.http}/v1/chat/completions`,
      { model: "gpt-4o", messages: hello },
      { "api-key": variable(cloud, "LAB_OPENAI_API_KEY") },
    );
    expect(asAzure.status).toBe(401);
  });

  test("that everybody knows open both, for this machine alone", async () => {
    expect((await chat("gpt-4o", at("lab-key"))).choices).toHaveLength(1);
    expect((await chat("gpt-4o", azure("lab-key"))).choices).toHaveLength(1);
    const body = { model: "gpt-4o", messages: hello };
    const key = { "api-key": "lab-key" };
    const foreign = { ...key, origin: "http://evil.example" };
    expect((await postJson(`${cloud.http}/openai/v1/chat/completions`, body, key)).status).toBe(200);
    expect((await postJson(`${cloud.http}/openai/v1/chat/completions`, body, foreign)).status).toBe(401);
  });

  test("of managed identity has a value that everybody knows, too", async () => {
    const url = `${cloud.http}/msi/token?api-version=2019-08-01&resource=https%3A%2F%2Fcognitiveservices.azure.com`;
    const ask = (headers: Record<string, string>) => fetch(url, { headers });
    expect((await ask({ "x-identity-header": "lab-msi" })).status).toBe(200);
    expect((await ask({ "x-identity-header": "lab-msi", origin: "http://evil.example" })).status).toBe(401);
  });
});

test("with the lab's environment AzureOpenAI and OpenAI both start as their documentation shows", async () => {
  const program = `
    import OpenAI, { AzureOpenAI } from "openai";
    const azure = new AzureOpenAI({ endpoint: process.env.AZURE_OPENAI_ENDPOINT });
    const direct = new OpenAI({ baseURL: process.env.LAB_OPENAI_URL, apiKey: process.env.LAB_OPENAI_API_KEY });
    const messages = [{ role: "user", content: "Hello!" }];
    for (const client of [azure, direct])
      console.log((await client.chat.completions.create({ model: "gpt-4o", messages })).model);`;
  const run = runNode(["--input-type=module", "--eval", program], cloud.env);
  expect(await run.ended, run.stderr()).toBe(0);
  expect(run.stdout()).toBe("gpt-4o-2024-11-20\ngpt-4o-2024-11-20\n");
});
