import { execFile } from "node:child_process";
import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { assistant, system, user } from "../chat/message.ts";
import type { ChatRequest } from "../chat/request.ts";
import type { EndReason, TokenChoice, Usage } from "../chat/stream-part.ts";
import { explainError } from "../core/errors.ts";
import { type LocalModel, openLocalModel } from "./local-model.ts";
import { defaultModelName, findEntry, readManifest } from "./manifest.ts";
import { findModel } from "./model-state.ts";

const there = findModel().state === "present";
const title = `a real model in this process${there ? "" : ` (skipped: ${defaultModelName} missing)`}`;

const everyday: readonly (readonly [string, RegExp])[] = [
  ["What is the capital of France?", /paris/i],
  ["What is 2 + 2?", /\b(4|four)\b/i],
  ["What is the opposite of hot?", /cold/i],
  ["What color is the sky on a clear day?", /blue/i],
  ["How many days are there in a week?", /\b(7|seven)\b/i],
  ["Say hello.", /\b(hello|hi)\b/i],
  ['Translate "hello" to Spanish.', /hola/i],
  ["What is the largest planet in the solar system?", /jupiter/i],
  ["Who wrote Romeo and Juliet?", /shakespeare/i],
  ["What do bees make?", /honey/i],
  ["What language is spoken in Brazil?", /portuguese/i],
  ["Is the sun a star or a planet?", /star/i],
];

interface Whole {
  readonly text: string;
  readonly reason: EndReason | undefined;
  readonly usage: Usage | undefined;
  readonly logprobs: readonly TokenChoice[];
}

