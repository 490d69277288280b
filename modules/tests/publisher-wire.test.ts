import { describe, expect, test } from "vitest";
import { assistant, system, user } from "../src/chat/message.ts";
import type { ChatRequest } from "../src/chat/request.ts";
import type { StreamPart } from "../src/chat/stream-part.ts";
import { createAnthropic } from "../src/providers/anthropic.ts";
import { createCohere } from "../src/providers/cohere.ts";
import { createGemini } from "../src/providers/gemini.ts";
import { createGitHubModels } from "../src/providers/github-models.ts";
import { createHuggingFace } from "../src/providers/hugging-face.ts";
import { createMistral } from "../src/providers/mistral.ts";
import type { Provider } from "../src/providers/provider.ts";
import { failureKind } from "../src/resilience/failure-kind.ts";
import { type WireRequest, wireDouble } from "./wire-double.ts";

const KEY = "planted-publisher-key";

const MAKERS = {
  anthropic: (endpoint: string) => createAnthropic({ endpoint, apiKey: KEY }),
  gemini: (endpoint: string) => createGemini({ endpoint, apiKey: KEY }),
  mistral: (endpoint: string) => createMistral({ endpoint, apiKey: KEY }),
  cohere: (endpoint: string) => createCohere({ endpoint, apiKey: KEY }),
  gitHub: (endpoint: string) => createGitHubModels({ endpoint, token: KEY, organization: "contoso" }),
  huggingFace: (endpoint: string) => createHuggingFace({ endpoint, token: KEY, billTo: "contoso" }),
} as const;

interface Said {
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body: string;
}

interface Asked {
  readonly provider: Provider;
  readonly seen: readonly WireRequest[];
}

/** A provider over a server that says one thing. */
async function over(
  kind: keyof typeof MAKERS,
  { status = 200, headers = {}, body }: Said = { body: "{}" },
): Promise<Asked> {
  const { address, seen } = await wireDouble((_, response) => {
    response.writeHead(status, headers);
    response.end(body);
  });
  return { provider: MAKERS[kind](address), seen };
}

const talk: ChatRequest = {
  model: "m-1",
  messages: [system("Be brief."), user("One?"), assistant("1"), user("Two?")],
  maxTokens: 9,
  temperature: 0.5,
  stop: ["END"],
};
const schema = { type: "object", properties: { answer: { type: "string" } } };
const question: ChatRequest = { model: "m-1", messages: [user("Two?")] };

async function sent(kind: keyof typeof MAKERS, request: ChatRequest, stream = false): Promise<WireRequest> {
  const { provider, seen } = await over(kind);
  await provider.chat(request, { stream }).catch(() => undefined);
  const [first] = seen;
  if (!first) throw new Error("nothing was sent");
  return first;
}

const events = (...values: readonly object[]): Said => ({
  headers: { "content-type": "text/event-stream" },
  body: values.map((value) => `event: any\ndata: ${JSON.stringify(value)}\n\n`).join(""),
});

async function streamed(kind: keyof typeof MAKERS, said: Said): Promise<readonly StreamPart[]> {
  const { provider } = await over(kind, said);
  return Array.fromAsync((await provider.chat(question)).parts);
}

async function whole(kind: keyof typeof MAKERS, body: object): Promise<readonly StreamPart[]> {
  const { provider } = await over(kind, { body: JSON.stringify(body) });
  return Array.fromAsync((await provider.chat(question, { stream: false })).parts);
}

async function refusal(kind: keyof typeof MAKERS, status: number, body: unknown): Promise<unknown> {
  const { provider } = await over(kind, { status, body: JSON.stringify(body) });
  return provider.chat(question).catch((error: unknown) => error);
}

const text = (content: string): StreamPart => ({ type: "text", text: content });
const usage = (promptTokens: number, completionTokens: number): StreamPart => ({
  type: "usage",
  usage: { promptTokens, completionTokens },
});
const end = (reason: "stop" | "length" | "filter" | "cut"): StreamPart => ({ type: "end", reason });

