import type { ServerResponse } from "node:http";
import OpenAI from "openai";
import { describe, expect, test } from "vitest";
import { systemClock } from "../src/core/clock.ts";
import { createIdempotency, type Idempotency } from "../src/server/http/idempotency.ts";
import { ANSWERED, type Call, type Route } from "../src/server/http/route.ts";
import { ask, question, startTestServer } from "./start-test-server.ts";
import { sayParis, type WireRequest } from "./wire-double.ts";

const clientOf = ({ url }: { readonly url: string }) =>
  new OpenAI({ baseURL: `${url}/v1`, apiKey: "none", maxRetries: 0 });

/** The whole text of a stream, with its head. */
async function read(
  { url }: { readonly url: string },
  path: string,
  body: object,
  headers: Readonly<Record<string, string>> = {},
) {
  const response = await fetch(url + path, {
    method: "POST",
    headers: { "content-type": "application/json", ...headers },
    body: JSON.stringify(body),
  });
  return { status: response.status, headers: response.headers, text: await response.text() };
}

describe("a streamed completion", () => {
  test("is put together by OpenAI's older form, and its last chunk has the figures", async () => {
    const server = await startTestServer();
    const stream = await clientOf(server).completions.create({
      model: "large",
      prompt: "hello",
      stream: true,
    });
    const chunks = await Array.fromAsync(stream);
    expect(chunks.map(({ choices }) => choices[0]?.text).join("")).toBe("Paris.");
    expect(new Set(chunks.map(({ object }) => object))).toEqual(new Set(["text_completion"]));
    expect(chunks.at(-1)).toMatchObject({
      choices: [{ text: "", finish_reason: "stop" }],
      model_used: "large",
      tokens_used: { prompt_tokens: 11, completion_tokens: 2, total_tokens: 13 },
      latency_ms: expect.any(Number),
      "x-routing-metadata": { model_id: "large", provenance: "live" },
    });
    expect(server.upstream.seen[0]?.body).toMatchObject({ stream: true });
  });

  test("and a whole one are the same answer", async () => {
    const server = await startTestServer();
    const whole = await clientOf(server).completions.create({ model: "large", prompt: "hello" });
    expect(whole).toMatchObject({
      object: "text_completion",
      choices: [{ text: "Paris.", finish_reason: "stop" }],
      usage: { total_tokens: 13 },
      response: "Paris.",
    });
  });

  test("that breaks off says so, and is no whole one", async () => {
    const server = await startTestServer({ instead: breakOff });
    const { text } = await read(server, "/v1/completions", { model: "large", prompt: "hello", stream: true });
    expect(text).toContain('"text":"Par"');
    expect(text).toContain('"code":"answer_cut"');
    expect(text).not.toContain("[DONE]");
  });

  test("asks with what the caller sets", async () => {
    const server = await startTestServer();
    await ask(server, "/v1/completions", { model: "large", prompt: "hello", stop: "\n", top_p: 0.5 });
    expect(server.upstream.seen[0]?.body).toMatchObject({ stop: ["\n"], top_p: 0.5 });
  });
});

/** Begins an answer and ends the connection. */
function breakOff(_request: WireRequest, response: ServerResponse): void {
  response.writeHead(200, { "content-type": "text/event-stream" });
  response.write(
    `data: ${JSON.stringify({ model: "m", choices: [{ index: 0, delta: { content: "Par" } }] })}\n\n`,
  );
  setImmediate(() => response.destroy());
}

