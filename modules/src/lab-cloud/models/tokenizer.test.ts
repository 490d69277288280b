import { expect, test } from "vitest";
import { loadTokenizer } from "./tokenizer.ts";

const tokenizer = await loadTokenizer();

test("counts as the model does, in long texts too", () => {
  const text = "The quick brown fox,  jumps over\n\n the lazy dog; é 12345. ".repeat(200);
  expect(tokenizer.count(text)).toBe(tokenizer.encode(text).length);
  expect(tokenizer.count("")).toBe(0);
});

test("takes control tokens as text", () => {
  expect(tokenizer.count("<|endoftext|>")).toBeGreaterThan(1);
  expect(tokenizer.pieces(tokenizer.encode("a<|im_start|>b")).join("")).toBe("a<|im_start|>b");
});

test("never splits a character over pieces", () => {
  const text = "Grüße 👩‍🚀 日本語";
  const pieces = tokenizer.pieces(tokenizer.encode(text));
  expect(pieces.join("")).toBe(text);
  expect(pieces.some((piece) => piece.includes("\uFFFD"))).toBe(false);
});

test("a million characters without a space come to an end", () => {
  expect(tokenizer.count("x".repeat(1_000_000))).toBeGreaterThan(100_000);
});
