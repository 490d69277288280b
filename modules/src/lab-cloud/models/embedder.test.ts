import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { EMBEDDER_WIDTH, fitVector } from "./embedder.ts";
import { createHashedEmbedder } from "./embedder-hashed.ts";

const embedder = createHashedEmbedder();
const cosine = (a: Float32Array, b: Float32Array) =>
  a.reduce((sum, value, index) => sum + value * (b[index] ?? 0), 0);
const lengthOf = (vector: Float32Array) => Math.sqrt(cosine(vector, vector));
const similarity = async (left: string, right: string) => {
  const [a, b] = await embedder.embed([left, right]);
  return a && b ? cosine(a, b) : Number.NaN;
};

const anyText = fc.string({ minLength: 1, maxLength: 60, unit: "binary" });

describe("vectors of counted words", () => {
  it("have unit length, whatever the text", async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(anyText, { minLength: 1 }), async (texts) => {
        const vectors = await embedder.embed(texts);
        expect(vectors).toHaveLength(texts.length);
        for (const vector of vectors) {
          expect(vector).toHaveLength(EMBEDDER_WIDTH);
          expect(lengthOf(vector)).toBeCloseTo(1, 5);
        }
      }),
    );
  });

  it.each(["", " ", "!!!", "🙂", "\u0000", "مرحبا بالعالم", "你好"])("are made of %j too", async (text) => {
    expect(await similarity(text, text)).toBeCloseTo(1, 5);
  });

  it("are the same for the same words, in any case and order", async () => {
    expect(await similarity("How do I reset my password?", "my PASSWORD: how do I reset?")).toBeCloseTo(1, 5);
  });

  it("lie closer the more words are shared", async () => {
    const near = await similarity("reset the password of my account", "how to reset an account password");
    const far = await similarity("reset the password of my account", "bake bread with rye flour");
    expect(near).toBeGreaterThan(0.4);
    expect(near).toBeGreaterThan(far + 0.3);
  });
});

describe("a vector in the width that was asked for", () => {
  const anyVector = fc
    .array(fc.double({ min: -1, max: 1, noNaN: true }), {
      minLength: EMBEDDER_WIDTH,
      maxLength: EMBEDDER_WIDTH,
    })
    .filter((values) => values.slice(0, 8).some((value) => Math.abs(value) > 0.01))
    .map((values) => {
      const length = Math.hypot(...values);
      return Float32Array.from(values, (value) => value / length);
    });

  it("keeps every cosine when zeros fill it up", () => {
    fc.assert(
      fc.property(anyVector, anyVector, fc.constantFrom(384, 512, 1536, 3072), (a, b, width) => {
        const [wideA, wideB] = [fitVector(a, width), fitVector(b, width)];
        expect(wideA).toHaveLength(width);
        expect(cosine(wideA, wideB)).toBeCloseTo(cosine(a, b), 6);
      }),
      { numRuns: 30 },
    );
  });

  it("has unit length again when it was cut", () => {
    fc.assert(
      fc.property(anyVector, fc.integer({ min: 8, max: 383 }), (vector, width) => {
        const cut = fitVector(vector, width);
        expect(cut).toHaveLength(width);
        expect(lengthOf(cut)).toBeCloseTo(1, 5);
      }),
      { numRuns: 30 },
    );
  });
});
