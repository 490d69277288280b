import { brotliCompressSync, deflateSync, gzipSync } from "node:zlib";
import { describe, expect, test } from "vitest";
import { HeaderMap } from "../pipeline/header-map.ts";
import { answerText, streamText } from "./answer-text.ts";
import { decodeBody } from "./decode-body.ts";
import { promptMessages } from "./prompt-parts.ts";
import { readEvents } from "./read-events.ts";
import { readStreamUsage, readUsage } from "./read-usage.ts";

const used = (
  promptTokens: number,
  completionTokens: number,
  totalTokens = promptTokens + completionTokens,
) => ({
  promptTokens,
  completionTokens,
  totalTokens,
  source: "reported",
});

describe("T1, M1: usage in an answer", () => {
  test.each([
    {
      form: "chat completions",
      answer: { choices: [], usage: { prompt_tokens: 20, completion_tokens: 40, total_tokens: 60 } },
      usage: used(20, 40),
    },
    {
      form: "embeddings",
      answer: { data: [], usage: { prompt_tokens: 8, total_tokens: 8 } },
      usage: used(8, 0),
    },
    {
      form: "the Responses API",
      answer: { output: [], usage: { input_tokens: 5, output_tokens: 7, total_tokens: 12 } },
      usage: used(5, 7),
    },
    {
      form: "Anthropic's messages",
      answer: { content: [], usage: { input_tokens: 5, output_tokens: 7 } },
      usage: used(5, 7),
    },
    { form: "a total alone", answer: { usage: { total_tokens: 9 } }, usage: used(9, 0) },
    { form: "a background response without usage", answer: { usage: null }, usage: undefined },
    { form: "an error", answer: { error: { code: "429" } }, usage: undefined },
    { form: "figures that are none", answer: { usage: { total_tokens: "9" } }, usage: undefined },
    { form: "a list", answer: [], usage: undefined },
  ])("$form", ({ answer, usage }) => {
    expect(readUsage(answer)).toEqual(usage);
  });
});

describe("T2, M1: usage in a stream", () => {
  test.each([
    {
      form: "chat with include_usage",
      events: [
        { choices: [{ delta: { content: "hi" } }], usage: null },
        { choices: [], usage: { prompt_tokens: 3, completion_tokens: 1, total_tokens: 4 } },
      ],
      usage: used(3, 1),
    },
    {
      form: "the Responses API",
      events: [
        { type: "response.created", response: { usage: null } },
        {
          type: "response.completed",
          response: { usage: { input_tokens: 2, output_tokens: 6, total_tokens: 8 } },
        },
      ],
      usage: used(2, 6),
    },
    {
      form: "Anthropic's messages, in two parts",
      events: [
        { type: "message_start", message: { usage: { input_tokens: 11, output_tokens: 1 } } },
        { type: "message_delta", usage: { output_tokens: 30 } },
      ],
      usage: used(11, 30),
    },
    { form: "chat without", events: [{ choices: [] }], usage: undefined },
  ])("$form", ({ events, usage }) => {
    expect(readStreamUsage(events)).toEqual(usage);
  });
});

test("T2: events are read as far as they came", () => {
  const text = 'data: {"a":1}\n\nevent: x\ndata: {"b":2}\n\ndata: [DONE]\n\ndata: {"cut":';
  expect(readEvents(text)).toEqual([{ a: 1 }, { b: 2 }]);
});

