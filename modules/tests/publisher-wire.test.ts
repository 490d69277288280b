import { describe, expect, test } from "vitest";
import { assistant, system, user } from "../src/chat/message.ts";
import type { ChatRequest } from "../src/chat/request.ts";
import { failureKind } from "../src/resilience/failure-kind.ts";
import {
  end,
  events,
  KEY,
  MAKERS,
  over,
  question,
  refusal,
  schema,
  sent,
  streamed,
  talk,
  text,
  usage,
  whole,
} from "./publisher-calls.ts";

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
