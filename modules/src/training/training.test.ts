import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { writeTinyEncoder } from "../../tests/tiny-encoder.ts";
import { explainError } from "../core/errors.ts";
import { createRandom, normalOf } from "../core/random.ts";
import { buildRouterBase } from "../onnx/build-encoder.ts";
import { openRouterModel } from "../onnx/router-model.ts";
import { createBertRouter } from "../routers/bert.ts";
import { checkLeaks } from "./check-leaks.ts";
import { embedPrompts } from "./embed-prompts.ts";
import { exportRouter } from "./export-router.ts";
import type { FeatureTable } from "./feature-table.ts";
import { foldsOf, holdOut } from "./folds.ts";
import { learnRouter } from "./learn-router.ts";
import { addProduct, addTransposedProduct } from "./matrix.ts";
import { writeModelCard } from "./model-card.ts";
import { nearestRows } from "./nearest-rows.ts";
import { projectToPlane } from "./project-to-plane.ts";
import { readTrainingRows } from "./read-training-rows.ts";
import { trainRouter } from "./train-router.ts";
import type { OutcomeRow, TrainingRow } from "./training-row.ts";

const folder = mkdtempSync(join(tmpdir(), "training-"));
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

const table = (rows: number, width: number, seed = 1): FeatureTable => {
  const random = createRandom(seed);
  return { rows, width, values: Float32Array.from({ length: rows * width }, () => normalOf(random)) };
};

describe("products of matrices", () => {
  test.each([1, 4, 6])("are right for %i rows", (rows) => {
    const [inner, columns] = [3, 5];
    const left = table(rows, inner).values;
    const right = table(inner, columns, 2).values;
    const sum = new Float32Array(rows * columns).fill(1);
    addProduct({ left, right, sum, rows, inner, columns });
    const slope = table(rows, columns, 3).values;
    const turned = new Float32Array(inner * columns).fill(2);
    addTransposedProduct({ left, right: slope, sum: turned, rows, inner, columns });
    const at = (values: Float32Array, size: number, row: number, column: number) =>
      values[row * size + column] ?? 0;
    for (let row = 0; row < rows; row++)
      for (let column = 0; column < columns; column++) {
        let expected = 1;
        for (let step = 0; step < inner; step++)
          expected += at(left, inner, row, step) * at(right, columns, step, column);
        expect(at(sum, columns, row, column)).toBeCloseTo(expected, 5);
      }
    for (let step = 0; step < inner; step++)
      for (let column = 0; column < columns; column++) {
        let expected = 2;
        for (let row = 0; row < rows; row++)
          expected += at(left, inner, row, step) * at(slope, columns, row, column);
        expect(at(turned, columns, step, column)).toBeCloseTo(expected, 5);
      }
  });
});

describe("training a head", () => {
  test("gives the same head for the same seed, another for another, and a falling loss", async () => {
    const rows = questions(60);
    const features = table(60, 20);
    const learn = (seed: number) => learnRouter({ rows, features, recipe: { seed, epochs: 4 } });
    const [one, same, other] = [await learn(1), await learn(1), await learn(2)];
    expect(same.head).toEqual(one.head);
    expect(other.head.weightsIn).not.toEqual(one.head.weightsIn);
    expect(one.history.map(({ epoch }) => epoch)).toEqual([1, 2, 3, 4]);
    expect(one.history.at(-1)?.loss).toBeLessThan(one.history[0]?.loss ?? 0);
  });

  test("refuses features that are no numbers, naming the row, and a head that is none before it is written", async () => {
    const features = table(60, 20);
    features.values[20 * 7] = Number.NaN;
    await expect(learnRouter({ rows: questions(60), features })).rejects.toThrow(
      "The features of row q7 are no numbers.",
    );
    const trained = await learnRouter({
      rows: questions(60),
      features: table(60, 393),
      recipe: { epochs: 1 },
    });
    trained.head.weightsIn[3] = Number.POSITIVE_INFINITY;
    const scale = { slope: 1, intercept: 0 };
    const out = join(folder, "no-head");
    expect(() =>
      exportRouter({
        folder: out,
        trained,
        calibration: { scale, threshold: 0.5, share: 0.3 },
        encoderFolder,
      }),
    ).toThrow("its weights are no numbers");
    expect(existsSync(out)).toBe(false);
  });

  test("refuses rows without features and stops when it is told to", async () => {
    await expect(learnRouter({ rows: questions(3), features: table(2, 20) })).rejects.toThrow(
      /3 rows to learn from and features of 2/,
    );
    const stop = new AbortController();
    const training = learnRouter({
      rows: questions(60),
      features: table(60, 20),
      signal: stop.signal,
      onEpoch: () => stop.abort(new Error("enough")),
    });
    await expect(training).rejects.toThrow("enough");
  });
});

