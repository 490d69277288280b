import { describe, expect, test } from "vitest";
import { silentLogger } from "../src/core/logger.ts";
import { createRouters, type Router } from "../src/routers/index.ts";
import { sendBytes, sendRaw } from "./raw-request.ts";
import { ask, question, startTestServer } from "./start-test-server.ts";
import { type Instead, sayParis } from "./wire-double.ts";

const CHAT = "/v1/chat/completions";

describe("a chat body that cannot be used is refused with the field", () => {
  const message = { role: "user", content: "hi" };
  test.each([
    ["no messages", {}, "messages"],
    ["an empty list", { messages: [] }, "messages"],
    ["a role nobody has", { messages: [{ role: "usr", content: "hi" }] }, "messages[0].role"],
    ["a message without text", { messages: [{ role: "user" }] }, "messages[0].content"],
    [
      "a part without text",
      { messages: [{ role: "user", content: [{ type: "text" }] }] },
      "messages[0].content[0].text",
    ],
    [
      "a part of a kind that there is not",
      { messages: [{ role: "user", content: [{ type: "hologram" }] }] },
      "messages[0].content[0].type",
    ],
    ["a negative max_tokens", { messages: [message], max_tokens: -1 }, "max_tokens"],
    ["a huge max_tokens", { messages: [message], max_tokens: 1e12 }, "max_tokens"],
    ["a broken max_tokens", { messages: [message], max_tokens: 1.5 }, "max_tokens"],
    ["a hot temperature", { messages: [message], temperature: 3 }, "temperature"],
    ["a temperature in words", { messages: [message], temperature: "hot" }, "temperature"],
    ["two answers", { messages: [message], n: 2 }, "n"],
    ["a model that is no name", { messages: [message], model: 7 }, "model"],
    ["a routing hint nobody knows", { messages: [message], routing: { strateg: "rule" } }, "routing"],
    ["a slip of the hand", { messages: [message], max_tokns: 1 }, "max_tokns"],
  ])("%s", async (_name, body, param) => {
    const server = await startTestServer();
    const answer = await ask(server, CHAT, body);
    expect(answer.status).toBe(400);
    expect(answer.body.error).toMatchObject({ type: "invalid_request_error", param });
    expect(server.upstream.seen).toHaveLength(0);
  });

  test("a number that breaks two limits of a field, by the narrower one only", async () => {
    const server = await startTestServer();
    const { body } = await ask(server, CHAT, { messages: [message], max_tokens: 1e308 });
    expect(body.error).toMatchObject({
      message: "The request cannot be used: max_tokens must be at most 1000000, not 1e+308.",
    });
  });

  test("a list that is too long by its length, and is not told to be text", async () => {
    const server = await startTestServer();
    const stop = await ask(server, CHAT, { messages: [message], stop: ["a", "b", "c", "d", "e"] });
    expect(stop.body.error).toMatchObject({
      message: "The request cannot be used: stop must be at most 4 entries long, not 5.",
    });
    const mixed = await ask(server, CHAT, { messages: [message], stop: ["a", 1] });
    expect(mixed.body.error).toMatchObject({ param: "stop[1]" });
  });

  test("a part of a kind that there is not, with those that there are", async () => {
    const server = await startTestServer();
    const { body } = await ask(server, CHAT, {
      messages: [{ role: "user", content: [{ type: "hologram" }] }],
    });
    expect(body.error).toMatchObject({
      message: expect.stringContaining('must be one of "text", "image_url"'),
    });
  });

  test("and fields that change nothing here are named in a header", async () => {
    const server = await startTestServer();
    const { status, headers } = await ask(server, CHAT, { messages: [message], top_k: 5, metadata: {} });
    expect(status).toBe(200);
    expect(headers.get("x-ignored-fields")).toBe("top_k");
  });

  test("a question without text, one that is too long, a model and a router that are not there", async () => {
    const server = await startTestServer();
    expect(await ask(server, CHAT, { messages: question(" ") })).toMatchObject({
      status: 400,
      body: { error: { code: "query_empty" } },
    });
    expect(await ask(server, CHAT, { messages: question("a".repeat(100_001)) })).toMatchObject({
      status: 413,
      body: { error: { code: "query_too_long" } },
    });
    expect(await ask(server, CHAT, { model: "larg", messages: question("a") })).toMatchObject({
      status: 404,
      body: { error: { hint: "Did you mean large?" } },
    });
    expect(await ask(server, CHAT, { messages: question("a"), routing: { strategy: "rul" } })).toMatchObject({
      status: 400,
      body: { error: { code: "unknown_router" } },
    });
    expect(await ask(server, CHAT, { messages: question("a"), routing: { route: "nope" } })).toMatchObject({
      status: 400,
      body: { error: { code: "unknown_route", param: "routing.route" } },
    });
  });
});

