import type { ServerResponse } from "node:http";
import { describe, expect, test } from "vitest";
import { type LabelServerOptions, labelServer } from "../../tests/label-server.ts";
import { assistant, user } from "../chat/message.ts";
import { createOpenAiCompatible } from "../providers/openai-compatible.ts";
import { type CascadeOptions, createCascade } from "./cascade.ts";

async function open(server: LabelServerOptions, options: Partial<CascadeOptions> = {}) {
  const { address, seen } = await labelServer(server);
  const chat = createOpenAiCompatible({ name: "server", baseUrl: `${address}/v1`, tier: "local" });
  return { cascade: createCascade({ chat, model: "small-1", ...options }), seen };
}

/** A server whose answer has these words, each with its probability. */
const saying = (...tokens: readonly (readonly [string, number])[]): LabelServerOptions => ({
  instead: (response: ServerResponse) => {
    const content = tokens.map(([token, probability]) => ({
      token,
      logprob: Math.log(probability),
      top_logprobs: [],
    }));
    const message = { role: "assistant", content: tokens.map(([token]) => token).join("") };
    const choices = [{ index: 0, finish_reason: "length", message, logprobs: { content } }];
    response.end(JSON.stringify({ model: "small-1", choices }));
  },
});

describe("the cascade", () => {
  test("scores by the model's doubt: 1 minus the geometric mean of its tokens' probabilities", async () => {
    const { cascade } = await open(saying(["Par", 0.9], ["is", 0.4]));
    const decision = await cascade.route("What is the capital of France?");
    expect(decision.score).toBeCloseTo(1 - 0.6);
    expect(decision).toMatchObject({
      router: "cascade",
      target: "local",
      reason: "local: small-1 was sure of its words to 0.60.",
      signals: [
        { name: "own-confidence", value: 0.6, weight: 0 },
        { name: "draft", value: "2 tokens: Paris", weight: 0 },
      ],
    });
    expect([decision.confidence, decision.scores]).toEqual([undefined, undefined]);
  });

  test("escalates from the threshold on", async () => {
    const targetAt = async (threshold: number) =>
      (await (await open(saying(["Paris", 0.5]), { threshold })).cascade.route("?")).target;
    expect(await targetAt(0.499)).toBe("cloud");
    expect(await targetAt(0.501)).toBe("local");
  });

  test.each([
    "I'm sorry, I cannot answer that.",
    "As an AI language model, I do not have feelings.",
    "I don't know.",
    "Mi dispiace, non posso aiutarti.",
    "Lo siento, no puedo.",
    "...",
    "",
  ])("escalates when the draft is %j, however sure the model was", async (text) => {
    const { cascade } = await open(saying([text, 0.99]));
    const decision = await cascade.route("Who are you?");
    expect(decision).toMatchObject({ target: "cloud", score: 1 });
    expect(decision.signals.map(({ name }) => name)).toContain("no-answer");
  });

  test("asks for a short draft of the real answer, with what was said before", async () => {
    const { cascade, seen } = await open({}, { draftTokens: 7 });
    await cascade.route("And of Italy?", { history: [user("Capital of France?"), assistant("Paris.")] });
    expect(seen).toMatchObject([
      {
        max_tokens: 7,
        temperature: 0,
        logprobs: true,
        top_logprobs: 0,
        messages: [{ content: "Capital of France?" }, { content: "Paris." }, { content: "And of Italy?" }],
      },
    ]);
  });

  test.each<[string, LabelServerOptions, string]>([
    ["tells no log-probabilities", { logprobs: "ignored" }, "ROUTER_FORM_NOT_OFFERED"],
    ["refuses them", { logprobs: "refused" }, "ROUTER_MODEL_FAILED"],
    ["hangs", { instead: () => {} }, "ROUTER_MODEL_SLOW"],
  ])("does not decide over a model that %s", async (_, server, code) => {
    const { cascade } = await open(server, { timeoutMs: 200 });
    await expect(cascade.route("Hello")).rejects.toMatchObject({ name: "RoutingError", code });
  });

  test.each([0.5, Number.POSITIVE_INFINITY])(
    "refuses a log-probability of %d: no score follows from it",
    async (logprob) => {
      const model = {
        chat: async () => ({
          parts: (async function* () {
            yield { type: "text" as const, text: "Paris", logprobs: [{ token: "Paris", logprob, top: [] }] };
          })(),
        }),
      };
      await expect(createCascade({ chat: model, model: "odd" }).route("?")).rejects.toThrow(
        /log-probability of (0\.5|Infinity), which is none/,
      );
    },
  );

  test("scores within 0 to 1 for what is certain and for what cannot come", async () => {
    const scoreOf = async (probability: number) => {
      const { cascade } = await open(saying(["Paris", probability]));
      return (await cascade.route("?")).score;
    };
    expect(await scoreOf(1)).toBe(0);
    expect(await scoreOf(1e-300)).toBeCloseTo(1);
  });

  test("asks for as many tokens as it is told, one too", async () => {
    const { cascade, seen } = await open(saying(["Paris", 0.9]), { draftTokens: 1 });
    expect((await cascade.route("?")).signals).toContainEqual({
      name: "draft",
      value: "1 tokens: Paris",
      weight: 0,
    });
    expect(seen).toMatchObject([{ max_tokens: 1 }]);
  });

  test("stops when the caller leaves while it drafts", async () => {
    const leaving = new AbortController();
    const { cascade } = await open({ instead: () => leaving.abort(new Error("the caller left")) });
    await expect(cascade.route("?", { signal: leaving.signal })).rejects.toThrow("the caller left");
  });
});