describe("training a router", () => {
  test("learns what outcomes tell, calibrates on rows held out, and exports what it learnt", async () => {
    const rows = questions(400);
    const epochs: number[] = [];
    const trained = await trainRouter({
      rows,
      encoderFolder,
      cacheFolder,
      share: 0.3,
      recipe: { epochs: 20 },
      onEpoch: ({ epoch }) => epochs.push(epoch),
    });
    expect(epochs).toHaveLength(20);
    expect(trained.outcomes.made?.areaOfWeakWrong).toBeGreaterThan(0.95);
    expect(trained.outcomes.made?.rows).toBe(trained.judged.length);
    expect(trained.judged.length).toBeLessThan(rows.length / 2);

    const out = join(folder, "trained");
    exportRouter({ folder: out, trained, calibration: trained.calibration, encoderFolder, card: "# Card\n" });
    expect(readdirSync(out).sort()).toEqual([
      "README.md",
      "config.json",
      "model.onnx",
      "tokenizer.json",
      "tokenizer_config.json",
    ]);
    const model = await openRouterModel({ folder: out });
    const features = await model.features("what is why");
    const [expected] = trained.estimate({ rows: 1, width: features.length, values: features });
    const answer = await model.answer("what is why");
    expect(answer.weakWrong).toBeCloseTo(expected?.weakWrong ?? Number.NaN, 5);
    await model.close();

    const router = createBertRouter({ folder: out });
    const [short, long] = [await router.route("what is why"), await router.route("prove why ".repeat(12))];
    expect([short.target, long.target]).toEqual(["local", "cloud"]);
    expect(short.score).toBeLessThan(long.score);
    await router.close();
  });

  test("does not learn from rows of the split test", async () => {
    const rows = questions(80).map((row, at): TrainingRow => ({ ...row, split: at < 20 ? "test" : "dev" }));
    const trained = await trainRouter({ rows, encoderFolder, cacheFolder, recipe: { epochs: 2 } });
    expect(trained.learntFrom).toBe(60);
    const only = await trainRouter({
      rows: rows.slice(20),
      encoderFolder,
      cacheFolder,
      recipe: { epochs: 2 },
    });
    expect(trained.head).toEqual(only.head);
  });

  test("says in its card what it was made of and what was measured", async () => {
    const rows = [
      ...questions(60),
      {
        kind: "labelled",
        id: "l1",
        benchmark: "labelled",
        domain: "simple",
        prompt: "hello",
        target: "local",
        split: "test",
      } as const,
      {
        kind: "labelled",
        id: "l2",
        benchmark: "labelled",
        domain: "complex",
        prompt: "prove that why",
        target: "cloud",
        split: "test",
      } as const,
    ];
    const trained = await trainRouter({
      rows,
      encoderFolder,
      cacheFolder,
      everyFold: true,
      recipe: { epochs: 2 },
    });
    const card = writeModelCard({
      title: "BERT router: mine",
      trained,
      data: [{ file: "rows.jsonl", rows: 62, sha256: "ab".repeat(32), origin: "made here" }],
      command: "npm run train:bert -- --data rows.jsonl --out mine",
      sha256: "cd".repeat(32),
      everyFold: true,
    });
    expect(card).toContain("license: apache-2.0");
    expect(card).toContain("| rows.jsonl | 62 | `abababababababab` | made here |");
    expect(card).toContain("cd".repeat(32));
    expect(card).toMatch(/\| made \| 60 \| \d\.\d{3} \|/);
    expect(card).toContain("Questions of whole subjects held out");
    expect(card).toMatch(/\| 2 \| \d+\.\d % \|/);
    expect(trained.judged).toHaveLength(60);
  });
});

describe("embedding prompts", () => {
  test("computes each prompt once and gives the same again", async () => {
    const own = join(folder, "own-cache");
    const told: number[] = [];
    const prompts = ["what is", "why prove", "what is"];
    const first = await embedPrompts(prompts, {
      encoderFolder,
      cacheFolder: own,
      onProgress: (done) => told.push(done),
    });
    expect(told).toEqual([1, 2, 3]);
    told.length = 0;
    const again = await embedPrompts(prompts, {
      encoderFolder,
      cacheFolder: own,
      onProgress: (done) => told.push(done),
    });
    expect(told).toEqual([3]);
    expect(again).toEqual(first);
    expect(first.values.subarray(0, first.width)).toEqual(first.values.subarray(2 * first.width));
  });

  test("computes damaged entries anew, and says so", async () => {
    const own = join(folder, "damaged-cache");
    const notes: string[] = [];
    const options = { encoderFolder, cacheFolder: own, onNote: (note: string) => notes.push(note) };
    const first = await embedPrompts(["what is", "why prove"], options);
    const [name = ""] = readdirSync(own);
    const bytes = readFileSync(join(own, name));
    bytes.writeFloatLE(Number.NaN, 32 + 4);
    writeFileSync(join(own, name), bytes);
    expect(await embedPrompts(["what is", "why prove"], options)).toEqual(first);
    expect(notes).toEqual(["1 embedded prompts on disk were damaged; they are embedded anew."]);
    bytes.writeFloatLE(1e30, 32 + 4);
    writeFileSync(join(own, name), bytes);
    expect(await embedPrompts(["what is", "why prove"], options)).toEqual(first);
    expect(notes).toHaveLength(2);
  });

  test("mends a cache that was cut off", async () => {
    const own = join(folder, "cut-cache");
    const options = { encoderFolder, cacheFolder: own };
    const first = await embedPrompts(["what is", "why prove"], options);
    const [name = ""] = readdirSync(own);
    const bytes = readFileSync(join(own, name));
    writeFileSync(join(own, name), bytes.subarray(0, bytes.length - 7));
    expect(await embedPrompts(["what is", "why prove"], options)).toEqual(first);
  });
});

