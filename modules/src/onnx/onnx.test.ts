import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { TINY, tinyMeaning, writeTinyEncoder } from "../../tests/tiny-encoder.ts";
import { createRandom, normalOf } from "../core/random.ts";
import { buildEncoder, buildRouterBase } from "./build-encoder.ts";
import { compareEncoders } from "./compare-encoders.ts";
import { applyHead, type RouterHead } from "./head.ts";
import { quantizeColumns, quantizeRows } from "./quantize.ts";
import { readMetadata, replaceHead } from "./router-file.ts";
import { readSafetensors } from "./safetensors.ts";
import { openSentenceEncoder } from "./sentence-encoder.ts";
import { openSession } from "./session.ts";
import { timeRuns } from "./time-encoders.ts";

const folder = mkdtempSync(join(tmpdir(), "onnx-"));
const weightsFolder = join(folder, "weights");
let weights: Record<string, Float32Array> = {};

beforeAll(() => {
  weights = writeTinyEncoder(weightsFolder);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const TEXTS = ["What is the capital of France?", "7 + 7", "hello", "Why is the capital, not the ..."];

const unit = (vector: readonly number[]) => vector.map((value) => value / Math.hypot(...vector));

describe("an encoder's ONNX file", () => {
  test("gives in 32 bits what plain arithmetic gives", async () => {
    const to = join(folder, "fp32");
    buildEncoder({ from: weightsFolder, to, precision: "fp32" });
    const encoder = await openSentenceEncoder(to);
    for (const text of TEXTS) {
      const expected = unit(tinyMeaning(weights, encoder.tokenize(text), TINY.layers));
      const found = await encoder.embed(text);
      for (const [at, value] of expected.entries()) expect(found[at]).toBeCloseTo(value, 4);
    }
    await encoder.close();
  });

  test("keeps close to that in 8 bits", async () => {
    const [fp32, int8] = [join(folder, "fp32"), join(folder, "int8")];
    buildEncoder({ from: weightsFolder, to: fp32, precision: "fp32" });
    buildEncoder({ from: weightsFolder, to: int8 });
    const [reference, candidate] = await Promise.all([openSentenceEncoder(fp32), openSentenceEncoder(int8)]);
    const parity = await compareEncoders(reference, candidate, TEXTS);
    expect(parity.texts).toBe(TEXTS.length);
    expect(parity.least).toBeGreaterThan(0.97);
    expect(parity.least).toBeLessThan(1);
    expect(TEXTS).toContain(parity.worst);
    await Promise.all([reference.close(), candidate.close()]);
  });

  test("is refused when there are no weights or they are of another kind", () => {
    const to = join(folder, "none");
    expect(() => buildEncoder({ from: join(folder, "nowhere"), to })).toThrow(/config\.json cannot be read/);
    const other = join(folder, "other");
    writeTinyEncoder(other);
    writeFileSync(join(other, "config.json"), JSON.stringify({ model_type: "mobilebert" }));
    expect(() => buildEncoder({ from: other, to })).toThrow(/describes no BERT encoder: model_type/);
    writeTinyEncoder(other);
    const whole = readFileSync(join(other, "model.safetensors"));
    writeFileSync(join(other, "model.safetensors"), whole.subarray(0, whole.length - 100));
    expect(() => buildEncoder({ from: other, to })).toThrow(/is cut off/);
    expect(() => readSafetensors(join(weightsFolder, "model.safetensors"))("nothing")).toThrow(
      /no tensor nothing/,
    );
  });
});

describe("a router's ONNX file", () => {
  const randomHead = (inputs: number, hidden = 5): RouterHead => {
    const random = createRandom(7);
    const draw = (size: number) => Float32Array.from({ length: size }, () => 0.5 * normalOf(random));
    return {
      inputs,
      hidden,
      weightsIn: draw(inputs * hidden),
      biasIn: draw(hidden),
      weightsOut: draw(hidden * 4),
      biasOut: draw(4),
      means: draw(inputs),
      weakWrongShare: 0.2,
    };
  };

  test("gives what its head gives in plain TypeScript, and explains it by leaving parts out", async () => {
    const to = join(folder, "router");
    buildRouterBase({ from: weightsFolder, to, layer: 1 });
    const inputs = TINY.width + 9;
    const head = randomHead(inputs);
    const model = replaceHead(readFileSync(join(to, "model.onnx")), head, { licence: "MIT" });
    expect(readMetadata(model)).toMatchObject({
      licence: "MIT",
      encoder: expect.stringMatching(/^[0-9a-f]{16}$/),
    });
    const session = await openSession(model, "Make it again.");
    const { features = new Float32Array(), ...found } = await session.run([101, 1000, 1001, 1007, 1009, 102]);
    const expected = applyHead(head, features);
    expect(found.gain?.[0]).toBeCloseTo(expected.gain, 5);
    expect(found.weak_wrong?.[0]).toBeCloseTo(expected.weakWrong, 5);
    const powers = [...(found.logits ?? [])].map(Math.exp);
    const shares = powers.map((power) => power / powers.reduce((sum, one) => sum + one, 0));
    for (const [at, share] of Object.values(expected.probabilities).entries())
      expect(shares[at]).toBeCloseTo(share, 5);

    const withoutDigits = features.with(TINY.width, head.means[TINY.width] ?? 0);
    expect(found.without?.[1]).toBeCloseTo(applyHead(head, withoutDigits).gain, 5);
    const withoutMeaning = features.map((value, at) => (at < TINY.width ? (head.means[at] ?? 0) : value));
    expect(found.without?.[0]).toBeCloseTo(applyHead(head, withoutMeaning).gain, 5);
    await session.close();
  });

  test("counts classes of tokens over the whole text", async () => {
    const to = join(folder, "router");
    buildRouterBase({ from: weightsFolder, to, layer: 1 });
    const session = await openSession(join(to, "model.onnx"), "Make it again.");
    // [CLS] 7 ? , + ##s not [SEP]
    const { features = new Float32Array() } = await session.run([
      101, 1007, 1008, 1009, 1010, 1011, 1006, 102,
    ]);
    const signals = [...features.subarray(TINY.width)];
    const eighth = 1 / 8;
    const expected = {
      digits: eighth,
      pieces: eighth,
      punctuation: 3 * eighth,
      operators: eighth,
      questions: eighth,
      commas: eighth,
    };
    for (const [at, value] of Object.values(expected).entries()) expect(signals[at]).toBeCloseTo(value, 5);
    expect(signals[7]).toBeCloseTo(eighth, 5);
    expect(signals[8]).toBeCloseTo(Math.log(8), 5);
    await session.close();
  });

  test("takes a head of another file only when it is a router's", () => {
    const to = join(folder, "int8");
    buildEncoder({ from: weightsFolder, to });
    const model = readFileSync(join(to, "model.onnx"));
    expect(() => replaceHead(model, randomHead(25))).toThrow(/is no router: it has no head_weights_in/);
    expect(() => replaceHead(model.subarray(0, 5000), randomHead(25))).toThrow(/cut off/);
  });
});

describe("8-bit weights", () => {
  test("differ from the 32-bit ones by half a step at most", () => {
    const random = createRandom(3);
    const [rows, columns] = [20, 30];
    const values = Float32Array.from({ length: rows * columns }, () => normalOf(random));
    const byColumn = quantizeColumns(values, rows, columns);
    const byRow = quantizeRows(values, rows, columns);
    for (const [at, value] of values.entries()) {
      const columnScale = byColumn.scales[at % columns] ?? 0;
      expect(Math.abs((byColumn.values[at] ?? 0) * columnScale - value)).toBeLessThanOrEqual(
        columnScale * 0.5001,
      );
      const rowScale = byRow.scales[Math.floor(at / columns)] ?? 0;
      expect(Math.abs((byRow.values[at] ?? 0) * rowScale - value)).toBeLessThanOrEqual(rowScale * 0.5001);
    }
    expect(quantizeRows(new Float32Array(4), 1, 4)).toEqual({
      values: new Int8Array(4),
      scales: Float32Array.of(1),
    });
  });
});

test("times are the middle and the slow end of the rounds that count", async () => {
  let now = 0;
  let run = 0;
  const clock = { now: () => now, elapsed: () => now, sleep: async () => {} };
  const slow = async () => {
    run++;
    now += run <= 2 ? 1000 : run;
  };
  const { slow: times } = await timeRuns({ slow }, { warmUp: 2, rounds: 20, clock });
  expect(times).toEqual({ p50: 13, p95: 22 });
});
