import { describe, expect, test } from "vitest";
import { user } from "./message.ts";
import { readWire, toWireRequest } from "./openai-wire.ts";
import { isSourceLabel, SOURCES, sourceLabel, sourceTag } from "./source.ts";

describe("wire requests", () => {
  test("hold what was asked and nothing else", () => {
    expect(toWireRequest({ model: "m", messages: [user("hi")] }, false)).toEqual({
      model: "m",
      messages: [{ role: "user", content: "hi" }],
    });
    expect(
      toWireRequest(
        { model: "m", messages: [], maxTokens: 5, temperature: 0, stop: ["\n"], topLogprobs: 2 },
        true,
      ),
    ).toEqual({
      model: "m",
      messages: [],
      max_tokens: 5,
      temperature: 0,
      stop: ["\n"],
      logprobs: true,
      top_logprobs: 2,
      stream: true,
      stream_options: { include_usage: true },
    });
  });
});

describe("wire answers", () => {
  test("bear Azure's first chunk without choices", () => {
    expect(readWire({ choices: [], model: "", prompt_filter_results: [] }, false)).toEqual({
      model: "",
      parts: [],
    });
  });

  test("bear Foundry Local's delta and message side by side, with usage in each chunk", () => {
    const chunk = {
      model: "m",
      choices: [{ delta: { content: "a" }, message: { content: "a" }, index: 0 }],
      usage: { prompt_tokens: 1, completion_tokens: 2, total_tokens: 3 },
    };
    expect(readWire(chunk, false)?.parts).toEqual([
      { type: "text", text: "a" },
      { type: "usage", usage: { promptTokens: 1, completionTokens: 2 } },
    ]);
  });

  test("tell how they ended", () => {
    const ended = (finish_reason: string) =>
      readWire({ choices: [{ delta: {}, finish_reason }] }, false)?.parts;
    expect(ended("stop")).toEqual([{ type: "end", reason: "stop" }]);
    expect(ended("length")).toEqual([{ type: "end", reason: "length" }]);
    expect(ended("content_filter")).toEqual([{ type: "end", reason: "filter" }]);
  });

  test("carry log-probabilities with their alternatives", () => {
    const content = [
      {
        token: "a",
        logprob: -0.1,
        top_logprobs: [
          { token: "a", logprob: -0.1 },
          { token: "b", logprob: -2 },
        ],
      },
    ];
    expect(
      readWire({ choices: [{ message: { content: "a" }, logprobs: { content } }] }, true)?.parts,
    ).toEqual([
      {
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
      },
    ]);
  });

  test.each([undefined, null, 5, "text", [], {}, { choices: "no" }])("are not made up from %j", (value) => {
    expect(readWire(value, false)).toBeUndefined();
  });
});

describe("sources", () => {
  test("have a tag each, with a star for fallbacks", () => {
    expect(sourceTag("local")).toBe("[LOCAL]");
    expect(sourceTag("apim")).toBe("[APIM]");
    expect(sourceTag("foundry")).toBe("[FOUNDRY-AGENT]");
    expect(sourceTag("agent")).toBe("[AGENT]");
    expect(sourceTag("error")).toBe("[ERROR]");
    expect(
      ["apim", "foundry", "azure", "local"].map((source) =>
        sourceTag(`${source}-fallback` as "apim-fallback"),
      ),
    ).toEqual(["[APIM*]", "[FOUNDRY*]", "[AZURE*]", "[LOCAL*]"]);
    for (const source of SOURCES) expect(isSourceLabel(sourceLabel(source, true))).toBe(true);
    expect(isSourceLabel("gpt")).toBe(false);
  });
});
