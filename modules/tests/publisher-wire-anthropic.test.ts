import { describe, expect, test } from "vitest";
import { assistant, user } from "../src/chat/message.ts";
import { createAnthropic } from "../src/providers/anthropic.ts";
import {
  end,
  events,
  KEY,
  over,
  question,
  refusal,
  schema,
  sent,
  streamed,
  talk,
  text,
  usage,
} from "./publisher-calls.ts";
import { wireDouble } from "./wire-double.ts";

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