describe("Anthropic", () => {
  const start = (used: object = { input_tokens: 5, output_tokens: 1 }) => ({
    type: "message_start",
    message: { type: "message", model: "claude-1", content: [], usage: used },
  });
  const delta = (content: string) => ({
    type: "content_block_delta",
    index: 0,
    delta: { type: "text_delta", text: content },
  });
  const stop = (reason: string, output = 3) => ({
    type: "message_delta",
    delta: { stop_reason: reason, stop_sequence: null },
    usage: { output_tokens: output },
  });

  test("is asked with its key, its version, and system messages apart from the others", async () => {
    const { url, headers, body } = await sent(
      "anthropic",
      { ...talk, answerSchema: { name: "a", schema } },
      true,
    );
    expect(url).toBe("/v1/messages");
    expect(headers).toMatchObject({ "x-api-key": KEY, "anthropic-version": "2023-06-01" });
    expect(headers).not.toHaveProperty("authorization");
    expect(body).toEqual({
      model: "m-1",
      max_tokens: 9,
      system: "Be brief.",
      messages: [user("One?"), assistant("1"), user("Two?")],
      temperature: 0.5,
      stop_sequences: ["END"],
      output_config: { format: { type: "json_schema", schema } },
      stream: true,
    });
  });

  test("gets a longest answer where a request names none", async () => {
    expect((await sent("anthropic", question)).body).toMatchObject({ max_tokens: 4096 });
  });

  test("passes over thoughts, pings and events that are new, and counts what the cache held", async () => {
    const parts = await streamed(
      "anthropic",
      events(
        start({ input_tokens: 5, cache_read_input_tokens: 100, cache_creation_input_tokens: 10 }),
        { type: "ping" },
        { type: "content_block_start", index: 0, content_block: { type: "thinking" } },
        { type: "content_block_delta", index: 0, delta: { type: "thinking_delta", thinking: "hm" } },
        { type: "something_new", index: 1 },
        delta("Two"),
        stop("end_turn"),
        { type: "message_stop" },
      ),
    );
    expect(parts).toEqual([text("Two"), usage(115, 3), end("stop")]);
  });

  test.each([
    ["max_tokens", "length"],
    ["model_context_window_exceeded", "length"],
    ["refusal", "filter"],
    ["stop_sequence", "stop"],
  ] as const)("ends with %s as %s", async (reason, expected) => {
    const parts = await streamed("anthropic", events(start(), delta("x"), stop(reason)));
    expect(parts.at(-1)).toEqual(end(expected));
  });

  test("that breaks off tells no usage, as it was not told", async () => {
    expect(await streamed("anthropic", events(start(), delta("half")))).toEqual([text("half"), end("cut")]);
  });

  test("whose stream ends in an error says whether another try may help", async () => {
    const overloaded = { type: "error", error: { type: "overloaded_error", message: "Overloaded" } };
    expect((await streamed("anthropic", events(start(), delta("half"), overloaded))).at(-1)).toEqual({
      type: "error",
      code: "overloaded_error",
      message: "Overloaded",
      retryable: true,
    });
    await expect(streamed("anthropic", events(overloaded))).rejects.toMatchObject({
      code: "overloaded_error",
      retryable: true,
    });
  });

  test.each([
    [400, "invalid_request_error", false],
    [401, "authentication_error", false],
    [413, "request_too_large", false],
    [429, "rate_limit_error", true],
    [529, "overloaded_error", true],
  ])("that refuses with %i tells its own word for it", async (status, type, retryable) => {
    const body = { type: "error", error: { type, message: `no: ${KEY}` }, request_id: "req_1" };
    const error = await refusal("anthropic", status, body);
    expect(error).toMatchObject({ status, code: type, retryable });
    expect(String(error)).not.toContain(KEY);
  });

  test("is not asked what it has no word for", async () => {
    for (const more of [{ seed: 1 }, { topLogprobs: 2 }]) {
      const { provider, seen } = await over("anthropic");
      await expect(provider.chat({ ...question, ...more })).rejects.toMatchObject({
        code: "UNSUPPORTED_PARAMETER",
        retryable: false,
      });
      expect(seen).toEqual([]);
    }
  });

  test("in its newest version has no temperature", async () => {
    const { address, seen } = await wireDouble();
    const provider = createAnthropic({ endpoint: address, apiKey: KEY, version: "2026-10-21" });
    await expect(provider.chat(talk)).rejects.toMatchObject({ code: "UNSUPPORTED_PARAMETER" });
    await provider.chat(question).catch(() => undefined);
    expect(seen.map(({ headers }) => headers["anthropic-version"])).toEqual(["2026-10-21"]);
  });
});

