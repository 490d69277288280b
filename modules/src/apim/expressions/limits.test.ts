import { expect, test } from "vitest";
import { run } from "../../../tests/expression-harness.ts";

type Case = readonly [what: string, body: string, exception: string];

const cases: readonly Case[] = [
  ["an endless loop", "while (true) { }", "System.TimeoutException"],
  ["an endless for", "for (;;) { }", "System.TimeoutException"],
  [
    "an endless loop that catches",
    "while (true) { try { while (true) { } } catch { } }",
    "System.TimeoutException",
  ],
  [
    "an endless loop of calls",
    "var q = Enumerable.Range(0, int.MaxValue).Where(x => false).Count(); return q;",
    "System.TimeoutException",
  ],
  [
    "a function that calls itself",
    "int F(int x) => F(x + 1); return F(0);",
    "System.InsufficientExecutionStackException",
  ],
  ["a text that doubles", 'var s = "a"; while (true) s += s;', "System.OutOfMemoryException"],
  ["a huge array", "return new int[int.MaxValue];", "System.OutOfMemoryException"],
  ["a huge text", "return new string('x', int.MaxValue);", "System.OutOfMemoryException"],
  [
    "a pattern that tries endlessly",
    'return Regex.IsMatch(new string(\'a\', 40) + "!", "^(a+)+$");',
    "System.Text.RegularExpressions.RegexMatchTimeoutException",
  ],
  [
    "a plain pattern in a long text",
    'return Regex.IsMatch(new string(\' \', 300000) + "!", "\\\\s+$");',
    "System.Text.RegularExpressions.RegexMatchTimeoutException",
  ],
  [
    "patterns that try endlessly, caught again and again",
    'while (true) { try { Regex.IsMatch(new string(\'a\', 40) + "!", "^(a+)+$"); } catch { } }',
    "System.Text.RegularExpressions.RegexMatchTimeoutException",
  ],
  ["a range without an end", "return Enumerable.Range(0, int.MaxValue).ToList();", "System.TimeoutException"],
];

test.each(cases)("%s ends with an exception", async (_what, body, exception) => {
  expect(await run(`@{ ${body} }`)).toMatch(new RegExp(`^${exception}: `));
});

test("a long loop is allowed", async () => {
  expect(await run("@{ var s = 0; for (var i = 0; i < 100000; i++) s++; return s; }")).toBe("100000");
});

test("deep JSON is refused, not fatal", async () => {
  const text = "[".repeat(100_000);
  expect(await run("@(context.Request.Body.As<JToken>())", { request: { body: text } })).toMatch(/MaxDepth/);
});
