import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createHeadTrainer, type HeadRow, logProbabilities, measureHead } from "./tuned-model-head.ts";

const WIDTH = 6;
const value = fc.float({ min: -1, max: 1, noNaN: true });
const vector = fc
  .array(value, { minLength: WIDTH, maxLength: WIDTH })
  .map((values) => Float32Array.from(values));
const rowsOf = (classes: number) =>
  fc.array(fc.record({ vector, label: fc.nat(classes - 1) }), { minLength: 1, maxLength: 12 });
const someRows = fc
  .integer({ min: 2, max: 5 })
  .chain((classes) => fc.tuple(fc.constant(classes), rowsOf(classes)));

const trainerOf = (classes: number, learningRate = 0.01) =>
  createHeadTrainer({ width: WIDTH, classes, learningRate });

/** Rows whose class is the place of their one. */
const separable: readonly HeadRow[] = Array.from({ length: 30 }, (_, index) => {
  const row = new Float32Array(WIDTH);
  row[index % 3] = 1;
  return { vector: row, label: index % 3 };
});

describe("a head", () => {
  it("knows nothing before its first step", () => {
    expect(trainerOf(3).step(separable).loss).toBeCloseTo(Math.log(3), 12);
  });

  it("gives probabilities that add up to one", () => {
    fc.assert(
      fc.property(someRows, vector, ([classes, rows], asked) => {
        const trainer = trainerOf(classes, 0.5);
        for (let step = 0; step < 5; step++) trainer.step(rows);
        const sum = logProbabilities(trainer.head, asked).reduce((total, log) => total + Math.exp(log), 0);
        expect(sum).toBeCloseTo(1, 9);
      }),
    );
  });

  it("does no worse on a batch after a small step on it", () => {
    fc.assert(
      fc.property(someRows, ([classes, rows]) => {
        const trainer = trainerOf(classes, 1e-5);
        const before = trainer.step(rows).loss;
        expect(measureHead(trainer.head, rows).loss).toBeLessThanOrEqual(before + 1e-12);
      }),
    );
  });

  it("learns what can be told apart", () => {
    const trainer = trainerOf(3, 0.1);
    for (let step = 0; step < 200; step++) trainer.step(separable);
    expect(measureHead(trainer.head, separable)).toMatchObject({ accuracy: 1 });
    expect(measureHead(trainer.head, separable).loss).toBeLessThan(0.05);
  });

  it("stays as it was when a copy of it was taken", () => {
    const trainer = trainerOf(3);
    const copy = trainer.snapshot();
    trainer.step(separable);
    expect(measureHead(copy, separable).loss).toBeCloseTo(Math.log(3), 12);
    expect(measureHead(trainer.head, separable).loss).toBeLessThan(Math.log(3));
  });
});