describe("Gemini", () => {
  const chunk = (content: string, more: object = {}) => ({
    candidates: [{ content: { role: "model", parts: [{ text: content }] }, index: 0, ...more }],
    usageMetadata: { promptTokenCount: 5, candidatesTokenCount: 2, thoughtsTokenCount: 7 },
    modelVersion: "gemini-1",
  });

  test("is asked at the model's own address, in its own words", async () => {
    const { url, headers, body } = await sent(
      "gemini",
      { ...talk, seed: 3, topLogprobs: 2, answerSchema: { name: "a", schema } },
      true,
    );
    expect(url).toBe("/models/m-1:streamGenerateContent?alt=sse");
    expect(headers).toMatchObject({ "x-goog-api-key": KEY });
    expect(body).toEqual({
      systemInstruction: { parts: [{ text: "Be brief." }] },
      contents: [
        { role: "user", parts: [{ text: "One?" }] },
        { role: "model", parts: [{ text: "1" }] },
        { role: "user", parts: [{ text: "Two?" }] },
      ],
      generationConfig: {
        maxOutputTokens: 9,
        temperature: 0.5,
        seed: 3,
        stopSequences: ["END"],
        responseLogprobs: true,
        logprobs: 2,
        responseMimeType: "application/json",
        responseJsonSchema: schema,
      },
    });
    expect((await sent("gemini", { ...question, model: "models/m-1" })).url).toBe(
      "/models/m-1:generateContent",
    );
  });

  test("ends its lines as Windows does, and its thoughts are billed but not said", async () => {
    const thought = { candidates: [{ content: { parts: [{ text: "hm", thought: true }] } }] };
    const values = [thought, chunk("Two"), chunk("", { finishReason: "STOP" })];
    const body = values.map((value) => `data: ${JSON.stringify(value)}\r\n\r\n`).join("");
    expect(await streamed("gemini", { body })).toEqual([text("Two"), usage(5, 9), end("stop")]);
  });

  test.each(["SAFETY", "RECITATION", "PROHIBITED_CONTENT"])(
    "held back for %s ends as filtered",
    async (reason) => {
      const parts = await whole("gemini", {
        candidates: [{ finishReason: reason }],
        modelVersion: "gemini-1",
      });
      expect(parts).toEqual([end("filter")]);
    },
  );

  test("that holds the prompt back says so before the first word", async () => {
    const blocked = { promptFeedback: { blockReason: "SAFETY" }, usageMetadata: { promptTokenCount: 5 } };
    await expect(whole("gemini", blocked)).rejects.toMatchObject({
      code: "content_filter",
      retryable: false,
    });
  });

  test("tells how likely its tokens were", async () => {
    const likely = (token: string, logProbability: number) => ({ token, tokenId: 1, logProbability });
    const logprobsResult = {
      chosenCandidates: [likely("a", -0.1)],
      topCandidates: [{ candidates: [likely("a", -0.1), likely("b", -2)] }],
    };
    const [part] = await whole("gemini", chunk("a", { logprobsResult, finishReason: "STOP" }));
    expect(part).toEqual({
      type: "text",
      text: "a",
      logprobs: [
        {
          token: "a",
          logprob: -0.1,
          top: [
            { token: "a", logprob: -0.1 },
            { token: "b", logprob: -2 },
          ],
        },
      ],
    });
  });

  test("that refuses a key with 400 is told as one that refuses a key", async () => {
    const details = [{ "@type": "type.googleapis.com/google.rpc.ErrorInfo", reason: "API_KEY_INVALID" }];
    const error = { code: 400, message: "API key not valid.", status: "INVALID_ARGUMENT", details };
    expect(await refusal("gemini", 400, { error })).toMatchObject({
      status: 401,
      code: "API_KEY_INVALID",
      hint: expect.stringContaining("GEMINI_API_KEY"),
    });
  });

  test("says in the body when to come back, also as a list", async () => {
    const details = [{ "@type": "type.googleapis.com/google.rpc.RetryInfo", retryDelay: "1.5s" }];
    const error = { code: 429, message: "Quota exceeded.", status: "RESOURCE_EXHAUSTED", details };
    for (const body of [{ error }, [{ error }]]) {
      expect(await refusal("gemini", 429, body)).toMatchObject({
        code: "RESOURCE_EXHAUSTED",
        retryable: true,
        retryAfterMs: 1500,
      });
    }
  });

  test("whose stream ends in an error says whether another try may help", async () => {
    const error = { error: { code: 503, message: "Overloaded.", status: "UNAVAILABLE" } };
    expect((await streamed("gemini", events(chunk("half"), error))).at(-1)).toMatchObject({
      type: "error",
      code: "UNAVAILABLE",
      retryable: true,
    });
  });
});

