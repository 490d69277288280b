import { execFile } from "node:child_process";
import { promisify } from "node:util";
import OpenAI from "openai";
import { describe, expect, test } from "vitest";
import { createAnswerCache } from "../src/cache/index.ts";
import { ask, question, startTestServer } from "./start-test-server.ts";

const clientOf = ({ url }: { readonly url: string }, maxRetries = 0) =>
  new OpenAI({ baseURL: `${url}/v1`, apiKey: "none", maxRetries });

describe("the openai SDK", () => {
  test("gets a whole answer with how it was routed", async () => {
    const server = await startTestServer();
    const { data, response } = await clientOf(server)
      .chat.completions.create({ model: "auto", messages: question("hello") })
      .withResponse();
    expect(data).toMatchObject({
      object: "chat.completion",
      model: "double-1",
      choices: [{ index: 0, message: { role: "assistant", content: "Paris." }, finish_reason: "stop" }],
      usage: { prompt_tokens: 11, completion_tokens: 2, total_tokens: 13 },
      "x-routing-metadata": {
        model_id: "small",
        model_name: "double-1",
        intent: "local",
        fallback_used: false,
        tier: "local",
        provenance: "local",
      },
    });
    expect(JSON.parse(response.headers.get("x-routing-metadata") ?? "")).toMatchObject({ model_id: "small" });
    expect(response.headers.get("x-lab-provenance")).toBe("local");
    expect(data.id).toBe(`chatcmpl-${response.headers.get("x-request-id")}`);
  });

  test("streams words as they come, the last chunk tells the route, usage when asked for", async () => {
    const server = await startTestServer();
    const chunks = await Array.fromAsync(
      await clientOf(server).chat.completions.create({
        model: "large",
        messages: question("hello"),
        stream: true,
        stream_options: { include_usage: true },
      }),
    );
    expect(chunks[0]?.choices[0]?.delta).toMatchObject({ role: "assistant", content: "" });
    expect(chunks.map((chunk) => chunk.choices[0]?.delta.content ?? "")).toEqual(["", "Paris", ".", "", ""]);
    expect(chunks.at(-2)).toMatchObject({
      choices: [{ finish_reason: "stop" }],
      "x-routing-metadata": { model_id: "large", tier: "cloud" },
    });
    expect(chunks.at(-1)).toMatchObject({
      choices: [],
      usage: { prompt_tokens: 11, completion_tokens: 2, total_tokens: 13 },
    });
    expect(new Set(chunks.map(({ id }) => id)).size).toBe(1);
  });

  test("is read by its own stream helper; no usage unless asked for", async () => {
    const server = await startTestServer();
    const stream = clientOf(server).chat.completions.stream({ model: "auto", messages: question("hello") });
    expect((await stream.finalChatCompletion()).choices[0]?.message.content).toBe("Paris.");
    const plain = await Array.fromAsync(
      await clientOf(server).chat.completions.create({
        model: "auto",
        messages: question("hi"),
        stream: true,
      }),
    );
    expect(plain.some((chunk) => "usage" in chunk)).toBe(false);
  });

  test("streams an answer of the cache in the same form, and says whose it is", async () => {
    const server = await startTestServer({ orchestrator: { cache: createAnswerCache() } });
    const stream = async () => {
      const { data, response } = await clientOf(server)
        .chat.completions.create({ model: "large", messages: question("hello"), stream: true })
        .withResponse();
      const chunks = await Array.fromAsync(data);
      const said = chunks.map((chunk) => chunk.choices[0]?.delta.content ?? "").join("");
      return { said, first: chunks[0], last: chunks.at(-1), headers: response.headers };
    };
    await stream();
    const { said, first, last, headers } = await stream();
    expect(said).toBe("Paris.");
    expect(first).toMatchObject({ model: "double-1", choices: [{ delta: { role: "assistant" } }] });
    expect(last).toMatchObject({ "x-routing-metadata": { model_id: "large", cache: "hit" } });
    expect(JSON.parse(headers.get("x-routing-metadata") ?? "")).toMatchObject({ cache: "hit" });
    expect(server.upstream.seen).toHaveLength(1);
  });

  test("lists the models and finds one", async () => {
    const server = await startTestServer();
    const models = await Array.fromAsync(clientOf(server).models.list());
    expect(models.map(({ id }) => id)).toEqual(["auto", "small", "large"]);
    expect(await clientOf(server).models.retrieve("large")).toMatchObject({
      cost: { input_per_1k: 0.001, output_per_1k: 0.002 },
      status: "available",
    });
    await expect(clientOf(server).models.retrieve("larg")).rejects.toThrow(
      '404 There is no model named "larg". Did you mean large?',
    );
  });

  test("throws its own error classes, with what to do about it", async () => {
    const server = await startTestServer();
    const call = (model: string) =>
      clientOf(server).chat.completions.create({ model, messages: question("hello") });
    await expect(call("lrge")).rejects.toThrow(OpenAI.NotFoundError);
    await expect(call("lrge")).rejects.toMatchObject({
      status: 404,
      code: "model_not_found",
      param: "model",
    });
  });

  test("passes tools and sampling on as they are", async () => {
    const server = await startTestServer();
    const tools = [
      { type: "function" as const, function: { name: "weather", parameters: { type: "object" } } },
    ];
    await clientOf(server).chat.completions.create({
      model: "large",
      messages: [{ role: "developer", content: "Be brief." }, ...question("hello")],
      tools,
      temperature: 0.25,
      top_p: 0.5,
      max_completion_tokens: 7,
      stop: "END",
      seed: 3,
    });
    expect(server.upstream.seen.at(-1)?.body).toMatchObject({
      tools,
      temperature: 0.25,
      top_p: 0.5,
      max_tokens: 7,
      stop: ["END"],
      seed: 3,
    });
  });

  test("sees an answer that breaks off as an error, not as a whole one", async () => {
    const server = await startTestServer({
      instead(_request, response) {
        response.writeHead(200, { "content-type": "text/event-stream" });
        response.write('data: {"model":"double-1","choices":[{"index":0,"delta":{"content":"Par"}}]}\n\n');
        setTimeout(() => response.destroy(), 20);
      },
    });
    const heard: string[] = [];
    const reading = (async () => {
      const stream = await clientOf(server).chat.completions.create({
        model: "large",
        messages: question("hi"),
        stream: true,
      });
      for await (const chunk of stream) heard.push(chunk.choices[0]?.delta.content ?? "");
    })();
    await expect(reading).rejects.toThrow(/broke off/);
    expect(heard.join("")).toBe("Par");
  });
});

