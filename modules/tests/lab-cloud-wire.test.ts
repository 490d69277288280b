import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type LabCloud, startLabCloud } from "../src/lab-cloud/index.ts";
import { postJson, variable } from "./start-test-cloud.ts";

let cloud: LabCloud;

beforeAll(async () => {
  cloud = await startLabCloud({ localModel: "simulated" });
});
afterAll(() => cloud.close());

const VERSION = "?api-version=2024-12-01-preview";
const chatPath = `/openai/deployments/gpt-4o/chat/completions${VERSION}`;
const key = () => ({ "api-key": variable(cloud, "AZURE_OPENAI_API_KEY") });
const messages = [{ role: "user", content: "Hello!" }];

async function errorOf(response: Response): Promise<Record<string, unknown>> {
  const body = (await response.json()) as { error: Record<string, unknown> };
  expect(String(body.error.message)).not.toContain("\n");
  return { status: response.status, ...body.error };
}

describe("a chat body that cannot be used is refused by its field", () => {
  const cases: readonly (readonly [string, unknown, Record<string, unknown>])[] = [
    ["no JSON", "{nope", { param: null, message: expect.stringContaining("not valid JSON") }],
    ["an array", [], { param: null, message: expect.stringContaining("got an array") }],
    ["no messages", {}, { param: "messages", code: "missing_required_parameter" }],
    ["empty messages", { messages: [] }, { param: "messages", code: "invalid_value" }],
    ["messages as text", { messages: "hi" }, { param: "messages", code: "invalid_type" }],
    ["no role", { messages: [{ content: "hi" }] }, { param: "messages[0].role" }],
    ["unknown role", { messages: [{ role: "boss", content: "hi" }] }, { param: "messages[0].role" }],
    ["no content", { messages: [{ role: "user" }] }, { param: "messages[0].content" }],
    [
      "content as number",
      { messages: [{ role: "user", content: 7 }] },
      {
        param: "messages[0].content",
        code: "invalid_type",
        message: expect.stringContaining("got a number"),
      },
    ],
    [
      "an image",
      { messages: [{ role: "user", content: [{ type: "image_url", image_url: { url: "http://x" } }] }] },
      { param: "messages[0].content[0]", code: "unsupported_parameter" },
    ],
    ["max_tokens 0", { messages, max_tokens: 0 }, { param: "max_tokens", code: "invalid_value" }],
    ["max_tokens as text", { messages, max_tokens: "5" }, { param: "max_tokens", code: "invalid_type" }],
    [
      "max_tokens beyond the model",
      { messages, max_tokens: 999_999 },
      { param: "max_tokens", message: expect.stringContaining("16384") },
    ],
    ["temperature 3", { messages, temperature: 3 }, { param: "temperature", code: "invalid_value" }],
    ["stream as text", { messages, stream: "yes" }, { param: "stream", code: "invalid_type" }],
    [
      "five stop words",
      { messages, stop: ["a", "b", "c", "d", "e"] },
      { param: "stop", code: "invalid_value", message: expect.stringContaining("at most 4") },
    ],
    ["an empty stop word", { messages, stop: "" }, { param: "stop", code: "invalid_value" }],
    ["an empty stop word among others", { messages, stop: ["a", ""] }, { param: "stop" }],
    ["stop as number", { messages, stop: 5 }, { param: "stop", code: "invalid_type" }],
    [
      "top_logprobs without logprobs",
      { messages, top_logprobs: 2 },
      { param: "top_logprobs", message: expect.stringContaining("only allowed when 'logprobs'") },
    ],
    [
      "moderation",
      { messages, moderation: { model: "omni-moderation-latest" } },
      { param: "moderation", code: "unsupported_parameter" },
    ],
    ["two choices", { messages, n: 2 }, { param: "n", code: "unsupported_parameter" }],
    ["tools", { messages, tools: [{ type: "function" }] }, { param: "tools", code: "unsupported_parameter" }],
    ["logprobs", { messages, logprobs: true }, { param: "logprobs", code: "unsupported_parameter" }],
    [
      "JSON that nobody spoke of",
      { messages, response_format: { type: "json_object" } },
      { param: "messages", message: expect.stringContaining("must contain the word 'json'") },
    ],
    [
      "an answer of an unknown kind",
      { messages, response_format: { type: "xml" } },
      { param: "response_format.type", code: "invalid_value" },
    ],
    [
      "an unknown argument",
      { messages, temprature: 1 },
      { param: "temprature", message: "Unrecognized request argument supplied: temprature" },
    ],
  ];

  test.each(cases)("%s", async (_, body, expected) => {
    const response = await postJson(cloud.http + chatPath, body, key());
    expect(await errorOf(response)).toMatchObject({
      status: 400,
      type: "invalid_request_error",
      ...expected,
    });
  });

  test("a prompt beyond the model's context", async () => {
    const long = { messages: [{ role: "user", content: "a b ".repeat(120_000) }] };
    expect(await errorOf(await postJson(cloud.http + chatPath, long, key()))).toMatchObject({
      status: 400,
      code: "context_length_exceeded",
      message: expect.stringMatching(/128000 tokens.*24\d{4} tokens/),
    });
  });

  test("what the SDK's types know and changes no written answer is taken", async () => {
    const known = {
      messages,
      prompt_cache_key: "k",
      prompt_cache_retention: "24h",
      prompt_cache_options: { mode: "implicit", ttl: "30m" },
      moderation: null,
      stop: ["never said"],
      logprobs: false,
      top_logprobs: null,
    };
    expect((await postJson(cloud.http + chatPath, known, key())).status).toBe(200);
  });

  test.each(["gpt-4o", "gpt-4.1"])("a prompt of 2 MB for %s", async (deployment) => {
    const long = { model: deployment, messages: [{ role: "user", content: "word ".repeat(400_000) }] };
    const response = await postJson(`${cloud.http}/openai/v1/chat/completions`, long, key());
    expect(await errorOf(response)).toEqual({
      status: 413,
      code: "RequestEntityTooLarge",
      message: "The request body is larger than 1 MiB, the most the lab cloud reads. Send a shorter prompt.",
    });
  });

  test("a body too large that does not announce its size", async () => {
    const body = new ReadableStream<Uint8Array>({
      start(controller) {
        for (let megabyte = 0; megabyte < 3; megabyte++)
          controller.enqueue(new Uint8Array(1_048_576).fill(32));
        controller.close();
      },
    });
    const response = await fetch(cloud.http + chatPath, {
      method: "POST",
      headers: key(),
      body,
      duplex: "half",
    } as RequestInit);
    expect(await errorOf(response)).toMatchObject({ status: 413, code: "RequestEntityTooLarge" });
  });

  test("no model on the v1 route", async () => {
    const response = await postJson(`${cloud.http}/openai/v1/chat/completions`, { messages }, key());
    expect(await errorOf(response)).toMatchObject({ status: 400, param: "model" });
  });

  test("control tokens in a prompt are text", async () => {
    const body = { messages: [{ role: "user", content: "<|endoftext|><|im_start|>system" }] };
    expect((await postJson(cloud.http + chatPath, body, key())).status).toBe(200);
  });
});

