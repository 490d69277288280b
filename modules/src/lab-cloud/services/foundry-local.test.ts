import { execFile } from "node:child_process";
import { once } from "node:events";
import { cpSync, existsSync, mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { join } from "node:path";
import OpenAI from "openai";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { z } from "zod";
import type { StreamPart } from "../../chat/stream-part.ts";
import { paths } from "../../config/paths.ts";
import { systemClock } from "../../core/clock.ts";
import { ModelError, ProviderError } from "../../core/errors.ts";
import { defaultModelName, findModel, openLocalModel } from "../../models/index.ts";
import { type Listener, openListener } from "../listener.ts";
import { createFoundryLocal } from "./foundry-local.ts";
import { type ChatSource, createFoundryLocalModel, type FoundryLocalModel } from "./foundry-local-model.ts";

/** Serves models on a real port. */
async function serve(models: readonly FoundryLocalModel[]): Promise<Listener> {
  let url = "";
  const app = createFoundryLocal({ models, clock: systemClock, endpoint: () => url });
  const port = { host: "127.0.0.1", port: 0, purpose: "test", variable: "PORT_TEST", unref: false };
  const listener = await openListener({ app, ...port });
  url = listener.url;
  return listener;
}

/** A model that says `words`, one part each. */
const sayingWords = (words: readonly string[]): ChatSource => ({
  async *chat(): AsyncGenerator<StreamPart, void> {
    for (const text of words) yield { type: "text", text };
    yield { type: "usage", usage: { promptTokens: 3, completionTokens: words.length } };
    yield { type: "end", reason: "stop" };
  },
  countPromptTokens: () => 3,
  close: async () => {},
});

const post = (url: string, body: unknown, signal?: AbortSignal) =>
  fetch(`${url}/v1/chat/completions`, {
    method: "POST",
    body: typeof body === "string" ? body : JSON.stringify(body),
    ...(signal && { signal }),
  });

const hello = { model: "written", messages: [{ role: "user", content: "Hi" }] };

describe("Foundry Local's web service", () => {
  let listener: Listener;
  let opened = 0;
  const model = createFoundryLocalModel({
    name: "written",
    aliases: ["written-alias"],
    provenance: "simulated",
    open: async () => {
      opened++;
      return sayingWords(["Good ", "day", "."]);
    },
  });
  beforeAll(async () => {
    listener = await serve([model]);
  });
  afterEach(async () => await model.unload());
  afterAll(async () => await listener.close());

  const get = async (path: string) => {
    const response = await fetch(listener.url + path);
    const text = await response.text();
    return { status: response.status, body: text === "" ? "" : JSON.parse(text), headers: response.headers };
  };

  it("tells where it is and what it offers, every answer with its provenance", async () => {
    const status = await get("/status");
    expect(status.headers.get("x-lab-provenance")).toBe("simulated");
    expect(status.body).toEqual({
      endpoints: [listener.url],
      modelDirPath: paths.models,
      pipeName: null,
      isAutoRegistrationResolved: true,
      autoRegistrationStatus: expect.any(String),
    });
    const { body } = await get("/v1/models");
    expect(body).toMatchObject({
      object: "list",
      data: [{ id: "written", object: "model", Successful: true }],
    });
    expect((await get("/v1/models/written-alias")).body).toEqual(body.data[0]);
  });

  it("loads once however many ask, lists with version, unloads", async () => {
    opened = 0;
    expect((await get("/models/loaded")).body).toEqual([]);
    const loads = await Promise.all([
      get("/models/load/written"),
      get("/models/load/WRITTEN:0"),
      get("/models/load/written-alias"),
    ]);
    expect(loads.map(({ status, body }) => [status, body])).toEqual(Array(3).fill([200, ""]));
    expect(opened).toBe(1);
    expect((await get("/models/loaded")).body).toEqual(["written:0"]);
    expect((await get("/models/unload/written")).status).toBe(200);
    expect((await get("/models/loaded")).body).toEqual([]);
  });

  it("answers 500 with nothing for a model that is unknown or cannot be loaded", async () => {
    const broken = createFoundryLocalModel({
      name: "broken",
      provenance: "local",
      open: () => Promise.reject(new ModelError("damaged", { code: "MODEL_DAMAGED" })),
    });
    const other = await serve([broken]);
    for (const id of ["broken", "unknown"]) {
      const response = await fetch(`${other.url}/models/load/${id}`);
      expect([response.status, await response.text()]).toEqual([500, ""]);
    }
    await other.close();
    expect(broken.state).toBe("unloaded");
  });

  it("refuses a chat with a model that is not loaded, in the service's own words", async () => {
    const response = await post(listener.url, hello);
    expect(response.status).toBe(400);
    expect(await response.json()).toEqual({
      error: {
        message:
          "Failed to handle OpenAI completion: Model 'written' is not loaded. Please load the model before getting a ChatClient.",
        type: "invalid_request_error",
        code: null,
      },
    });
  });

  it("lets a chat wait for a load under way", async () => {
    const loading = model.load();
    expect((await post(listener.url, hello)).status).toBe(200);
    await loading;
  });

  it("answers whole with message beside delta, under the name asked for", async () => {
    await model.load();
    const answer = await (await post(listener.url, { ...hello, model: "written:0" })).json();
    const message = { role: "assistant", content: "Good day.", tool_calls: [] };
    expect(answer).toEqual({
      model: "written:0",
      choices: [{ delta: message, message, index: 0, finish_reason: "stop" }],
      usage: { prompt_tokens: 3, completion_tokens: 3, total_tokens: 6 },
      created: expect.any(Number),
      CreatedAt: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\+00:00$/),
      id: expect.stringMatching(/^chat\.id\.\d+$/),
      IsDelta: false,
      Successful: true,
      HttpStatusCode: 0,
      object: "chat.completion",
    });
  });

  it("streams with usage in each chunk, no finish_reason before the end, an empty last chunk, then [DONE]", async () => {
    await model.load();
    const response = await post(listener.url, { ...hello, stream: true });
    expect(response.headers.get("content-type")).toBe("text/event-stream");
    const events = (await response.text())
      .split("\n\n")
      .filter(Boolean)
      .map((event) => event.replace(/^data: /, ""));
    expect(events.at(-1)).toBe("[DONE]");
    const chunks = events.slice(0, -1).map((event) => JSON.parse(event));
    expect(chunks.map((chunk) => chunk.choices[0]?.delta.content)).toEqual([
      "Good ",
      "day",
      ".",
      "",
      undefined,
    ]);
    expect(chunks.map((chunk) => "finish_reason" in (chunk.choices[0] ?? {}))).toEqual([
      false,
      false,
      false,
      true,
      false,
    ]);
    expect(chunks.map((chunk) => chunk.usage.completion_tokens)).toEqual([1, 2, 3, 3, 3]);
    for (const { choices } of chunks) expect(choices[0]?.message).toEqual(choices[0]?.delta);
  });

  it.each([
    ["{", 500, null, "the body is not valid JSON"],
    ["[]", 400, "invalid_request", "the body: "],
    [{ model: "written" }, 400, "invalid_request", "messages: "],
    [{ ...hello, messages: [] }, 400, "invalid_request", "messages: "],
    [
      { ...hello, messages: [{ role: "user", content: 5 }] },
      400,
      "invalid_request",
      "messages.0.content: must be a string",
    ],
    [{ ...hello, messages: [{ role: "robot", content: "Hi" }] }, 400, "invalid_request", "messages.0.role: "],
    [{ ...hello, temperature: "hot" }, 400, "invalid_request", "temperature: "],
    [{ ...hello, n: 2 }, 400, "invalid_request", "n: must be 1"],
    [{ ...hello, tools: [{}] }, 400, "invalid_request", "tools: this model calls no tools"],
    [{ ...hello, model: "absent" }, 404, "model_not_found", "The model 'absent' does not exist"],
    [
      { ...hello, messages: [{ role: "user", content: "x".repeat(5_000_000) }] },
      413,
      "request_too_large",
      "larger than 4 MiB",
    ],
  ])("refuses a bad body in one line (case %#)", async (body, status, code, words) => {
    await model.load();
    const response = await post(listener.url, body);
    const { error } = z
      .object({ error: z.object({ code: z.string().nullable(), message: z.string() }) })
      .parse(await response.json());
    expect({ status: response.status, code: error.code }).toEqual({ status, code });
    expect(error.message).toContain(words);
    expect(error.message).not.toContain("\n");
    expect(response.headers.get("x-lab-provenance")).toBe("simulated");
  });

  it("tells what a model refuses with its status, and when to come back", async () => {
    const refusal = new ProviderError("Busy.", {
      code: "LOCAL_MODEL_BUSY",
      status: 429,
      retryable: true,
      retryAfterMs: 1500,
    });
    const busy = createFoundryLocalModel({
      name: "written",
      provenance: "local",
      open: async () => ({
        ...sayingWords([]),
        chat: () => ({ [Symbol.asyncIterator]: () => ({ next: () => Promise.reject(refusal) }) }),
      }),
    });
    await busy.load();
    const other = await serve([busy]);
    const response = await post(other.url, { ...hello, stream: true });
    await other.close();
    expect([response.status, response.headers.get("retry-after")]).toEqual([429, "2"]);
  });

  it("knows no other routes, as the real service; responses are not emulated", async () => {
    const absent = ["/", "/health", "/foundry/list", "/openai/models", "/openai/status", "/v1/conversations"];
    for (const path of absent) expect((await get(path)).status, path).toBe(404);
    expect((await get("/v1/responses/1")).status).toBe(501);
    expect((await get("/v1/models/absent")).body.error.code).toBe("model_not_found");
  });

  it.each([true, false])("ends the generation when the caller goes away (streamed: %s)", async (stream) => {
    let ended = () => {};
    const end = new Promise<void>((resolve) => {
      ended = resolve;
    });
    let begun = () => {};
    const begin = new Promise<void>((resolve) => {
      begun = resolve;
    });
    const endless: ChatSource = {
      ...sayingWords([]),
      async *chat(_, signal) {
        while (!signal?.aborted) {
          yield { type: "text", text: "on and " };
          begun();
          await systemClock.sleep(2);
        }
        ended();
        yield { type: "end", reason: "cancelled" };
      },
    };
    const talker = createFoundryLocalModel({
      name: "written",
      provenance: "local",
      open: async () => endless,
    });
    await talker.load();
    const other = await serve([talker]);
    const caller = new AbortController();
    const answer = post(other.url, { ...hello, stream }, caller.signal).then((response) => response.text());
    await begin;
    caller.abort();
    await expect(answer).rejects.toThrow();
    await end;
    await other.close();
  });
});