describe("rows to learn from", () => {
  const write = (name: string, ...lines: string[]) => {
    const file = join(folder, name);
    writeFileSync(file, lines.join("\n"));
    return file;
  };

  test("are outcomes or labels; other fields are passed over", () => {
    const file = write(
      "rows.jsonl",
      '{"id":"a","benchmark":"mmlu","domain":"law","prompt":"p","weak_correct":true,"strong_correct":false,"metric":1}',
      '{"id":"b","prompt":"q","target":"cloud","complexity":"complex","split":"test","template":"t"}',
    );
    expect(readTrainingRows(file)).toMatchObject([
      { kind: "outcome", id: "a", benchmark: "mmlu", weakRight: true, strongRight: false },
      { kind: "labelled", id: "b", target: "cloud", domain: "complex", split: "test", template: "t" },
    ]);
  });

  test.each([
    ['{"prompt":"p"}', /bad\.jsonl line 2: must have weak_correct and strong_correct, or target/],
    ['{"prompt":"  ","target":"local"}', /line 2: prompt: must have text/],
    ["{no json", /line 2: /],
  ])("are refused with the line named: %s", (line, message) => {
    expect(() => readTrainingRows(write("bad.jsonl", '{"prompt":"p","target":"local"}', line))).toThrow(
      message,
    );
  });

  test("are refused when the test split is given away, naming the rows", () => {
    const label = (id: string, prompt: string, split: "dev" | "test", template?: string): TrainingRow => ({
      kind: "labelled",
      id,
      prompt,
      split,
      template,
      benchmark: "labelled",
      domain: "",
      target: "local",
    });
    const rows = [
      label("a", "What is the capital of France?", "dev", "t1"),
      label("b", "what is the capital of france", "test", "t2"),
    ];
    const explain = (wrong: readonly TrainingRow[]) => {
      try {
        checkLeaks([{ file: "/somewhere/mine.jsonl", rows: wrong }]);
        return "";
      } catch (error) {
        return explainError(error);
      }
    };
    expect(explain(rows)).toBe(
      "mine.jsonl leaks between its splits: a (dev) and b (test): the same text. Put such rows into one split.",
    );
    expect(explain([label("a", "one", "dev", "t"), label("b", "something else", "test", "t")])).toContain(
      "template t is in both splits",
    );
    expect(explain([label("a", "one", "dev", "t1"), label("b", "something else", "test", "t2")])).toBe("");
  });

  test("fall into folds by their template or text, whatever stands beside them", () => {
    const rows = [...questions(50), ...questions(50)];
    const folds = foldsOf(rows, { seed: 3 });
    expect(folds.slice(50)).toEqual(folds.slice(0, 50));
    expect(new Set(folds)).toEqual(new Set([0, 1, 2, 3, 4]));
    const { learn, heldOut } = holdOut(rows, table(100, 3), folds);
    expect(learn.rows.length + heldOut.rows.length).toBe(100);
    expect(heldOut.features.rows).toBe(heldOut.rows.length);
  });
});

describe("a map of prompts", () => {
  test("spreads them along what differs most", () => {
    const random = createRandom(2);
    const along = Array.from({ length: 40 }, () => [
      10 * normalOf(random),
      3 * normalOf(random),
      0.1 * normalOf(random),
    ]);
    const points = projectToPlane({ rows: 40, width: 3, values: Float32Array.from(along.flat()) });
    const spread = (values: readonly number[]) =>
      Math.sqrt(values.reduce((sum, value) => sum + value ** 2, 0) / values.length);
    const [x, y] = [spread(points.map(([first]) => first)), spread(points.map(([, second]) => second))];
    expect(x).toBeGreaterThan(2 * y);
    expect(y).toBeGreaterThan(1);
  });

  test("names the nearest by meaning, the prompt itself first", async () => {
    const features = await embedPrompts(["what is the capital", "hello", "what is the capital of france"], {
      encoderFolder,
      cacheFolder,
    });
    const nearest = nearestRows(features, features.values.subarray(0, features.width), 2);
    expect(nearest[0]).toMatchObject({ row: 0 });
    expect(nearest[0]?.likeness).toBeCloseTo(1, 5);
    expect(nearest[1]?.row).toBe(2);
  });
});
