import type { IncomingMessage, ServerResponse } from "node:http";
import { describe, expect, test } from "vitest";
import { user } from "../src/chat/message.ts";
import type { StreamPart } from "../src/chat/stream-part.ts";
import { createOpenAiCompatible } from "../src/providers/openai-compatible.ts";
import type { ChatOptions } from "../src/providers/provider.ts";
import { serve } from "./serve.ts";

const request = { model: "m", messages: [user("hi")] };

const chunk = (content: string, finish_reason: string | null = null) =>
  `data: ${JSON.stringify({ model: "m-1", choices: [{ index: 0, delta: { content }, finish_reason }] })}\n\n`;

/** A provider over a server that answers every request as `listener` does. */
async function providerOf(listener: (request: IncomingMessage, response: ServerResponse) => void) {
  const address = await serve(listener);
  return createOpenAiCompatible({ name: "double", baseUrl: `${address}/v1`, tier: "azure" });
}

async function partsOf(
  listener: (request: IncomingMessage, response: ServerResponse) => void,
  options: ChatOptions = {},
): Promise<StreamPart[]> {
  const reply = await (await providerOf(listener)).chat(request, options);
  return Array.fromAsync(reply.parts);
}

const stream = (response: ServerResponse) => response.writeHead(200, { "content-type": "text/event-stream" });

describe("a stream", () => {
  test("is read across chunk borders, inside characters too", async () => {
    const bytes = Buffer.from(`${chunk("caffè ☕")}${chunk("", "stop")}data: [DONE]\n\n`);
    const parts = await partsOf(async (_, response) => {
      stream(response);
      for (const byte of bytes) {
        response.write(Buffer.from([byte]));
        await new Promise(setImmediate);
      }
      response.end();
    });
    expect(parts).toEqual([
      { type: "text", text: "caffè ☕" },
      { type: "end", reason: "stop" },
    ]);
  });

  test("with a usage chunk after the finish reason tells usage before the end", async () => {
    const usage = `data: ${JSON.stringify({ choices: [], usage: { prompt_tokens: 3, completion_tokens: 1 } })}\n\n`;
    const parts = await partsOf((_, response) => {
      stream(response).end(`${chunk("a")}${chunk("", "length")}${usage}data: [DONE]\n\n`);
    });
    expect(parts.slice(1)).toEqual([
      { type: "usage", usage: { promptTokens: 3, completionTokens: 1 } },
      { type: "end", reason: "length" },
    ]);
  });

  test("that breaks off after its first word ends as cut", async () => {
    const parts = await partsOf((_, response) => {
      stream(response).write(chunk("half"), () => response.destroy());
    });
    expect(parts).toEqual([
      { type: "text", text: "half" },
      { type: "end", reason: "cut" },
    ]);
  });

  test("that closes without a finish reason ends as cut", async () => {
    const parts = await partsOf((_, response) => {
      stream(response).end(chunk("half"));
    });
    expect(parts.at(-1)).toEqual({ type: "end", reason: "cut" });
  });

  test("that turns to garbage ends with an error part", async () => {
    const parts = await partsOf((_, response) => {
      stream(response).end(`${chunk("good")}data: {"choices": [\n\n${chunk("never read")}`);
    });
    expect(parts).toEqual([
      { type: "text", text: "good" },
      {
        type: "error",
        code: "MALFORMED_STREAM",
        retryable: true,
        message: expect.stringContaining('{\\"choices\\": ['),
      },
    ]);
  });

  test("that carries an error object ends with that error", async () => {
    const parts = await partsOf((_, response) => {
      stream(response).end(
        `${chunk("good")}data: {"error":{"code":"server_error","message":"Overloaded."}}\n\n`,
      );
    });
    expect(parts.at(-1)).toEqual({
      type: "error",
      code: "server_error",
      message: "Overloaded.",
      retryable: false,
    });
  });

  test("that is empty is a failure one may turn away from", async () => {
    const provider = await providerOf((_, response) => {
      stream(response).end();
    });
    await expect(provider.chat(request)).rejects.toMatchObject({ code: "EMPTY_STREAM", retryable: true });
  });

  test("that breaks before its first word is a failure one may turn away from", async () => {
    const provider = await providerOf((_, response) => {
      stream(response).flushHeaders();
      setImmediate(() => response.destroy());
    });
    await expect(provider.chat(request)).rejects.toMatchObject({ retryable: true });
  });

  test("that breaks after Azure's empty first event has not begun", async () => {
    const empty = `data: ${JSON.stringify({ model: "", choices: [], prompt_filter_results: [] })}\n\n`;
    const dies = await providerOf((_, response) => {
      stream(response).write(empty, () => response.destroy());
    });
    await expect(dies.chat(request)).rejects.toMatchObject({ retryable: true });
    const closes = await providerOf((_, response) => {
      stream(response).end(empty);
    });
    await expect(closes.chat(request)).rejects.toMatchObject({ code: "EMPTY_STREAM" });
  });

  test("that begins with an error closes its connection", async () => {
    let closed: () => void;
    const gone = new Promise<void>((resolve) => {
      closed = resolve;
    });
    const provider = await providerOf((_, response) => {
      response.on("close", () => closed());
      stream(response).write('data: {"error":{"message":"no"}}\n\n');
    });
    await expect(provider.chat(request)).rejects.toThrow("double broke off: no");
    await gone;
  });

  test("that the caller leaves closes the connection", async () => {
    let closed: () => void;
    const gone = new Promise<void>((resolve) => {
      closed = resolve;
    });
    const provider = await providerOf((_, response) => {
      response.on("close", () => closed());
      stream(response).write(chunk("a"));
    });
    const reply = await provider.chat(request);
    for await (const part of reply.parts) if (part.type === "text") break;
    await gone;
  });

  test("that the caller cancels ends as cancelled", async () => {
    const stop = new AbortController();
    const provider = await providerOf((_, response) => {
      stream(response).write(chunk("a"));
    });
    const reply = await provider.chat(request, { signal: stop.signal });
    const parts: StreamPart[] = [];
    for await (const part of reply.parts) {
      parts.push(part);
      stop.abort();
    }
    expect(parts.at(-1)).toEqual({ type: "end", reason: "cancelled" });
  });
});

