import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { writeTinyEncoder } from "../../tests/tiny-encoder.ts";
import { createRandom } from "../core/random.ts";
import { buildRouterBase } from "../onnx/build-encoder.ts";
import { fitScale } from "./fit-scale.ts";
import { trainRouter } from "./train-router.ts";
import type { OutcomeRow, TrainingRow } from "./training-row.ts";

const folder = mkdtempSync(join(tmpdir(), "confidence-"));
const encoderFolder = join(folder, "base");
const cacheFolder = join(folder, "cache");

beforeAll(() => {
  const weights = join(folder, "weights");
  writeTinyEncoder(weights);
  buildRouterBase({ from: weights, to: encoderFolder, layer: 1 });
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Long questions are the ones that only the strong model gets right. */
function questions(count: number): OutcomeRow[] {
  const random = createRandom(5);
  return Array.from({ length: count }, (_, at) => {
    const long = random() < 0.5;
    const words = Array.from(
      { length: long ? 20 : 4 },
      () => ["what", "is", "capital", "why", "prove"][Math.floor(random() * 5)],
    );
    return {
      kind: "outcome",
      id: `q${at}`,
      benchmark: "made",
      domain: `d${at % 4}`,
      prompt: `${words.join(" ")} ${at}`,
      weakRight: !long,
      strongRight: true,
    };
  });
}

describe("how sure a router may be", () => {
  test("is measured: high where outcomes are known, a coin's toss on labels that follow nothing", async () => {
    const random = createRandom(8);
    const labels = Array.from(
      { length: 200 },
      (_, at): TrainingRow => ({
        kind: "labelled",
        id: `l${at}`,
        benchmark: "labelled",
        domain: "",
        prompt: `hello hello ${"hello ".repeat(at % 7)} ${at}`,
        target: random() < 0.5 ? "local" : "cloud",
      }),
    );
    const { calibration, sureness, unseenBenchmarks } = await trainRouter({
      rows: [...questions(200), ...questions(120).map((row) => ({ ...row, benchmark: "other" })), ...labels],
      encoderFolder,
      cacheFolder,
      everyFold: true,
    });
    expect(sureness.outcome).toMatchObject({ rows: 320 });
    expect(sureness.outcome.sureShare).toBeGreaterThan(0.6);
    expect(sureness.outcome.rightWhenSure).toBeGreaterThan(0.9);
    expect(sureness.labelled.sureShare).toBeLessThan(0.2);
    expect(sureness.labelled.error).toBeLessThan(0.2);
    expect(calibration.confidence?.familiar.weights).toHaveLength(25);
    expect(Object.keys(unseenBenchmarks)).toEqual(["made", "other", "all"]);
  });
});

test("a scale is found where the numbers say next to nothing and the start is far off", () => {
  const random = createRandom(4);
  const cases = Array.from({ length: 500 }, () => ({ at: 3 + 4 * random(), share: Number(random() < 0.55) }));
  const { slope, intercept } = fitScale(cases);
  const at = (value: number) => 1 / (1 + Math.exp(-(slope * value + intercept)));
  expect(at(5)).toBeGreaterThan(0.45);
  expect(at(5)).toBeLessThan(0.65);
});