test("a stream that is refused before its first word has a status of its own", async () => {
  const server = await startTestServer({
    instead: (_request, response) =>
      response.writeHead(429, { "retry-after": "7" }).end('{"error":{"message":"slow down"}}'),
  });
  const { status, headers, body } = await ask(server, "/v1/chat/completions", {
    messages: question("hi"),
    stream: true,
  });
  expect(status).toBe(503);
  expect(headers.get("retry-after")).toBe("7");
  expect(headers.get("content-type")).toBe("application/json");
  expect(body.error).toMatchObject({ type: "server_error" });
});

test("a model that fails is a 502 or 503 that names no address and no key", async () => {
  const server = await startTestServer({
    instead: (_request, response) => response.writeHead(500).end("{}"),
  });
  const { status, body } = await ask(server, "/v1/chat/completions", { messages: question("hi") });
  expect([502, 503]).toContain(status);
  expect(JSON.stringify(body)).not.toContain("127.0.0.1");
});

test("curl gets a whole answer and a stream", async () => {
  const server = await startTestServer();
  const curl = async (body: object) => {
    const args = [
      "-sN",
      `${server.url}/v1/chat/completions`,
      "-H",
      "content-type: application/json",
      "-d",
      JSON.stringify(body),
    ];
    return (await promisify(execFile)("curl", args)).stdout;
  };
  expect(JSON.parse(await curl({ messages: question("hello") }))).toMatchObject({
    choices: [{ message: { content: "Paris." } }],
  });
  const stream = await curl({ messages: question("hello"), stream: true });
  expect(stream.match(/^data: /gm)).toHaveLength(5);
  expect(stream.endsWith("data: [DONE]\n\n")).toBe(true);
});

test("a caller who leaves ends the call to the model", async () => {
  const { promise: closed, resolve } = Promise.withResolvers<void>();
  const server = await startTestServer({
    instead(_request, response) {
      response.writeHead(200, { "content-type": "text/event-stream" });
      response.write('data: {"model":"double-1","choices":[{"index":0,"delta":{"content":"Par"}}]}\n\n');
      response.on("close", resolve);
    },
  });
  const leaving = new AbortController();
  const stream = await clientOf(server).chat.completions.create(
    { model: "large", messages: question("hi"), stream: true },
    { signal: leaving.signal },
  );
  for await (const chunk of stream) if (chunk.choices[0]?.delta.content) break;
  leaving.abort();
  await closed;
  expect(server.orchestrator.state().requests.answered).toBe(0);
});

describe("an idempotency key", () => {
  const body = { messages: question("hello") };

  test("gives the same answer again without asking the model again", async () => {
    const server = await startTestServer();
    const first = await ask(server, "/v1/chat/completions", body, { "idempotency-key": "k1" });
    const again = await ask(server, "/v1/chat/completions", body, { "idempotency-key": "k1" });
    expect(again.body).toEqual(first.body);
    expect(again.headers.get("idempotent-replayed")).toBe("true");
    expect(server.upstream.seen).toHaveLength(1);
  });

  test("stands for one request only", async () => {
    const server = await startTestServer();
    await ask(server, "/v1/chat/completions", body, { "idempotency-key": "k1" });
    const other = await ask(
      server,
      "/v1/chat/completions",
      { messages: question("bye") },
      { "idempotency-key": "k1" },
    );
    expect(other).toMatchObject({
      status: 409,
      body: { error: { code: "idempotency_conflict", param: "idempotency-key" } },
    });
  });

  test("of a request that failed may be used again", async () => {
    let fails = true;
    const server = await startTestServer({
      instead(request, response) {
        if (fails) return void response.writeHead(400).end('{"error":{"message":"no"}}');
        return import("./wire-double.ts").then(({ sayParis }) => sayParis(request, response));
      },
    });
    expect((await ask(server, "/v1/chat/completions", body, { "idempotency-key": "k" })).status).toBe(400);
    fails = false;
    expect((await ask(server, "/v1/chat/completions", body, { "idempotency-key": "k" })).status).toBe(200);
  });
});