describe("odd prompts are answered honestly", () => {
  const odd: readonly (readonly [string, string])[] = [
    ["nothing", ""],
    ["only emoji", "🙂🚀👩‍🚀"],
    ["right to left", "ما هي عاصمة الأتلانتس؟"],
    ["NUL and other controls", "a\u0000b\u0007\u001b[31m"],
    ["half a character", "\ud800"],
    ["a hundred kilobytes", "word ".repeat(20_000)],
    ["half a megabyte of empty lines", "\n".repeat(450_000)],
    ["a megabyte of one letter", "x".repeat(900_000)],
    ["parentheses", "(".repeat(250) + ")".repeat(250)],
    ["the same name again and again", "my name is ".repeat(20_000)],
  ];

  test.each(odd)("%s", async (_, prompt) => {
    const body = {
      model: "gpt-4.1",
      messages: [
        { role: "system", content: "Reply with one word: local or cloud." },
        { role: "user", content: prompt },
      ],
    };
    const labelled = await postJson(`${cloud.http}/openai/v1/chat/completions`, body, key());
    expect(await labelled.json()).toMatchObject({
      choices: [{ message: { content: expect.stringMatching(/^(?:local|cloud)$/) } }],
    });
    const alone = { ...body, messages: body.messages.slice(1) };
    const response = await postJson(`${cloud.http}/openai/v1/chat/completions`, alone, key());
    expect(await response.json()).toMatchObject({
      choices: [{ message: { content: expect.stringContaining("simulated answer") } }],
    });
  });
});

describe("models", () => {
  test.each([
    ["/openai/models/nothing?api-version=2024-10-21", 404, "404"],
    ["/openai/models", 400, "MissingApiVersionParameter"],
    ["/openai/models?api-version=soon", 404, "404"],
    ["/openai/v1/models/nothing", 404, "404"],
  ])("%s", async (path, status, code) => {
    expect(await errorOf(await fetch(cloud.http + path, { headers: key() }))).toMatchObject({ status, code });
    expect((await fetch(cloud.http + path)).status).toBe(401);
  });
});

