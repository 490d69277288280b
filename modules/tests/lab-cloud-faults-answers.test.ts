import { request } from "node:http";
import OpenAI, { AzureOpenAI } from "openai";
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
  await fetch(faultsUrl(), { method: "DELETE" });
});

const QUESTION = "What is the capital of France?";
/** Seven tokens. */
const ANSWER = "The capital of France is Paris.";

const faultsUrl = () => variable(cloud, "LAB_FAULTS_URL");
const order = async (fault: object) => {
  const response = await postJson(faultsUrl(), fault);
  expect(response.status).toBe(201);
  return ((await response.json()) as { id: string }).id;
};

const key = () => variable(cloud, "AZURE_OPENAI_API_KEY");
const messages = [{ role: "user" as const, content: QUESTION }];
const post = (stream: boolean) =>
  postJson(
    `${cloud.http}/openai/v1/chat/completions`,
    { model: "gpt-4o", messages, stream, ...(stream && { stream_options: { include_usage: true } }) },
    { "api-key": key() },
  );
const client = (maxRetries = 0) =>
  new AzureOpenAI({ endpoint: cloud.http, apiKey: key(), apiVersion: "2024-12-01-preview", maxRetries });

/** What arrives until the answer ends or breaks off. */
interface Arrival {
  readonly text: string;
  /** Why it broke off; absent when it came to its end. */
  readonly failure?: unknown;
}

async function read(response: Response): Promise<Arrival> {
  let text = "";
  const decoder = new TextDecoder();
  try {
    for await (const chunk of response.body ?? []) text += decoder.decode(chunk, { stream: true });
    return { text };
  } catch (failure) {
    return { text, failure };
  }
}

/** The data of each event; what is no JSON stays text. */
const events = (text: string) =>
  text
    .split("\n\n")
    .filter(Boolean)
    .map((event) => parse(event.replace(/^data: /, "")));

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

const textOf = (parsed: readonly unknown[]) =>
  parsed
    .map((event) => (event as { choices?: { delta?: { content?: string } }[] }).choices?.[0]?.delta?.content)
    .filter((piece) => piece !== undefined);

