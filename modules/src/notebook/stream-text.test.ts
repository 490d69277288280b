import { expect, test } from "vitest";
import { ProviderError } from "../core/errors.ts";
import type { AnswerPart } from "../orchestrator/answer-part.ts";
import type { Output } from "./display.ts";
import { streamText } from "./stream-text.ts";

function record() {
  const written: string[] = [];
  const output: Output = {
    html: () => {},
    text: (text) => void written.push(text),
    live: () => ({ draw: () => {}, end: () => {} }),
  };
  return { written, output };
}

async function* streamOf<Part extends string | AnswerPart>(...parts: Part[]): AsyncGenerator<Part> {
  yield* parts;
}

test("each piece is printed as it comes and the whole is returned", async () => {
  const { written, output } = record();
  expect(await streamText(streamOf("one ", "two"), { output })).toBe("one two");
  expect(written).toEqual(["one ", "two", "\n"]);
});

test("of a model's stream only the text is printed, and an end that is no stop is told", async () => {
  const { written, output } = record();
  const parts = streamOf<AnswerPart>(
    { type: "text", text: "Paris" },
    { type: "usage", usage: { promptTokens: 1, completionTokens: 1 } },
    { type: "end", reason: "length" },
  );
  expect(await streamText(parts, { output })).toBe("Paris");
  expect(written.join("")).toBe("Paris [cut: the answer reached its token limit]\n");
});

test("a stream that fails shows what came and throws the provider's error", async () => {
  const { written, output } = record();
  const parts = streamOf<AnswerPart>(
    { type: "text", text: "Par" },
    { type: "error", code: "LOST", message: "The connection broke off.", retryable: true },
  );
  await expect(streamText(parts, { output })).rejects.toThrow(ProviderError);
  expect(written.join("")).toBe("Par\n");
});

test("a stop ends the stream at the next piece and lets the source clean up", async () => {
  const { written, output } = record();
  const stop = new AbortController();
  let closed = false;
  async function* endless() {
    try {
      for (let piece = 0; ; piece++) {
        if (piece === 3) stop.abort(new Error("stopped"));
        yield `${piece} `;
      }
    } finally {
      closed = true;
    }
  }
  await expect(streamText(endless(), { output, signal: stop.signal })).rejects.toThrow("stopped");
  expect(written.join("")).toBe("0 1 2 \n");
  await expect.poll(() => closed).toBe(true);
});

test("a stop ends a stream that is silent, and lets the source go", async () => {
  const { written, output } = record();
  const stop = new AbortController();
  let released = false;
  const silent: AsyncIterable<string> = {
    [Symbol.asyncIterator]: () => ({
      next: () => new Promise(() => {}),
      return: async () => {
        released = true;
        throw new Error("the connection is gone");
      },
    }),
  };
  const reading = streamText(silent, { output, signal: stop.signal });
  stop.abort(new Error("stopped"));
  await expect(reading).rejects.toThrow("stopped");
  expect(written.join("")).toBe("\n");
  expect(released).toBe(true);
});

test("a stream is not begun after a stop", async () => {
  const { output } = record();
  const signal = AbortSignal.abort(new Error("stopped"));
  await expect(streamText(streamOf("one"), { output, signal })).rejects.toThrow("stopped");
});
