import { expect, test } from "vitest";
import { formatMs, formatUsd, formatValue, numberFormat, shorten, wordsOf } from "./format-value.ts";

test("times read in the unit that fits", () => {
  expect([0.4167, 7, 340.4, 1240, Number.NaN].map(formatMs)).toEqual([
    "0.42 ms",
    "7 ms",
    "340 ms",
    "1.24 s",
    "–",
  ]);
});

test("small sums of money keep the digits that count", () => {
  expect([0, 0.00001234, 1.2, 1234].map(formatUsd)).toEqual(["$0", "$0.0000123", "$1.2", "$1,230"]);
});

test("the numbers of a column have the same decimals", () => {
  expect([60, 97.123, 208.5].map(numberFormat([60, 97.123, 208.5]))).toEqual(["60", "97", "209"]);
  expect([1, 2.5].map(numberFormat([1, 2.5]))).toEqual(["1.0", "2.5"]);
  expect([0, 0.000123].map(numberFormat([0, 0.000123]))).toEqual(["0.000000", "0.000123"]);
  expect([0.05, 0.2, 0.65].map(numberFormat([0.05, 0.2, 0.65]))).toEqual(["0.05", "0.20", "0.65"]);
  expect([1, 20000].map(numberFormat([1, 20000]))).toEqual(["1", "20,000"]);
  expect([Number.NaN, 0].map(numberFormat([Number.NaN, 0]))).toEqual(["–", "0"]);
});

test("any value has a text", () => {
  const circular: Record<string, unknown> = {};
  circular.self = circular;
  const values = [undefined, null, true, false, "x", { a: 1 }, circular, 12n, new Date(Number.NaN)];
  expect(values.map(formatValue)).toEqual([
    "–",
    "–",
    "yes",
    "no",
    "x",
    '{"a":1}',
    "[object Object]",
    "12",
    "–",
  ]);
});

test("names become words, and long text is cut between characters", () => {
  expect(wordsOf("firstTokenMs")).toBe("first token ms");
  expect(shorten("👍👍👍", 2)).toBe("👍…");
});
