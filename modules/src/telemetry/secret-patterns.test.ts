import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { CREDENTIALS, isSuspicious, PERSONAL } from "./secret-patterns.ts";

const ALL = [...CREDENTIALS, ...PERSONAL];
const finds = (text: string) => ALL.filter(({ pattern }) => text.search(pattern) >= 0);

/** At least one for each pattern, with nothing around it. */
const SECRETS = [
  "-----BEGIN PRIVATE KEY-----",
  "eyJhbGciOiJI.eyJzdWIi",
  "sk-abcdefghijkl",
  "rk_live_abcdefghijkl",
  "ghp_abcdefghij",
  "AKIAABCDEFGHIJ",
  "co_abcdefghij",
  "Bearer abcdefgh",
  "BASIC\tabcdefgh",
  "password=abc",
  "API-Key : abc",
  "client_secret\"='abc",
  "sig=abc",
  "://a:b@",
  "0123456789abcdef0123456789ABCDEF",
  "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMN",
  "a@b.c",
  "4111111111111",
  "4111 1111 1111 1111",
  "4111-111111-11111",
  "DE02 1203 0000 0000",
  "078-05-1120",
  "+49 30 123456",
  "(030) 123 4567",
  "030-123-4567",
  "10.0.0.1",
];

describe("the look for anything suspicious", () => {
  test("has seen an example of what each pattern finds", () => {
    const found = new Set(SECRETS.flatMap(finds));
    expect(ALL.filter((one) => !found.has(one))).toEqual([]);
    expect(SECRETS.filter((secret) => !isSuspicious(secret))).toEqual([]);
  });

  test("misses no text in which a pattern finds anything", () => {
    const piece = fc.oneof(
      fc.constantFrom(...SECRETS),
      fc.constantFrom("key", "token", "secret", "pwd", "sk", "eyJ", "hf_", "bearer ", "-----BEGIN ", "://"),
      fc.constantFrom("-", "_", "=", ":", "@", ".", "+", " ", "/", '"', "(", ")", "A", "DE"),
      fc.integer({ min: 0, max: 9999 }).map(String),
      fc.string({ maxLength: 12 }),
    );
    const texts = fc.array(piece, { maxLength: 12 }).map((pieces) => pieces.join(""));
    let withSecrets = 0;
    const holds = (text: string) => {
      if (finds(text).length === 0) return true;
      withSecrets++;
      return isSuspicious(text);
    };
    fc.assert(fc.property(texts, holds), { numRuns: 5000 });
    expect(withSecrets).toBeGreaterThan(1000);
  });

  test.each([
    "gpt-4o-2024-11-20",
    "Phi-3.5-mini-instruct-generic-cpu:1",
    "cloud: score 0.71 reaches 0.50 (reasoning).",
    "reasoning 0.40, length -0.10",
    "POST /v1/chat/completions",
    "answer-7f63",
  ])("passes %s", (text) => {
    expect(isSuspicious(text)).toBe(false);
  });
});