describe("T2: what a model wrote", () => {
  test.each([
    { answer: { choices: [{ message: { content: "hello" } }] }, text: "hello" },
    {
      answer: {
        choices: [{ message: { content: null, tool_calls: [{ function: { name: "f", arguments: "{}" } }] } }],
      },
      text: "f{}",
    },
    { answer: { choices: [{ text: "old" }] }, text: "old" },
    { answer: { output: [{ content: [{ type: "output_text", text: "hello" }] }] }, text: "hello" },
    { answer: { content: [{ type: "text", text: "hello" }] }, text: "hello" },
    { answer: { data: [] }, text: undefined },
    { answer: "text", text: undefined },
  ])("$text in an answer", ({ answer, text }) => {
    expect(answerText(answer)).toBe(text);
  });

  test.each([
    {
      events: [{ choices: [{ delta: { content: "he" } }] }, { choices: [{ delta: { content: "llo" } }] }],
      text: "hello",
    },
    {
      events: [{ type: "response.output_text.delta", delta: "hello" }, { type: "response.done" }],
      text: "hello",
    },
    { events: [{ type: "content_block_delta", delta: { text: "hello" } }], text: "hello" },
    { events: [{ a: 1 }, 2], text: undefined },
  ])("$text in a stream", ({ events, text }) => {
    expect(streamText(events)).toBe(text);
  });
});

describe("T1: what a model is asked to read", () => {
  const bare = { role: undefined, images: 0, tokens: 0 };

  test.each([
    {
      form: "chat",
      body: { messages: [{ role: "user", content: "hi" }] },
      parts: [{ ...bare, role: "user", text: "hi" }],
    },
    {
      form: "chat with an image",
      body: { messages: [{ role: "user", content: [{ type: "text", text: "see" }, { type: "image_url" }] }] },
      parts: [{ ...bare, role: "user", text: "see", images: 1 }],
    },
    {
      form: "Responses with instructions",
      body: { instructions: "be brief", input: "hi" },
      parts: [
        { ...bare, role: "system", text: "be brief" },
        { ...bare, text: "hi" },
      ],
    },
    {
      form: "Responses with items",
      body: { input: [{ role: "user", content: [{ type: "input_text", text: "hi" }] }] },
      parts: [{ ...bare, role: "user", text: "hi" }],
    },
    {
      form: "embeddings",
      body: { input: ["a", "b"] },
      parts: [
        { ...bare, text: "a" },
        { ...bare, text: "b" },
      ],
    },
    { form: "token numbers", body: { input: [1, 2, 3] }, parts: [{ ...bare, text: "", tokens: 3 }] },
    { form: "completions", body: { prompt: "hi" }, parts: [{ ...bare, text: "hi" }] },
    {
      form: "tools",
      body: { tools: [{ type: "function" }], messages: [] },
      parts: [{ ...bare, text: '[{"type":"function"}]' }],
    },
    {
      form: "the result of a tool",
      body: { input: [{ type: "function_call_output", output: "21" }] },
      parts: [{ ...bare, text: "21" }],
    },
    { form: "nothing", body: {}, parts: [] },
  ])("$form", ({ body, parts }) => {
    expect(promptMessages(body)).toEqual(parts);
  });
});

describe("a body that is packed", () => {
  const text = "x".repeat(300);
  test.each([
    { packing: "gzip", bytes: gzipSync(text) },
    { packing: "deflate", bytes: deflateSync(text) },
    { packing: "br", bytes: brotliCompressSync(text) },
    { packing: "identity", bytes: Buffer.from(text) },
  ])("is read as text: $packing", ({ packing, bytes }) => {
    expect(decodeBody(bytes, HeaderMap.fromRaw(["Content-Encoding", packing]), 1000)).toBe(text);
  });

  test("is not unpacked beyond the limit", () => {
    expect(decodeBody(gzipSync(text), HeaderMap.fromRaw(["Content-Encoding", "gzip"]), 100)).toBe("");
  });

  test("that was cut off gives what is there", () => {
    const long = Array.from({ length: 5000 }, (_, index) => index).join(" ");
    const cut = gzipSync(long).subarray(0, 4000);
    const read = decodeBody(cut, HeaderMap.fromRaw(["Content-Encoding", "gzip"]), 1_000_000);
    expect(read.length).toBeGreaterThan(1000);
    expect(long.startsWith(read)).toBe(true);
  });
});