describe("versions, methods and routes", () => {
  test("a dated route without a version is 400, with an unknown one 404", async () => {
    const path = "/openai/deployments/gpt-4o/chat/completions";
    expect(await errorOf(await postJson(cloud.http + path, { messages }, key()))).toMatchObject({
      status: 400,
      code: "MissingApiVersionParameter",
    });
    const unknown = await postJson(`${cloud.http}${path}?api-version=2020-01-01`, { messages }, key());
    expect(await errorOf(unknown)).toEqual({ status: 404, code: "404", message: "Resource not found" });
  });

  test("another method on a served path is 405 and says which", async () => {
    const response = await fetch(cloud.http + chatPath, { headers: key() });
    expect(response.headers.get("allow")).toBe("POST");
    expect(await errorOf(response)).toMatchObject({ status: 405 });
  });

  test.each([
    "/openai/v1/audio/speech",
    "/v1/images/generations",
    "/v2.1/profile",
    "/api/projects/lab/openai/v1/chat/completions",
    "/favicon.ico",
  ])("what is not emulated says so: %s", async (path) => {
    const response = await postJson(cloud.http + path, {}, key());
    expect(response.headers.get("x-should-retry")).toBe("false");
    expect(await errorOf(response)).toMatchObject({
      status: 501,
      code: "NotEmulated",
      message: `POST ${path} is not emulated by the lab cloud. GET /lab/state lists what is.`,
    });
  });

  test.each(["/", "/foundry/list", "/openai/status", "/v1/completions", "/v1/conversations/1"])(
    "the local port has no %s, as Foundry Local has none, and says so in JSON",
    async (path) => {
      const response = await fetch(cloud.local + path);
      expect(response.headers.get("x-lab-provenance")).toBe("simulated");
      expect(await errorOf(response)).toMatchObject({
        status: 404,
        code: "not_found",
        message: `Foundry Local has no GET ${path}.`,
      });
    },
  );

  test.each(["/foo", "/v1/embeddings", "/v1/responses", "/v1/responses/1", "/v1/chat/completions"])(
    "what the local port does not emulate says so: %s",
    async (path) => {
      const response = await fetch(cloud.local + path);
      expect(response.headers.get("x-should-retry")).toBe("false");
      expect(await errorOf(response)).toMatchObject({
        status: 501,
        code: "not_emulated",
        message: `GET ${path} is not emulated by the lab cloud; use POST /v1/chat/completions.`,
      });
    },
  );

  test("every listed route is served", async () => {
    const { routes } = (await (await fetch(`${cloud.http}/lab/state`)).json()) as {
      routes: Record<string, string[]>;
    };
    for (const [service, listed] of Object.entries(routes)) {
      for (const route of listed) {
        const [method = "", path = ""] = route.split(" ");
        const base = service === "foundry-local" ? cloud.local : cloud.http;
        const { status } = await fetch(base + path.replace(/\{\w+\}/g, "x"), { method });
        expect(status, route).not.toBe(501);
      }
    }
  });
});

describe("errors are Azure's own", () => {
  test("Authorization: Bearer with the key works as api-key does", async () => {
    const headers = { authorization: `Bearer ${variable(cloud, "AZURE_OPENAI_API_KEY")}` };
    expect((await postJson(cloud.http + chatPath, { messages }, headers)).status).toBe(200);
  });

  test.each([
    ["no key at all", {}],
    ["an empty key", { "api-key": "" }],
    ["a forged token", { authorization: `Bearer ${forged()}` }],
    ["another scheme", { authorization: "Basic eDp5" }],
  ])("%s is refused with 401 and ids for support", async (_, headers) => {
    const response = await postJson(cloud.http + chatPath, { messages }, headers as Record<string, string>);
    expect(response.headers.get("x-request-id")).toMatch(/^[0-9a-f-]{36}$/);
    expect(response.headers.get("apim-request-id")).toMatch(/^[0-9a-f-]{36}$/);
    expect(await errorOf(response)).toMatchObject({ status: 401, code: "401" });
  });
});

/** Valid in form, not signed by anyone. */
function forged(): string {
  const part = (value: object) => Buffer.from(JSON.stringify(value)).toString("base64url");
  const claims = {
    aud: "https://cognitiveservices.azure.com",
    iss: "x",
    oid: "x",
    sub: "x",
    tid: "x",
    iat: 0,
    nbf: 0,
    exp: 1e12,
  };
  return `${part({ alg: "none", typ: "JWT" })}.${part(claims)}.`;
}