describe("Mistral", () => {
  const choice = (delta: object, finish_reason: string | null = null) => ({
    model: "mistral-1",
    choices: [{ index: 0, delta, finish_reason }],
  });

  test("is asked for nothing that it does not know", async () => {
    const { url, headers, body } = await sent("mistral", { ...talk, seed: 3 }, true);
    expect([url, headers.authorization]).toEqual(["/chat/completions", `Bearer ${KEY}`]);
    expect(body).toEqual({
      model: "m-1",
      messages: talk.messages,
      max_tokens: 9,
      temperature: 0.5,
      stop: ["END"],
      random_seed: 3,
      stream: true,
    });
  });

  test("says its content in parts, thoughts among them, and has a word of its own for a full context", async () => {
    const content = [
      { type: "thinking", thinking: [{ type: "text", text: "hm" }] },
      { type: "text", text: "Two" },
    ];
    const last = {
      ...choice({ content: "" }, "model_length"),
      usage: { prompt_tokens: 5, completion_tokens: 2 },
    };
    expect(await streamed("mistral", events(choice({ content }), last))).toEqual([
      text("Two"),
      usage(5, 2),
      end("length"),
    ]);
  });

  test("may end with an error", async () => {
    expect(
      (await streamed("mistral", events(choice({ content: "half" }), choice({}, "error")))).at(-1),
    ).toMatchObject({ type: "error", retryable: true });
  });

  test.each([
    [401, { detail: "Unauthorized" }, { status: 401, message: "mistral answered 401: Unauthorized" }],
    [
      422,
      { detail: [{ type: "extra_forbidden", loc: ["body", "foo"], msg: "Extra inputs are not permitted" }] },
      { status: 422, message: "mistral answered 422: body.foo: Extra inputs are not permitted" },
    ],
    [
      400,
      { object: "error", message: "Invalid model: m-1", type: "invalid_model", param: null, code: "1500" },
      { status: 404, code: "invalid_model" },
    ],
    [
      429,
      { object: "error", message: "Slow down", type: "rate_limited", code: "1300" },
      { code: "1300", retryable: true },
    ],
  ])("that refuses with %i says why", async (status, body, expected) => {
    expect(await refusal("mistral", status, body)).toMatchObject(expected);
  });
});

