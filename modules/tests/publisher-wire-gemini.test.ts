import { describe, expect, test } from "vitest";
import {
  end,
  events,
  KEY,
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
