import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { createRandom } from "../core/random.ts";
import { expectedCalibrationError, measureCalibration, reliabilityTable } from "./calibration.ts";

const cases = (probability: number, happened: number, missed: number) => [
  ...Array.from({ length: happened }, () => ({ probability, happened: true })),
  ...Array.from({ length: missed }, () => ({ probability, happened: false })),
];

describe("the expected calibration error", () => {
  test("is the gap of each part, weighted by its cases", () => {
    // 0.85 said and 0.5 seen in 4 cases; 0.15 said and 0 seen in 6.
    const mixed = [...cases(0.85, 2, 2), ...cases(0.15, 0, 6)];
    expect(expectedCalibrationError(mixed)).toBeCloseTo(0.4 * 0.35 + 0.6 * 0.15);
    expect(expectedCalibrationError(mixed, { bins: 1 })).toBeCloseTo(Math.abs(0.4 * 0.85 + 0.6 * 0.15 - 0.2));
  });

  test("is nothing for true probabilities, all for sure mistakes, and does not exist without cases", () => {
    expect(expectedCalibrationError(cases(0.25, 1, 3))).toBe(0);
    expect(expectedCalibrationError([...cases(0, 1, 0), ...cases(1, 0, 1)])).toBe(1);
    expect(expectedCalibrationError([])).toBeNaN();
  });

  test("lies between 0 and 1 whatever the cases, and the measured one is the same", () => {
    const many = fc.array(
      fc.record({ probability: fc.double({ min: 0, max: 1, noNaN: true }), happened: fc.boolean() }),
      { minLength: 1, maxLength: 50 },
    );
    fc.assert(
      fc.property(many, (list) => {
        const error = expectedCalibrationError(list);
        expect(error).toBeGreaterThanOrEqual(0);
        expect(error).toBeLessThanOrEqual(1);
        expect(measureCalibration(list, { resamples: 1 }).error.value).toBeCloseTo(error, 9);
      }),
    );
  });

  test.each([-0.01, 1.01, Number.NaN])("refuses %d", (probability) => {
    expect(() => expectedCalibrationError([{ probability, happened: true }])).toThrow(
      `${probability} is no probability. Give numbers from 0 to 1.`.slice(0, 20),
    );
  });
});

test("the table has a row for each part, empty ones too; 1 is in the last", () => {
  const table = reliabilityTable([...cases(1, 1, 0), ...cases(0.1, 0, 1), ...cases(0.19, 1, 0)]);
  expect(table).toHaveLength(10);
  expect(table[1]).toEqual({
    from: 0.1,
    to: 0.2,
    cases: 2,
    predicted: expect.closeTo(0.145),
    observed: 0.5,
  });
  expect(table[9]).toMatchObject({ cases: 1, predicted: 1, observed: 1 });
  expect(table[5]).toMatchObject({ cases: 0, predicted: Number.NaN, observed: Number.NaN });
});

test("the interval of the error is narrow for many cases and small when the probabilities are true", () => {
  const random = createRandom(5);
  const true_ = Array.from({ length: 5000 }, () => {
    const probability = random();
    return { probability, happened: random() < probability };
  });
  const { error, cases: count } = measureCalibration(true_, { resamples: 200 });
  expect(count).toBe(5000);
  expect(error.value).toBeLessThan(0.03);
  expect(error.high - error.low).toBeLessThan(0.02);
  const shifted = true_.map(({ probability, happened }) => ({ probability: probability * 0.8, happened }));
  expect(measureCalibration(shifted, { resamples: 200 }).error.low).toBeGreaterThan(0.06);
});
