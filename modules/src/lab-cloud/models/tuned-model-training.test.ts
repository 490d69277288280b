import { describe, expect, it } from "vitest";
import { createHashedEmbedder } from "./embedder-hashed.ts";
import { type TrainingGround, type TrainingPlan, trainHead } from "./tuned-model-training.ts";
import { rememberVectors } from "./tuned-model-vectors.ts";

const rows = Array.from({ length: 24 }, (_, index) => ({
  text: index % 2 === 0 ? `weather in town ${index}` : `prove lemma ${index}`,
  label: index % 2,
}));
const plan: TrainingPlan = {
  training: rows,
  validation: rows.slice(0, 5),
  labels: 2,
  epochs: 3,
  batchSize: 5,
  learningRateMultiplier: 10,
  seed: 1,
};
const hashed = createHashedEmbedder();
const embed: TrainingGround["embed"] = async (texts) => ({
  name: hashed.name,
  vectors: await hashed.embed(texts),
});
const groundOf = (change: Partial<TrainingGround> = {}): TrainingGround => ({
  embed,
  pause: async () => {},
  signal: new AbortController().signal,
  ...change,
});

describe("training", () => {
  it("takes every row once an epoch, and tells of validation and epochs", async () => {
    const steps = await Array.fromAsync(trainHead(plan, groundOf()));
    expect(steps.map(({ step }) => step)).toEqual(Array.from({ length: 15 }, (_, index) => index + 1));
    expect(steps.filter(({ checkpoint }) => checkpoint).map(({ step }) => step)).toEqual([5, 10, 15]);
    expect(steps.filter(({ fullValidation }) => fullValidation).map(({ step }) => step)).toEqual([5, 10, 15]);
    expect(steps.at(-1)?.fullValidation?.loss).toBeLessThan(steps[4]?.fullValidation?.loss ?? 0);
    expect(steps.every(({ validation }) => validation !== undefined)).toBe(true);
  });

  it("has no validation without rows for it", async () => {
    const steps = await Array.fromAsync(trainHead({ ...plan, validation: [] }, groundOf()));
    expect(steps.some((step) => "validation" in step || "fullValidation" in step)).toBe(false);
  });

  it("gives the same losses for the same seed only", async () => {
    const lossesOf = async (seed: number) =>
      (await Array.fromAsync(trainHead({ ...plan, seed }, groundOf()))).map(({ training }) => training.loss);
    expect(await lossesOf(1)).toEqual(await lossesOf(1));
    expect(await lossesOf(2)).not.toEqual(await lossesOf(1));
  });

  it("embeds each text once, and gives others a turn before each step", async () => {
    const embedded: string[] = [];
    let turns = 0;
    const ground = groundOf({
      embed: (texts, signal) => {
        embedded.push(...texts);
        return embed(texts, signal);
      },
      pause: async () => {
        turns += 1;
      },
    });
    const steps = await Array.fromAsync(trainHead(plan, ground));
    expect(embedded.toSorted()).toEqual(rows.map(({ text }) => text).sort());
    expect(turns).toBeGreaterThanOrEqual(steps.length);
  });

  it("ends when it is aborted", async () => {
    const abort = new AbortController();
    const reason = new Error("enough");
    const train = async () => {
      for await (const { step } of trainHead(plan, groundOf({ signal: abort.signal })))
        if (step === 3) abort.abort(reason);
    };
    await expect(train()).rejects.toBe(reason);
  });

  it("refuses vectors of another embedder on the way", async () => {
    let calls = 0;
    const changing: TrainingGround["embed"] = async (texts, signal) => {
      calls += 1;
      const embedded = await embed(texts, signal);
      return calls < 3 ? embedded : { ...embedded, name: "all-MiniLM-L6-v2" };
    };
    await expect(Array.fromAsync(trainHead(plan, groundOf({ embed: changing })))).rejects.toThrow(
      "The model was trained on vectors of hashed-words, and texts are embedded with all-MiniLM-L6-v2 now.",
    );
  });
});

describe("remembered vectors", () => {
  it("are those of the embedder, which is asked for new texts only", async () => {
    const asked: string[][] = [];
    const remembering = rememberVectors(async (texts) => {
      asked.push([...texts]);
      return embed(texts);
    }, 2);
    const first = await remembering(["a", "b"]);
    expect((await remembering(["b", "a"])).vectors).toEqual(first.vectors.toReversed());
    expect(asked).toEqual([["a", "b"]]);
    await remembering(["c"]);
    await remembering(["a"]);
    expect(asked).toEqual([["a", "b"], ["c"], ["a"]]);
  });
});