describe.skipIf(!there)(title, () => {
  let model: LocalModel;
  beforeAll(async () => {
    model = await openLocalModel({ maxWaiting: 2 });
  });
  afterAll(async () => await model.close());

  const ask = async (request: Omit<ChatRequest, "model">, signal?: AbortSignal): Promise<Whole> => {
    let text = "";
    let reason: EndReason | undefined;
    let usage: Usage | undefined;
    const logprobs: TokenChoice[] = [];
    for await (const part of model.chat({ model: model.name, ...request }, signal)) {
      if (part.type === "text") {
        text += part.text;
        logprobs.push(...(part.logprobs ?? []));
      } else if (part.type === "usage") usage = part.usage;
      else if (part.type === "end") reason = part.reason;
    }
    return { text, reason, usage, logprobs };
  };
  const question = (content: string) => ({ messages: [user(content)] });
  const longStory = { ...question("Write a long story about a king."), maxTokens: 400 };

  it("answers everyday questions, most of them right", async () => {
    let right = 0;
    for (const [prompt, expected] of everyday) {
      const { text, reason } = await ask(question(prompt));
      expect(reason, prompt).toBe("stop");
      if (expected.test(text)) right++;
    }
    // 12 of 12 where this was made; another processor rounds differently.
    expect(right).toBeGreaterThanOrEqual(9);
  });

  it("gives the same answer to the same question, whatever was asked in between", async () => {
    const conversation = {
      messages: [user("My name is Ana."), assistant("Nice to meet you, Ana."), user("What is my name?")],
    };
    const first = [await ask(question("What do cows drink?")), await ask(conversation)];
    await ask(longStory);
    await ask({ messages: [system("Be brief."), user("Hi")] });
    const again = [await ask(conversation), await ask(question("What do cows drink?"))].reverse();
    expect(again).toEqual(first);
  });

  it("sets its prefix before a question, but never beside a system message", () => {
    const withPrefix = model.countPromptTokens([user("hi")]);
    const without = model.countPromptTokens([system("Be brief."), user("hi")]);
    expect(without).toBeLessThan(20);
    expect(withPrefix).toBeGreaterThan(100);
    expect(model.countPromptTokens([assistant("Hello."), user("hi")])).toBeLessThan(50);
  });

  it("takes text that looks like the end of a turn as text", () => {
    expect(model.countTokens("<|im_end|>")).toBeGreaterThan(1);
  });

  it("ends with length at maxTokens and counts what it made", async () => {
    const { reason, usage } = await ask({ ...longStory, maxTokens: 5 });
    expect(reason).toBe("length");
    expect(usage).toEqual({
      promptTokens: model.countPromptTokens(longStory.messages),
      completionTokens: 5,
    });
  });

  it("caps an answer for which nothing is said at 128 tokens", async () => {
    const { reason, usage } = await ask(
      question("Count from 1 to 1000, one number after the other: 1, 2, 3, 4, 5, 6, 7"),
    );
    expect(usage?.completionTokens).toBeLessThanOrEqual(128);
    expect(reason).toBe(usage?.completionTokens === 128 ? "length" : "stop");
  });

  it("ends before a stop string", async () => {
    const { text } = await ask(question("What is the capital of France?"));
    const stopped = await ask({
      ...question("What is the capital of France?"),
      stop: [" of F", "never said"],
    });
    expect(stopped.text).toBe(text.slice(0, text.indexOf(" of F")));
    expect(stopped.reason).toBe("stop");
  });

  it("tells log-probabilities that fit the text", async () => {
    const { text, logprobs } = await ask({ ...question("What is the capital of France?"), topLogprobs: 3 });
    expect(logprobs.map((choice) => choice.token).join("")).toBe(text);
    for (const { token, logprob, top } of logprobs) {
      expect(logprob).toBeLessThanOrEqual(0);
      expect(top).toHaveLength(3);
      expect(top[0]).toEqual({ token, logprob });
    }
    const bare = await ask({ ...question("What is the capital of France?"), topLogprobs: 0 });
    expect(bare.text).toBe(text);
    expect(bare.logprobs.every((choice) => choice.top.length === 0)).toBe(true);
  });

  it("samples the same with the same seed and otherwise with another", async () => {
    const warm = (seed: number) =>
      ask({ ...question("Tell me something."), temperature: 1.5, seed, maxTokens: 30 });
    const [first, again, other] = [await warm(7), await warm(7), await warm(8)];
    expect(again.text).toBe(first.text);
    expect(other.text).not.toBe(first.text);
  });

  it("shows no half characters", async () => {
    const emoji = { ...question("Repeat: 🎉🚀🌍 日本語 🎉🚀🌍"), temperature: 1, maxTokens: 40 };
    for (let seed = 0; seed < 4; seed++) {
      for await (const part of model.chat({ model: model.name, ...emoji, seed }))
        if (part.type === "text") expect(part.text).not.toContain("\uFFFD");
    }
  });

  it("is free at once when the caller aborts, and answers the next", async () => {
    const impatient = new AbortController();
    let tokens = 0;
    let end: unknown;
    for await (const part of model.chat({ model: model.name, ...longStory }, impatient.signal)) {
      if (part.type === "text" && ++tokens === 3) impatient.abort();
      if (part.type === "end") end = part.reason;
    }
    expect(end).toBe("cancelled");
    expect(tokens).toBeLessThan(10);
    expect((await ask(question("What do bees make?"))).reason).toBe("stop");
  });

  it("is free at once when the reader leaves", async () => {
    for await (const part of model.chat({ model: model.name, ...longStory })) if (part.type === "text") break;
    expect((await ask(question("What do bees make?"))).reason).toBe("stop");
  });

  it("does not wait for a reader who stops reading", async () => {
    const forgotten = model.chat({ model: model.name, ...question("Hi!") })[Symbol.asyncIterator]();
    await forgotten.next();
    expect((await ask(question("What do bees make?"))).reason).toBe("stop");
    await forgotten.return?.();
  });

  it("refuses when its queue is full, lets a waiting one give up, and serves the others", async () => {
    const patience = new AbortController();
    const working = ask({ ...longStory, maxTokens: 20 });
    const givingUp = ask(question("Hi!"), patience.signal);
    const waiting = ask(question("What do bees make?"));
    await expect(ask(question("Too many"))).rejects.toMatchObject({ status: 429, retryable: true });
    patience.abort();
    expect(await givingUp).toMatchObject({ text: "", reason: "cancelled" });
    expect((await working).reason).toBe("length");
    expect((await waiting).reason).toBe("stop");
  });

  it("refuses a prompt that does not fit, in one line, and answers the next", async () => {
    const refusal = await ask(question("word ".repeat(3_000))).then(String, explainError);
    expect(refusal).toMatch(
      /^The prompt has (more than )?\d+ tokens; the local model takes at most 2032\. Send a shorter/,
    );
    await expect(ask(question("word ".repeat(3_000)))).rejects.toMatchObject({
      status: 400,
      retryable: false,
    });
    expect((await ask(question("Hi!"))).reason).toBe("stop");
  });

  it("refuses 2 MB without reading all of it, in one message or in many", async () => {
    await expect(ask(question("x ".repeat(1_000_000)))).rejects.toThrow(/has more than \d{4,5} tokens/);
    const many = Array.from({ length: 1_000 }, () => user("word ".repeat(400)));
    await expect(ask({ messages: many })).rejects.toThrow(/has more than \d{4,5} tokens/);
  });

  it("ends an answer where the context ends", async () => {
    const manifest = [{ ...findEntry(model.name, readManifest()), contextTokens: 256, prefix: undefined }];
    const small = await openLocalModel({ manifest });
    const request = {
      messages: [user(`${"word ".repeat(200)} and so on: word word`)],
      temperature: 2,
      maxTokens: 512,
    };
    const parts = [];
    for await (const part of small.chat({ model: small.name, seed: 1, ...request })) parts.push(part);
    await small.close();
    const usage = parts.find((part) => part.type === "usage")?.usage;
    expect((usage?.promptTokens ?? 0) + (usage?.completionTokens ?? 0)).toBe(small.contextTokens - 1);
    expect(parts.at(-1)).toEqual({ type: "end", reason: "length" });
  });

  it.each([
    [{ messages: [] }, "messages: must hold at least one message"],
    [{ ...question("Hi"), maxTokens: 0 }, "maxTokens"],
    [{ ...question("Hi"), temperature: 3 }, "temperature"],
    [{ ...question("Hi"), topLogprobs: 99 }, "topLogprobs"],
    [{ ...question("Hi"), stop: [""] }, "stop.0"],
  ])("refuses %j by name", async (request, field) => {
    await expect(ask(request)).rejects.toMatchObject({ status: 400, code: "INVALID_REQUEST" });
    await expect(ask(request)).rejects.toThrow(field);
  });

  it("says in one line that it is closed, whatever it is asked", async () => {
    const closed = await openLocalModel();
    await closed.close();
    const asks = [
      async () => closed.countTokens("Hi"),
      async () => closed.countPromptTokens([user("Hi")]),
      async () => Array.fromAsync(closed.chat({ model: closed.name, ...question("Hi") })),
    ];
    for (const asked of asks)
      await expect(asked()).rejects.toMatchObject({
        name: "ModelError",
        code: "MODEL_CLOSED",
        message: `The model ${closed.name} is closed.`,
      });
  });

  it("can be closed while it answers, and lets the process end", async () => {
    const script = `
      import { findModel, openLocalModel } from ${JSON.stringify(join(import.meta.dirname, "index.ts"))};
      const loaded = () => process.report.getReport().sharedObjects.some((file) => file.includes("llama"));
      const before = loaded();
      const model = await openLocalModel();
      const reasons = [];
      for await (const part of model.chat({ model: "x", messages: [{ role: "user", content: "Write a long story." }], maxTokens: 400 })) {
        if (part.type === "text") void model.close();
        if (part.type === "end") reasons.push(part.reason);
      }
      await model.close();
      const refused = await model.chat({ model: "x", messages: [{ role: "user", content: "Hi" }] })[Symbol.asyncIterator]().next().catch((error) => error.code);
      console.log(JSON.stringify({ before, after: loaded(), reasons, refused, state: findModel().state }));`;
    // From a file: llama.cpp tests its binary in a process of its own, which inherits flags such as --eval.
    const file = join(mkdtempSync(join(tmpdir(), "close-")), "close.ts");
    writeFileSync(file, script);
    const { stdout, stderr } = await promisify(execFile)(process.execPath, [file]);
    expect(stderr).toBe("");
    expect(JSON.parse(stdout)).toEqual({
      before: false,
      after: true,
      reasons: ["cancelled"],
      refused: "MODEL_CLOSED",
      state: "present",
    });
  });
});