describe("Cohere", () => {
  const delta = (content: string) => ({
    type: "content-delta",
    index: 0,
    delta: { message: { content: { text: content } } },
  });
  const stop = (finish_reason: string, more: object = {}) => ({
    type: "message-end",
    delta: { finish_reason, usage: { tokens: { input_tokens: 71, output_tokens: 2 } }, ...more },
  });

  test("is asked in version 2", async () => {
    const { url, body } = await sent("cohere", { ...talk, seed: 3, answerSchema: { name: "a", schema } });
    expect(url).toBe("/v2/chat");
    expect(body).toEqual({
      model: "m-1",
      messages: talk.messages,
      max_tokens: 9,
      temperature: 0.5,
      seed: 3,
      stop_sequences: ["END"],
      response_format: { type: "json_object", json_schema: schema },
      stream: false,
    });
  });

  test("counts what it bills, and all tokens where it does not say that", async () => {
    const usageOf = {
      billed_units: { input_tokens: 5, output_tokens: 2 },
      tokens: { input_tokens: 71, output_tokens: 2 },
    };
    const begin = { type: "message-start", id: "1", delta: { message: { role: "assistant" } } };
    expect(
      await streamed("cohere", events(begin, delta("Two"), stop("COMPLETE", { usage: usageOf }))),
    ).toEqual([text("Two"), usage(5, 2), end("stop")]);
    expect(await streamed("cohere", events(begin, delta("T"), stop("MAX_TOKENS")))).toEqual([
      text("T"),
      usage(71, 2),
      end("length"),
    ]);
  });

  test("may end with an error", async () => {
    const parts = await streamed(
      "cohere",
      events(delta("half"), stop("ERROR", { error: "generation failed" })),
    );
    expect(parts.at(-1)).toEqual({
      type: "error",
      code: "ERROR",
      message: "generation failed",
      retryable: true,
    });
  });

  test("that refuses says why", async () => {
    const error = await refusal("cohere", 401, { id: "1", message: `invalid api token: ${KEY}` });
    expect(error).toMatchObject({ status: 401, hint: expect.stringContaining("COHERE_API_KEY") });
    expect(String(error)).toMatch(/invalid api token: ?\[redacted\]/);
  });
});

describe("services in OpenAI's form", () => {
  test("GitHub Models is asked with its version, for an organisation, and lists models in a form of its own", async () => {
    const { url, headers } = await sent("gitHub", question);
    expect(url).toBe("/orgs/contoso/inference/chat/completions");
    expect(headers).toMatchObject({
      accept: "application/vnd.github+json",
      "x-github-api-version": "2022-11-28",
      authorization: `Bearer ${KEY}`,
    });
    const { provider } = await over("gitHub", { body: JSON.stringify([{ id: "openai/gpt-4.1" }, {}, null]) });
    expect(await provider.models()).toEqual(["openai/gpt-4.1"]);
  });

  test("Hugging Face's router is asked for whoever pays", async () => {
    const { url, headers } = await sent("huggingFace", { ...question, model: "a/b:groq" });
    expect([url, headers["x-hf-bill-to"]]).toEqual(["/chat/completions", "contoso"]);
  });

  test.each(["unknown_model", "model_not_found", "model_not_supported"])(
    "a model that is not there (%s) is another deployment's chance, whatever the status",
    async (code) => {
      const body = { error: { message: "no such model", code } };
      expect(await refusal("huggingFace", 400, body)).toMatchObject({ status: 404, code });
    },
  );
});

