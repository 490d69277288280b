import fc from "fast-check";
import { expect, test } from "vitest";
import { evaluate, formatFraction } from "./expression.ts";

function shown(text: string): string | undefined {
  const value = evaluate(text);
  if (value === undefined || typeof value === "string") return value;
  const { text: digits, exact } = formatFraction(value);
  return exact ? digits : `~${digits}`;
}

test.each([
  ["1 + 2 * 3", "7"],
  ["(1 + 2) * 3", "9"],
  ["2 ^ 3 ^ 2", "512"],
  ["-2 ^ 2", "-4"],
  ["2 ^ -1", "0.5"],
  ["0.1 + 0.2", "0.3"],
  ["1 / 3", "~0.3333333333"],
  ["2 / 3", "~0.6666666667"],
  ["-1 / 8", "-0.125"],
  ["12.5% * 80", "10"],
  ["10 - - 3", "13"],
  ["144 ^ (1/2)", "12"],
  ["8 ^ (3/2)", "not-rational"],
  ["4 ^ (3/2)", "8"],
  ["2 ^ 64", "18446744073709551616"],
  ["(-1) ^ 99999999999", "-1"],
  ["0 ^ 0", "1"],
  ["1 / 0", "zero-division"],
  ["0 ^ -1", "zero-division"],
  ["9 ^ 9 ^ 9", "too-large"],
  ["2 ^ 99999999999999", "too-large"],
])("%s is %s", (text, expected) => {
  expect(shown(text)).toBe(expected);
});

test.each(["", "+", "1 +", "(1", "1)", "1 2", "1 ** 2", "two", "1..2", ".5", "()", "5%%", "1 $ 2"])(
  "%j is no expression",
  (text) => {
    expect(evaluate(text)).toBeUndefined();
  },
);

test("agrees with the language's own whole numbers", () => {
  const part = fc.bigInt({ min: -999n, max: 999n }).map((value) => (value < 0n ? `(${value})` : `${value}`));
  const expression = fc
    .array(fc.tuple(fc.constantFrom("+", "-", "*"), part), { minLength: 1, maxLength: 8 })
    .chain((rest) => part.map((first) => first + rest.map(([sign, value]) => sign + value).join("")));
  fc.assert(
    fc.property(expression, (text) => {
      const expected = new Function(`return ${text.replace(/\d+/g, "$&n")}`)() as bigint;
      expect(shown(text)).toBe(String(expected));
    }),
  );
});

test("never fails, whatever it is given", () => {
  fc.assert(
    fc.property(fc.string({ unit: fc.constantFrom(..."0123456789.+-*/^()% "), maxLength: 40 }), (text) => {
      evaluate(text);
    }),
  );
});