describe("a stream", () => {
  test("is cut after so many tokens: no finish, no [DONE], and the connection is gone", async () => {
    const id = await order({ cutAfterTokens: 3 });
    const response = await post(true);
    expect(response.status).toBe(200);
    expect(response.headers.get("x-lab-fault")).toBe(id);
    const { text, failure } = await read(response);
    expect(failure).toBeInstanceOf(TypeError);
    expect(text).not.toContain("[DONE]");
    expect(text).not.toContain('"finish_reason":"stop"');
    expect(textOf(events(text))).toEqual(["", "The", " capital", " of"]);
  });

  test("cut after none has its opening and no word", async () => {
    await order({ cutAfterTokens: 0 });
    const { text, failure } = await read(await post(true));
    expect(failure).toBeInstanceOf(TypeError);
    expect(textOf(events(text))).toEqual([""]);
  });

  test("cut after its last token lacks its end; one with fewer tokens comes whole", async () => {
    await order({ cutAfterTokens: 7 });
    const cut = await read(await post(true));
    expect(cut.failure).toBeInstanceOf(TypeError);
    expect(textOf(events(cut.text)).join("")).toBe(ANSWER);
    await order({ cutAfterTokens: 8 });
    expect((await read(await post(true))).text).toMatch(/data: \[DONE\]\n\n$/);
  });

  test("that is cut is an error to the SDK, and is not asked again", async () => {
    const before = (await recent()).length;
    await order({ cutAfterTokens: 3 });
    const stream = await client(2).chat.completions.create({ model: "gpt-4o", messages, stream: true });
    await expect(Array.fromAsync(stream)).rejects.toThrow();
    expect(await recent()).toHaveLength(before + 1);
  });

  test("stalls for a while and goes on", async () => {
    await order({ stall: { afterTokens: 2, ms: 1234 } });
    const { text } = await read(await post(true));
    expect(slept).toEqual([1234]);
    expect(textOf(events(text)).join("")).toBe(ANSWER);
    expect(text).toMatch(/data: \[DONE\]\n\n$/);
  });

  test("stalls until the client leaves", async () => {
    await order({ stall: { afterTokens: 2 } });
    const impatient = new AbortController();
    const stream = await client().chat.completions.create(
      { model: "gpt-4o", messages, stream: true },
      { signal: impatient.signal },
    );
    const pieces: string[] = [];
    for await (const chunk of stream) {
      pieces.push(chunk.choices[0]?.delta.content ?? "");
      if (pieces.join("") === "The capital") impatient.abort();
    }
    expect(pieces.join("")).toBe("The capital");
  });

  test("stalls, then is cut", async () => {
    await order({ stall: { afterTokens: 1, ms: 500 }, cutAfterTokens: 2 });
    const { text, failure } = await read(await post(true));
    expect(failure).toBeInstanceOf(TypeError);
    expect(slept).toEqual([500]);
    expect(textOf(events(text))).toEqual(["", "The", " capital"]);
  });

  test("has an event that is no JSON, once", async () => {
    await order({ malformed: { afterTokens: 2 } });
    const { text } = await read(await post(true));
    const parsed = events(text);
    expect(parsed.filter((event) => typeof event === "string")).toEqual([
      expect.stringMatching(/^\{"id"/),
      "[DONE]",
    ]);
    expect(parsed.findIndex((event) => typeof event === "string")).toBe(4);
  });

  test("that is malformed is an error to the SDK", async () => {
    await order({ malformed: true });
    const stream = await client().chat.completions.create({ model: "gpt-4o", messages, stream: true });
    await expect(Array.fromAsync(stream)).rejects.toBeInstanceOf(SyntaxError);
  });

  test("names another model in every event but the one that names none", async () => {
    await order({ wrongModel: "gpt-3.5-turbo-0125" });
    const parsed = events((await read(await post(true))).text) as { model?: string }[];
    const models = parsed.map(({ model }) => model).filter((model) => model !== undefined);
    expect(models[0]).toBe("");
    expect(new Set(models.slice(1))).toEqual(new Set(["gpt-3.5-turbo-0125"]));
  });

  test("is empty: role, then stop, and no answer tokens counted", async () => {
    await order({ empty: true });
    const { text } = await read(await post(true));
    const parsed = events(text);
    expect(textOf(parsed)).toEqual([""]);
    expect(text).toContain('"finish_reason":"stop"');
    expect(parsed.at(-2)).toMatchObject({
      usage: { prompt_tokens: 14, completion_tokens: 0, total_tokens: 14 },
    });
    expect(parsed.at(-1)).toBe("[DONE]");
  });

  test("has not a byte", async () => {
    await order({ empty: "body" });
    const response = await post(true);
    expect([response.status, await response.text()]).toEqual([200, ""]);
  });

  test("carries the ordered headers", async () => {
    await order({ headers: { "x-ratelimit-remaining-tokens": "0" } });
    const response = await post(true);
    expect(response.headers.get("x-ratelimit-remaining-tokens")).toBe("0");
    expect((await read(response)).text).toContain("[DONE]");
  });
});

describe("a whole answer", () => {
  const whole = async () => (await client().chat.completions.create({ model: "gpt-4o", messages })) as object;

  test("is cut half-way: the body is shorter than announced and the connection is gone", async () => {
    const id = await order({ cutAfterTokens: 3 });
    const response = await post(false);
    expect(response.headers.get("x-lab-fault")).toBe(id);
    const { text, failure } = await read(response);
    expect(failure).toBeInstanceOf(TypeError);
    expect(text.length).toBeGreaterThan(0);
    expect(text.length).toBeLessThan(Number(response.headers.get("content-length")));
  });

  test("stalls half-way and goes on", async () => {
    await order({ stall: { ms: 1234 } });
    expect(await whole()).toMatchObject({ choices: [{ message: { content: ANSWER } }] });
    expect(slept).toEqual([1234]);
  });

  test("stalls half-way until the client leaves", async () => {
    await order({ stall: true });
    const impatient = new AbortController();
    const response = await fetch(`${cloud.http}/openai/v1/chat/completions`, {
      method: "POST",
      headers: { "api-key": key() },
      body: JSON.stringify({ model: "gpt-4o", messages }),
      signal: impatient.signal,
    });
    const reader = response.body?.getReader();
    expect((await reader?.read())?.value?.length).toBeGreaterThan(0);
    impatient.abort();
    await expect(reader?.read()).rejects.toThrow();
  });

  test("is half a JSON text", async () => {
    await order({ malformed: true });
    const text = await (await post(false)).text();
    expect(text).toMatch(/^\{/);
    expect(() => JSON.parse(text)).toThrow(SyntaxError);
  });

  test("that is malformed is an error to the SDK", async () => {
    await order({ malformed: true });
    await expect(whole()).rejects.toThrow();
  });

  test("names another model, and nothing else is changed", async () => {
    await order({ wrongModel: "gpt-3.5-turbo-0125" });
    expect(await whole()).toMatchObject({
      model: "gpt-3.5-turbo-0125",
      choices: [{ message: { content: ANSWER } }],
      usage: { total_tokens: 21 },
    });
  });

  test("is empty", async () => {
    await order({ empty: "answer" });
    expect(await whole()).toMatchObject({
      choices: [{ finish_reason: "stop", message: { role: "assistant", content: "" } }],
      usage: { prompt_tokens: 14, completion_tokens: 0, total_tokens: 14 },
    });
  });

  test("is empty under another name, late", async () => {
    await order({ empty: true, wrongModel: "other", delayMs: 20 });
    expect(await whole()).toMatchObject({ model: "other", choices: [{ message: { content: "" } }] });
    expect(slept).toEqual([20]);
  });

  test("has not a byte", async () => {
    await order({ empty: "body" });
    const response = await post(false);
    expect([response.status, await response.text()]).toEqual([200, ""]);
    expect(response.headers.get("content-type")).toBe("application/json");
  });
});

describe("a reset", () => {
  test("ends the connection before any answer, late if ordered", async () => {
    await order({ reset: true, delayMs: 5 });
    await expect(post(false)).rejects.toBeInstanceOf(TypeError);
    expect(slept).toEqual([5]);
    expect((await recent())[0]).toMatchObject({ status: 444, fault: expect.stringMatching(/^fault-/) });
  });

  test("is a connection error to the SDK, which asks again", async () => {
    await order({ reset: true, times: 3 });
    const failed = client(1).chat.completions.create({ model: "gpt-4o", messages });
    await expect(failed).rejects.toBeInstanceOf(OpenAI.APIConnectionError);
    const recovered = await client(1).chat.completions.create({ model: "gpt-4o", messages });
    expect(recovered.choices[0]?.message.content).toBe(ANSWER);
    expect((await recent()).slice(0, 4).map(({ status, retry }) => [status, retry])).toEqual([
      [200, 1],
      [444, 0],
      [444, 1],
      [444, 0],
    ]);
  });

  test("works on https", async () => {
    await order({ cutAfterTokens: 3 });
    await order({ reset: true });
    const ask = () => askSecurely(`${cloud.https}/openai/v1/chat/completions`);
    expect(await ask()).toMatchObject({ status: 200, code: "ECONNRESET" });
    expect(await ask()).toMatchObject({ code: "ECONNRESET" });
  });
});

/** How an answer over https ends. */
async function askSecurely(url: string): Promise<{ status?: number; code?: string }> {
  const { request: requestSecurely } = await import("node:https");
  return new Promise((resolve) => {
    let status: number | undefined;
    const ended = (code?: string) => resolve({ ...(status && { status }), ...(code && { code }) });
    const sent = requestSecurely(
      url,
      { method: "POST", headers: { "api-key": key() }, rejectUnauthorized: false },
      (response) => {
        status = response.statusCode ?? 0;
        response
          .on("error", (error: NodeJS.ErrnoException) => ended(error.code))
          .on("end", () => ended())
          .resume();
      },
    );
    sent.on("error", (error: NodeJS.ErrnoException) => ended(error.code));
    sent.end(JSON.stringify({ model: "gpt-4o", messages, stream: true }));
  });
}

test("a connection that was not cut serves the next request", async () => {
  await order({ stall: { ms: 10 } });
  const { Agent } = await import("node:http");
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  const ports: (number | undefined)[] = [];
  for (let asked = 0; asked < 2; asked++) {
    await new Promise<void>((resolve, reject) => {
      const sent = request(
        `${cloud.http}/openai/v1/chat/completions`,
        { method: "POST", headers: { "api-key": key() }, agent },
        (response) => {
          ports.push(response.socket.localPort);
          response.resume().on("end", resolve);
        },
      );
      sent.on("error", reject).end(JSON.stringify({ model: "gpt-4o", messages }));
    });
  }
  agent.destroy();
  expect(ports[1]).toBe(ports[0]);
});

interface Seen {
  readonly status: number;
  readonly retry?: number;
  readonly fault?: string;
}

/** Chat requests, newest first. */
async function recent(): Promise<readonly Seen[]> {
  const { requests } = (await (await fetch(`${cloud.http}/lab/state`)).json()) as {
    requests: { recent: (Seen & { path: string })[] };
  };
  return requests.recent.filter(({ path }) => path.endsWith("/chat/completions"));
}