describe.each(["anthropic", "gemini", "cohere", "mistral"] as const)("%s", (kind) => {
  const asked = async (more: Partial<ChatRequest>) => {
    const { provider, seen } = await over(kind);
    const error = await provider
      .chat({ ...question, ...more }, { stream: false })
      .catch((caught: unknown) => caught);
    return { error, body: seen[0]?.body };
  };
  const image = { type: "image_url", image_url: { url: "data:image/png;base64,AA==" } };
  const withImage = { role: "user", content: [image] };
  const tool = { type: "function", function: { name: "f", parameters: {} } };

  test("sends turns as role and text, whatever else they are written with", async () => {
    const wire = { role: "developer", content: "Be brief." };
    const { body } = await asked({ messages: [{ ...system("Be brief."), wire }, user("Two?")] });
    expect(JSON.stringify(body)).toContain("Be brief.");
    expect(JSON.stringify(body)).not.toContain('"wire"');
  });

  test("leaves out what changes no answer", async () => {
    const fields = { user: "ada", n: 1, tools: [], tool_choice: "auto", response_format: { type: "text" } };
    const { body } = await asked({ fields, presencePenalty: 0 });
    expect(body).toBeDefined();
    expect(JSON.stringify(body)).not.toContain("ada");
  });

  test("is not asked, by name, what it could not do", async () => {
    const cases: readonly (readonly [string, Partial<ChatRequest>])[] = [
      ["logit_bias", { fields: { logit_bias: { 1: 2 } } }],
      ["reasoning_effort", { fields: { reasoning_effort: "high" } }],
      ...(kind === "mistral"
        ? []
        : ([
            ["tools", { fields: { tools: [tool] } }],
            ["messages", { messages: [{ ...user("look"), wire: withImage }] }],
            ["response_format", { fields: { response_format: { type: "grammar" } } }],
          ] as const)),
    ];
    for (const [field, more] of cases) {
      const { error, body } = await asked(more);
      expect(error).toMatchObject({ code: "UNSUPPORTED_PARAMETER", hint: expect.stringContaining(field) });
      expect(failureKind(error)).toBe("unsupported");
      expect(body).toBeUndefined();
    }
  });

  test("takes a schema in OpenAI's form too", async () => {
    const json_schema = { name: "answer", schema, strict: true };
    const { body } = await asked({ fields: { response_format: { type: "json_schema", json_schema } } });
    expect(JSON.stringify(body)).toContain(JSON.stringify(schema));
  });
});

test("Mistral is sent tools and images in OpenAI's form, and its calls come back", async () => {
  const call = { id: "c1", type: "function", function: { name: "f", arguments: "{}" } };
  const message = { role: "assistant", content: "", tool_calls: [call] };
  const parts = await whole("mistral", {
    model: "mistral-1",
    choices: [{ index: 0, message, finish_reason: "tool_calls" }],
  });
  expect(parts).toEqual([
    { type: "text", text: "", toolCalls: [{ index: 0, id: "c1", name: "f", arguments: "{}" }] },
    end("stop"),
  ]);
  const fields = { tools: [{ type: "function", function: { name: "f" } }], user: "ada" };
  const { body } = await sent("mistral", {
    ...question,
    fields,
    messages: [{ ...assistant(""), wire: message }],
  });
  expect(body).toEqual({ model: "m-1", messages: [message], tools: fields.tools });
});

test.each(Object.keys(MAKERS) as (keyof typeof MAKERS)[])(
  "%s: what is no answer is named, and what is no list",
  async (kind) => {
    for (const body of ["[]", "null", "nonsense", '{"fish":1}']) {
      const { provider } = await over(kind, { body });
      await expect(provider.chat(question, { stream: false })).rejects.toMatchObject({
        code: "MALFORMED_ANSWER",
      });
      if (kind !== "gitHub" || body !== "[]") {
        await expect(provider.models()).rejects.toMatchObject({ code: "MALFORMED_ANSWER" });
      }
      const stream = { body: `data: ${body}\n\n` };
      await expect(streamed(kind, stream)).rejects.toMatchObject({
        code: expect.stringMatching(/MALFORMED|EMPTY/),
      });
    }
  },
);