describe("bytes that are no request", () => {
  test.each([
    ["NaN", '{"temperature":NaN}', 400, "invalid_json"],
    ["an end too early", '{"messages":[', 400, "invalid_json"],
    ["no UTF-8", new Uint8Array([0x7b, 0x22, 0xff, 0x22, 0x7d]), 400, "invalid_utf8"],
    ["a list", "[]", 400, "invalid_request"],
    ["nothing", "", 400, "invalid_json"],
    ["more than a megabyte", " ".repeat(1_048_577), 413, "body_too_large"],
  ])("%s", async (_name, body, status, code) => {
    const server = await startTestServer();
    expect(await ask(server, CHAT, body)).toMatchObject({ status, body: { error: { code } } });
  });

  test("another content type, so that no web page can send it unasked", async () => {
    const server = await startTestServer();
    const answer = await ask(server, CHAT, "{}", { "content-type": "text/plain" });
    expect(answer).toMatchObject({ status: 415, body: { error: { code: "unsupported_media_type" } } });
  });

  test("headers without end, and no HTTP at all", async () => {
    const server = await startTestServer();
    const long = await sendRaw(server.url, {
      method: "GET",
      path: "/livez",
      headers: { "x-long": "a".repeat(20_000) },
    });
    expect(long.status).toBe(431);
    expect(JSON.parse(long.text)).toMatchObject({ error: { code: "headers_too_large" } });
    expect(await sendBytes(server.url, "HELO you\r\n\r\n")).toMatch(
      /^HTTP\/1\.1 400[\s\S]*malformed_request/,
    );
  });
});

describe("a path or method that is not there", () => {
  test("is told with what is near", async () => {
    const server = await startTestServer();
    expect(await ask(server, "/v1/chat/completion", {})).toMatchObject({
      status: 404,
      body: { error: { hint: "Did you mean /v1/chat/completions?" } },
    });
    const wrong = await ask(server, CHAT);
    expect(wrong).toMatchObject({ status: 405, body: { error: { code: "method_not_allowed" } } });
    expect(wrong.headers.get("allow")).toBe("POST, OPTIONS");
  });

  test("and HEAD is GET without a body", async () => {
    const server = await startTestServer();
    const answer = await sendRaw(server.url, { method: "HEAD", path: "/livez" });
    expect(answer).toMatchObject({ status: 200, text: "" });
  });

  test("a path that is not written as an address is", async () => {
    const server = await startTestServer();
    expect(await ask(server, "/v1/models/%E0%A4%A")).toMatchObject({
      status: 400,
      body: { error: { code: "invalid_path" } },
    });
  });
});

describe("a prompt that is too long for the model's server", () => {
  const tooLong: Instead = (request, response) => {
    const { body } = request;
    if (body?.model === "double-1" && JSON.stringify(body.messages).length < 1000)
      return sayParis(request, response);
    response.statusCode = 400;
    response.end(
      JSON.stringify({ error: { message: "takes at most 2048 tokens", code: "context_length_exceeded" } }),
    );
  };
  const long = question("word ".repeat(1000));

  test.each([
    ["whole", {}],
    ["as a stream", { stream: true }],
  ])("is the caller's to mend, %s", async (_name, how) => {
    const server = await startTestServer({ instead: tooLong });
    const answer = await ask(server, CHAT, { model: "large", messages: long, ...how });
    expect(answer).toMatchObject({
      status: 400,
      body: {
        error: {
          type: "invalid_request_error",
          code: "context_length_exceeded",
          param: "messages",
          message: expect.stringMatching(/^The prompt is too long: .*takes at most 2048 tokens/),
        },
      },
    });
    // It is asked once: the same prompt would be too long again.
    expect(server.upstream.seen).toHaveLength(1);
    expect(await ask(server, CHAT, { model: "large", messages: question("hi") })).toMatchObject({
      status: 200,
    });
  });
});

test("a failure of our own is a 500 without a word of what it was, and is logged with it", async () => {
  const logged: unknown[] = [];
  const broken: Router = { name: "broken", route: () => Promise.reject(new TypeError("secret detail")) };
  const server = await startTestServer({
    orchestrator: { routers: createRouters({ extra: [broken] }) },
    server: { logger: { ...silentLogger, error: (...line) => logged.push(line) } },
  });
  const answer = await ask(server, CHAT, { messages: question("hi"), routing: { strategy: "broken" } });
  expect(answer).toMatchObject({
    status: 500,
    body: { error: { type: "server_error", code: "internal_error" } },
  });
  expect(JSON.stringify(answer.body)).not.toContain("secret");
  expect(JSON.stringify(logged)).toContain("secret detail");
  expect(JSON.stringify(logged)).toContain(answer.headers.get("x-request-id"));
});