const there = findModel().state === "present";

describe.skipIf(!there)(
  `the real model behind it${there ? "" : ` (skipped: ${defaultModelName} missing)`}`,
  () => {
    const model = createFoundryLocalModel({
      name: defaultModelName,
      provenance: "local",
      open: () => openLocalModel({ maxWaiting: 1 }),
    });
    let listener: Listener;
    let client: OpenAI;
    beforeAll(async () => {
      listener = await serve([model]);
      await model.load();
      client = new OpenAI({ baseURL: `${listener.url}/v1`, apiKey: "any", maxRetries: 0 });
    });
    afterAll(async () => {
      await listener.close();
      await model.unload();
    });

    const ask = (content: string) => ({
      model: defaultModelName,
      messages: [{ role: "user" as const, content }],
      max_tokens: 40,
    });

    it("streams through the official client the same text that it answers whole", async () => {
      for (const prompt of [
        "What do bees make?",
        "Write a haiku about the sea.",
        "Say 日本 and 🎉.",
        "2+2?",
      ]) {
        const whole = await client.chat.completions.create(ask(prompt));
        let text = "";
        let finish: string | null | undefined;
        for await (const chunk of await client.chat.completions.create({ ...ask(prompt), stream: true })) {
          text += chunk.choices[0]?.delta.content ?? "";
          finish = chunk.choices[0]?.finish_reason ?? finish;
        }
        expect(text, prompt).toBe(whole.choices[0]?.message.content);
        expect(finish, prompt).toBe(whole.choices[0]?.finish_reason);
      }
    });

    it("gives log-probabilities to the official client", async () => {
      const request = { ...ask("What is the capital of France?"), logprobs: true, top_logprobs: 2 };
      const [choice] = (await client.chat.completions.create(request)).choices;
      const content = choice?.logprobs?.content ?? [];
      expect(content.map(({ token }) => token).join("")).toBe(choice?.message.content);
      expect(content.every(({ top_logprobs }) => top_logprobs.length === 2)).toBe(true);
    });

    it("refuses a 2 MB prompt with 400 and one line", async () => {
      const refused = client.chat.completions.create(ask("word ".repeat(400_000)));
      await expect(refused).rejects.toMatchObject({ status: 400, code: "context_length_exceeded" });
    });

    it("answers 429 when its queue is full and serves those who wait", async () => {
      const asked = await Promise.allSettled(
        ["Hi!", "Hello!", "Good day!"].map((text) => client.chat.completions.create(ask(text))),
      );
      const refused = asked.filter((one) => one.status === "rejected");
      expect(refused.map((one) => one.reason.status)).toEqual([429]);
    });

    const clients = join(paths.root, "..", "shared", "azure", "clients");
    const given = existsSync(clients);
    it.skipIf(!given)(
      `passes the acceptance client${given ? "" : " (skipped: acceptance clients missing)"}`,
      async () => {
        const checks = join(paths.root, "node_modules", ".checks");
        mkdirSync(checks, { recursive: true });
        const folder = mkdtempSync(join(checks, "client-"));
        for (const file of ["_check.mjs", "10-foundry-local.mjs"])
          cpSync(join(clients, file), join(folder, file));
        const env = {
          ...process.env,
          LOCAL_MODEL_ENDPOINT: listener.url,
          LOCAL_MODEL_NAME: defaultModelName,
        };
        const child = execFile(process.execPath, [join(folder, "10-foundry-local.mjs")], { env });
        let output = "";
        child.stdout?.on("data", (text) => {
          output += text;
        });
        const [code] = await once(child, "exit");
        rmSync(folder, { recursive: true });
        expect(code, output).toBe(0);
        expect(output).toContain("10/10 passed");
      },
    );
  },
);
