import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { assistant, system, user } from "../chat/index.ts";
import { countUsage, loadTokenCounter, trimPrompt } from "./index.ts";

const countTokens = await loadTokenCounter("o200k");
const talk = [
  system("Answer in one sentence."),
  user("What is a router?   \n\n\n\nTell me."),
  assistant("It chooses a model."),
  user("And a fallback?"),
  assistant("The next one to try."),
  user("Which one is cheaper?"),
];

describe("trimPrompt", () => {
  test("leaves a prompt that fits as it is, and counts as the bill does", async () => {
    const { promptTokens } = await countUsage(talk, "", "o200k");
    const trimmed = trimPrompt(talk, { maxTokens: promptTokens, countTokens });
    expect(trimmed).toEqual({ messages: talk, tokensBefore: promptTokens, tokens: promptTokens, steps: [] });
  });

  test("takes out blanks before words", () => {
    const { tokensBefore } = trimPrompt(talk, { maxTokens: 1000, countTokens });
    const trimmed = trimPrompt(talk, { maxTokens: tokensBefore - 1, countTokens });
    expect(trimmed.steps.map(({ type }) => type)).toEqual(["tightened"]);
    expect(trimmed.messages[1]).toEqual(user("What is a router?\n\nTell me."));
  });

  test("leaves out the oldest turns, answers with their questions, never the system message or the question", () => {
    const trimmed = trimPrompt(talk, { maxTokens: 32, countTokens });
    expect(trimmed.messages).toEqual([talk[0], talk[5]]);
    expect(trimmed.steps.at(-1)).toMatchObject({ type: "left-out", messages: 4 });
  });

  test("cuts the middle out of a long question as the last resort", () => {
    const question = user(`Sum this up: ${"one two three four five ".repeat(200)}What matters most?`);
    const trimmed = trimPrompt([system("Be short."), question], { maxTokens: 80, countTokens });
    expect(trimmed.tokens).toBeLessThanOrEqual(80);
    expect(trimmed.tokens).toBeGreaterThan(70);
    expect(trimmed.messages[1]?.content).toMatch(
      /^Sum this up: one[\s\S]*\n\[\.\.\.\]\n[\s\S]*What matters most\?$/,
    );
  });

  test("keeps code as it is", () => {
    const code = "```py\ndef a():  \n\n\n\n    pass\n```";
    const { messages } = trimPrompt([user(`Why?   \n\n\n\n${code}`)], { maxTokens: 30, countTokens });
    expect(messages[0]?.content).toContain(code);
  });

  test("says so when nothing more can go", () => {
    expect(() => trimPrompt(talk, { maxTokens: 10, countTokens })).toThrow(
      expect.objectContaining({ code: "PROMPT_TOO_LONG" }),
    );
  });

  test("fits any prompt or says that it cannot, and keeps the order", () => {
    const message = fc.record({
      role: fc.constantFrom("system" as const, "user" as const, "assistant" as const),
      content: fc.string({ unit: "grapheme", maxLength: 60 }),
    });
    fc.assert(
      fc.property(
        fc.array(message, { minLength: 1, maxLength: 6 }),
        fc.integer({ min: 1, max: 120 }),
        (messages, maxTokens) => {
          try {
            const trimmed = trimPrompt(messages, { maxTokens, countTokens });
            expect(trimmed.tokens).toBeLessThanOrEqual(maxTokens);
            expect(trimmed.tokensBefore - trimmed.tokens).toBe(
              trimmed.steps.reduce((sum, { tokens }) => sum + tokens, 0),
            );
            expect(trimmed.messages.at(-1)?.role).toBe(messages.at(-1)?.role);
          } catch (error) {
            expect(error).toMatchObject({ code: "PROMPT_TOO_LONG" });
          }
        },
      ),
      { numRuns: 300 },
    );
  });
});
