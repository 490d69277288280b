import fc from "fast-check";
import { expect, test } from "vitest";
import { createOverlapTrim } from "./trim-overlap.ts";

/** Sends a text through in pieces of the given lengths. */
function through(soFar: string, text: string, lengths: readonly number[]) {
  const trim = createOverlapTrim(soFar);
  let out = "";
  let at = 0;
  for (const length of [...lengths, text.length]) {
    out += trim.take(text.slice(at, at + length));
    at = Math.min(text.length, at + length);
  }
  return { out: out + trim.end(), trimmed: trim.trimmed };
}

const SO_FAR = "Rivers carry water from the mountains to";

test("takes away what is said again, and keeps what is new", () => {
  expect(through(SO_FAR, "from the mountains to the sea.", [5, 9])).toEqual({
    out: " the sea.",
    trimmed: "from the mountains to",
  });
  expect(through(SO_FAR, " the sea.", [1])).toEqual({ out: " the sea.", trimmed: "" });
});

test("a short repetition may be meant", () => {
  expect(through("It was very, very", " very, very cold.", [3])).toEqual({
    out: " very, very cold.",
    trimmed: "",
  });
});

test("what is only the beginning of a repetition comes out in the end", () => {
  expect(through(SO_FAR, "from the moun", [4])).toEqual({ out: "from the moun", trimmed: "" });
});

test("new text goes out at once", () => {
  const trim = createOverlapTrim(SO_FAR);
  expect(trim.take(" the ")).toBe("");
  expect(trim.take("sea, which")).toBe(" the sea, which");
  expect(trim.take(" is salty")).toBe(" is salty");
});

test("whatever the pieces: nothing is lost, and a repetition of 12 characters or more is gone", () => {
  fc.assert(
    fc.property(
      fc.string({ minLength: 12, maxLength: 60 }),
      fc.integer({ min: 0, max: 60 }),
      fc.string({ maxLength: 40 }),
      fc.array(fc.integer({ min: 1, max: 7 }), { maxLength: 40 }),
      (soFar, repeat, rest, lengths) => {
        const repeated = soFar.slice(-repeat);
        const { out, trimmed } = through(soFar, repeated + rest, lengths);
        expect(trimmed + out).toBe(repeated + rest);
        expect(trimmed === "" || soFar.endsWith(trimmed)).toBe(true);
        if (repeated.length >= 12) expect(trimmed.length).toBeGreaterThanOrEqual(repeated.length);
      },
    ),
  );
});
