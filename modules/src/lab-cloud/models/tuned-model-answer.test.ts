import fc from "fast-check";
import { expect, it } from "vitest";
import { answerWithLabel } from "./tuned-model-answer.ts";

const split = (text: string) => {
  const pieces = text.match(/.{1,2}/gs) ?? [];
  return { text, pieces, completionTokens: pieces.length };
};

/** Labels of four letters, so that none goes on where another ends, with probabilities that add up to one. */
const distributions = fc
  .uniqueArray(fc.tuple(fc.stringMatching(/^[abc]{4}$/), fc.integer({ min: 1, max: 1000 })), {
    minLength: 2,
    maxLength: 8,
    selector: ([label]) => label,
  })
  .map((weights) => {
    const sum = weights.reduce((total, [, weight]) => total + weight, 0);
    return weights.map(([label, weight]) => ({ label, logprob: Math.log(weight / sum) }));
  });

it("says the likeliest label, and its tokens' probabilities make the label's", () => {
  fc.assert(
    fc.property(distributions, (choices) => {
      const best = Math.max(...choices.map(({ logprob }) => logprob));
      const answer = answerWithLabel(choices, split);
      expect(choices.find(({ label }) => label === answer.text)?.logprob).toBe(best);
      expect(answer.tokens.reduce((sum, { logprob }) => sum + logprob, 0)).toBeCloseTo(best, 9);
      for (const { top } of answer.tokens) {
        expect(top.reduce((sum, { logprob }) => sum + Math.exp(logprob), 0)).toBeCloseTo(1, 9);
        expect(top.map(({ logprob }) => logprob)).toEqual(
          top.map(({ logprob }) => logprob).toSorted((a, b) => b - a),
        );
      }
    }),
  );
});

it("sends a finite number for what cannot come", () => {
  const { tokens } = answerWithLabel(
    [
      { label: "aa", logprob: 0 },
      { label: "bb", logprob: Number.NEGATIVE_INFINITY },
    ],
    split,
  );
  expect(tokens[0]?.top).toEqual([
    { token: "aa", logprob: 0 },
    { token: "bb", logprob: -9999 },
  ]);
});

it("ends at the limit, or before a stop text", () => {
  const choices = [{ label: "abcd", logprob: 0 }];
  expect(answerWithLabel(choices, split, { maxTokens: 1 })).toMatchObject({
    text: "ab",
    finishReason: "length",
    completionTokens: 1,
  });
  expect(answerWithLabel(choices, split, { stop: ["d"] })).toMatchObject({
    text: "abc",
    finishReason: "stop",
  });
  expect(answerWithLabel(choices, split)).toMatchObject({ text: "abcd", finishReason: "stop" });
});