describe("an idempotency key of a stream", () => {
  const body = { model: "large", messages: question("hello"), stream: true };
  const path = "/v1/chat/completions";
  const keyed = { "idempotency-key": "k1" };

  test.each([
    [path, body],
    ["/v1/completions", { model: "large", prompt: "hello", stream: true }],
    ["/v1/responses", { model: "large", input: "hello", stream: true }],
  ])("brings the same events again, without asking a model: %s", async (route, asked) => {
    const server = await startTestServer();
    const first = await read(server, route, asked, keyed);
    const again = await read(server, route, asked, keyed);
    expect(again.text).toBe(first.text);
    expect(first.text).toContain("Paris");
    expect(first.headers.get("idempotent-replayed")).toBeNull();
    expect(again.headers.get("idempotent-replayed")).toBe("true");
    expect(again.headers.get("content-type")).toBe("text/event-stream; charset=utf-8");
    expect(again.headers.get("x-routing-metadata")).toBe(first.headers.get("x-routing-metadata"));
    expect(server.upstream.seen).toHaveLength(1);
  });

  test("may not be used while the stream runs, nor for the whole answer", async () => {
    const { promise: held, resolve: release } = Promise.withResolvers<void>();
    const server = await startTestServer({
      async instead(request, response) {
        await held;
        sayParis(request, response);
      },
    });
    const first = read(server, path, body, keyed);
    await expect.poll(() => server.upstream.seen.length).toBe(1);
    const second = await ask(server, path, body, keyed);
    expect(second).toMatchObject({ status: 409, body: { error: { code: "idempotency_conflict" } } });
    expect(second.headers.get("retry-after")).toBe("1");
    release();
    expect((await first).status).toBe(200);
    expect(await ask(server, path, { ...body, stream: false }, keyed)).toMatchObject({ status: 409 });
    expect(server.upstream.seen).toHaveLength(1);
  });

  test("stands for nothing when the stream broke off", async () => {
    let broken = false;
    const server = await startTestServer({
      instead(request, response) {
        if (broken) return sayParis(request, response);
        broken = true;
        breakOff(request, response);
      },
    });
    expect((await read(server, path, body, keyed)).text).toContain("answer_cut");
    const again = await read(server, path, body, keyed);
    expect(again.headers.get("idempotent-replayed")).toBeNull();
    expect(again.text).toContain("[DONE]");
  });

  test("stands for nothing when the client left", async () => {
    const server = await startTestServer({
      instead(request, response) {
        if (!request.body?.stream) return sayParis(request, response);
        response.writeHead(200, { "content-type": "text/event-stream" });
        response.write(`data: {"model":"m","choices":[{"index":0,"delta":{"content":"P"}}]}\n\n`);
      },
    });
    const left = new AbortController();
    const response = await fetch(server.url + path, {
      method: "POST",
      headers: { "content-type": "application/json", ...keyed },
      body: JSON.stringify(body),
      signal: left.signal,
    });
    await response.body?.getReader().read();
    left.abort();
    await expect
      .poll(() => server.orchestrator.decisions().map(({ outcome }) => outcome))
      .toEqual(["cancelled"]);
    expect((await ask(server, path, { ...body, stream: false }, keyed)).status).toBe(200);
  });
});

describe("the memory of idempotent answers", () => {
  /** What of a call the memory looks at. */
  const call = (key: string): unknown => ({
    body: {},
    caller: { tenant: "t", client: "c" },
    incoming: { headers: { "idempotency-key": key } },
  });

  function open(options: { readonly mostCharacters?: number; readonly mostOfOne?: number }) {
    const idempotency = createIdempotency({ clock: systemClock, ...options });
    const once = (key: string, work: Parameters<Idempotency["once"]>[2]) =>
      idempotency.once(call(key) as Call, { idempotent: true, name: "r" } as Route, work);
    /** A stream of so many characters. */
    const stream = (key: string, characters: number) =>
      once(key, ({ recording }) => {
        recording?.begin({ "content-type": "text/event-stream" });
        for (let at = 0; at < characters; at += 10) recording?.add("0123456789");
        recording?.finish();
        return ANSWERED;
      });
    const again = (key: string) => once(key, () => ({ body: "made anew" }));
    return { stream, again, once };
  }

  test("has a bound for one answer: it is told that it was given, and not made twice", async () => {
    const { stream, again, once } = open({ mostOfOne: 100 });
    await stream("short", 100);
    expect(await again("short")).toMatchObject({ body: "0123456789".repeat(10) });
    await stream("long", 110);
    await expect(again("long")).rejects.toThrow(/too long to be kept/);
    await once("whole", () => ({ body: "x".repeat(200) }));
    await expect(again("whole")).rejects.toThrow(/too long to be kept/);
  });

  test("has a bound for all: the oldest answers go", async () => {
    const { stream, again } = open({ mostCharacters: 3000 });
    for (const key of ["a", "b", "c"]) await stream(key, 900);
    expect(await again("c")).toMatchObject({ body: expect.stringMatching(/^01/) });
    expect(await again("a")).toEqual({ body: "made anew" });
  });
});
