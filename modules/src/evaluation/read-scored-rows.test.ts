import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { readScoredRows } from "./read-scored-rows.ts";

function write(...lines: readonly (object | string)[]): string {
  const file = join(mkdtempSync(join(tmpdir(), "scored-")), "s.jsonl");
  writeFileSync(
    file,
    lines.map((line) => (typeof line === "string" ? line : JSON.stringify(line))).join("\n"),
  );
  return file;
}

const outcome = {
  id: "q1",
  benchmark: "mmlu",
  domain: "virology",
  prompt: "What is a virus?",
  weak_correct: true,
  strong_correct: false,
  router: "rule",
  score: 0.4,
  threshold: 0.5,
  target: "local",
  ms: 0.1,
};

describe("scored rows", () => {
  test("are read with what is known of them", () => {
    const label = {
      prompt: "Hi",
      router: "rule",
      score: 1,
      target: "cloud",
      target_label: "local",
      split: "dev",
    };
    const { rows, unusable } = readScoredRows(write(outcome, "", label));
    expect(unusable).toEqual([]);
    expect(rows[0]).toMatchObject({
      line: 1,
      id: "q1",
      score: 0.4,
      decided: "local",
      outcome: { weakRight: true, strongRight: false },
    });
    expect(rows[0]?.label).toBeUndefined();
    expect(rows[1]).toMatchObject({ line: 3, decided: "cloud", label: "local", split: "dev" });
    expect(rows[1]?.outcome).toBeUndefined();
  });

  test("come with a byte order mark, Windows line ends and numbers for truth values too", () => {
    const line = JSON.stringify({
      ...outcome,
      id: 7,
      weak_correct: 1,
      strong_correct: 0,
      weak_cost_usd: 0.5,
    });
    const { rows } = readScoredRows(write(`\uFEFF${line}\r\n${line.replace('"id":7', '"id":8')}\r\n\r\n`));
    expect(rows.map(({ id }) => id)).toEqual(["7", "8"]);
    expect(rows[0]?.outcome).toMatchObject({ weakRight: true, strongRight: false, weakCostUsd: 0.5 });
  });

  test("without an id are known by benchmark and text", () => {
    const { id: _, ...plain } = outcome;
    const [one, other, third] = readScoredRows(
      write(plain, { ...plain, benchmark: "x" }, { ...plain, router: "bert" }),
    ).rows;
    expect(one?.id).toMatch(/^[0-9a-f]{16}$/);
    expect(one?.id).not.toBe(other?.id);
    expect(third?.id).toBe(`${one?.id} (2)`);
  });

  test("of which two have one id are refused, both lines named", () => {
    expect(() => readScoredRows(write(outcome, outcome))).toThrow(
      `s.jsonl line 2: id "${outcome.id}" is on line 1 already.`,
    );
  });

  test("that cannot be used are named, each with its reason", () => {
    const { score: _, ...unscored } = outcome;
    const { unusable } = readScoredRows(
      write(
        outcome,
        unscored,
        { ...outcome, score: null },
        { ...outcome, score: "high" },
        { ...outcome, prompt: undefined },
        { ...outcome, weak_correct: undefined },
        { ...outcome, strong_correct: "yes" },
        { ...outcome, target: "azure" },
      ),
    );
    expect(unusable.map(({ line, reason }) => `${line} ${reason}`)).toEqual([
      "2 has no score",
      "3 has no score",
      expect.stringMatching(/^4 has an unusable score: /),
      expect.stringMatching(/^5 has an unusable prompt: /),
      "6 has neither weak_correct and strong_correct nor target_label",
      expect.stringMatching(/^7 has an unusable strong_correct: /),
      expect.stringMatching(/^8 has an unusable target: /),
    ]);
  });

  test.each([
    ["a broken line", [outcome, '{"id": '], /^s\.jsonl line 2 is no JSON object\.$/],
    ["a list", [outcome, "[]"], /^s\.jsonl line 2 is no JSON object\.$/],
    ["an empty file", [""], /^s\.jsonl has no row to judge a router on\.$/],
    [
      "no row that counts",
      [{ prompt: "x" }],
      /^s\.jsonl has no row to judge a router on: line 1 has no score\.$/,
    ],
  ])("are refused for %s", (_, lines, message) => {
    expect(() => readScoredRows(write(...lines))).toThrow(message);
  });
});