describe("a refusal", () => {
  const refuse = (status: number, headers: Record<string, string>, body: string) =>
    providerOf((_, response) => {
      response.writeHead(status, headers).end(body);
    });

  test("says what the server said, what it means and what to do", async () => {
    const body = JSON.stringify({ error: { code: "DeploymentNotFound", message: "No such\ndeployment." } });
    const provider = await refuse(404, {}, body);
    await expect(provider.chat(request)).rejects.toMatchObject({
      message: "double answered 404: No such deployment.",
      code: "DeploymentNotFound",
      status: 404,
      retryable: false,
      hint: "Check the deployment or model name.",
    });
  });

  test.each([
    [{ "retry-after-ms": "120", "retry-after": "9" }, 120],
    [{ "retry-after": "3" }, 3000],
  ])("with %j asks to wait %d ms", async (headers, retryAfterMs) => {
    const provider = await refuse(429, headers, "slow down");
    await expect(provider.chat(request)).rejects.toMatchObject({
      status: 429,
      retryable: true,
      retryAfterMs,
    });
  });

  test("in plain text is shown as one short line", async () => {
    const provider = await refuse(502, {}, `<html>\n${"x".repeat(9000)}</html>`);
    const error = await provider.chat(request).catch((caught: Error) => caught);
    expect((error as Error).message.length).toBeLessThan(400);
    expect((error as Error).message).not.toContain("\n");
  });

  test("of a whole answer that is no answer is named", async () => {
    const provider = await refuse(200, {}, "<html>welcome</html>");
    await expect(provider.chat(request, { stream: false })).rejects.toMatchObject({
      code: "MALFORMED_ANSWER",
    });
  });

  test("of the network names the address and is worth another try", async () => {
    const provider = createOpenAiCompatible({
      name: "local model",
      baseUrl: "http://127.0.0.1:1/v1",
      tier: "local",
    });
    await expect(provider.chat(request)).rejects.toMatchObject({
      message: "local model at http://127.0.0.1:1 cannot be reached (ECONNREFUSED).",
      retryable: true,
    });
  });

  test("never repeats the key", async () => {
    const address = await serve((incoming, response) => {
      response.writeHead(401).end(JSON.stringify({ error: { message: `Bad key ${"*".repeat(5)}` } }));
      incoming.resume();
    });
    const provider = createOpenAiCompatible({
      name: "d",
      baseUrl: address,
      tier: "azure",
      apiKey: "planted-secret",
    });
    const error = await provider.chat(request).catch((caught: unknown) => caught);
    expect(JSON.stringify(error) + String(error) + (error as Error).stack).not.toContain("planted-secret");
  });
});

test("a list of models that is none is named", async () => {
  for (const body of ["<html>", "null", "{}"]) {
    const provider = await providerOf((_, response) => {
      response.end(body);
    });
    await expect(provider.models()).rejects.toMatchObject({
      name: "ProviderError",
      code: "MALFORMED_ANSWER",
    });
  }
});

test("a whole answer that the caller cancels is no network failure", async () => {
  const stop = new AbortController();
  const provider = await providerOf((_, response) => {
    response.writeHead(200).write("{", () => stop.abort());
  });
  await expect(provider.chat(request, { stream: false, signal: stop.signal })).rejects.toThrow("aborted");
});

test("a cancelled request is not sent at all", async () => {
  let asked = 0;
  const provider = await providerOf((_, response) => {
    asked++;
    response.end();
  });
  await expect(provider.chat(request, { signal: AbortSignal.abort() })).rejects.toThrow("aborted");
  expect(asked).toBe(0);
});
