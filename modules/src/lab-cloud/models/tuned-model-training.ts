import { createRandom } from "../../core/index.ts";
import type { EmbedderSide } from "./embedder-side.ts";
import { otherEmbedder } from "./tuned-model.ts";
import {
  createHeadTrainer,
  type Head,
  type HeadMetrics,
  type HeadRow,
  measureHead,
} from "./tuned-model-head.ts";

/** What is asked and what shall be answered. */
export interface LabelledText {
  readonly text: string;
  /** Index into the labels. */
  readonly label: number;
}

export interface TrainingPlan {
  readonly training: readonly LabelledText[];
  readonly validation: readonly LabelledText[];
  /** How many there are. */
  readonly labels: number;
  readonly epochs: number;
  readonly batchSize: number;
  /** Of the learning rate that is built in. */
  readonly learningRateMultiplier: number;
  /** Draws the order of the rows. */
  readonly seed: number;
}

export interface TrainingStep {
  /** Counted from 1. */
  readonly step: number;
  /** Of the batch, before the step. */
  readonly training: HeadMetrics;
  /** Of some validation rows, after the step; absent without any. */
  readonly validation?: HeadMetrics;
  /** Of all validation rows, at the end of an epoch. */
  readonly fullValidation?: HeadMetrics;
  /** The head as it is at the end of an epoch. */
  readonly checkpoint?: TrainedHead;
}

export interface TrainedHead {
  readonly head: Head;
  /** What made the vectors it was trained on. */
  readonly embedderName: string;
}

/** What training leans on. */
export interface TrainingGround {
  readonly embed: EmbedderSide["embed"];
  /** Awaited between steps, so that the server goes on answering. */
  readonly pause: () => Promise<void>;
  readonly signal: AbortSignal;
}

const LEARNING_RATE = 0.0007;

/**
 * Trains a head over embeddings, one step after the other. Texts are embedded when a batch first needs them, so the first epoch
 * takes the most time. The same plan and seed give the same losses.
 * @throws the signal's reason when aborted; ModelError when the embedder changes on the way.
 */
export async function* trainHead(plan: TrainingPlan, ground: TrainingGround): AsyncGenerator<TrainingStep> {
  const { training, validation, labels, epochs, batchSize, learningRateMultiplier, seed } = plan;
  const { rowsOf, embedderName } = createRowReader(ground);
  const random = createRandom(seed);
  const checks = cycle(validation);
  const [first] = await rowsOf(training.slice(0, 1));
  const trainer = createHeadTrainer({
    width: first?.vector.length ?? 0,
    classes: labels,
    learningRate: LEARNING_RATE * learningRateMultiplier,
  });
  let step = 0;
  for (let epoch = 1; epoch <= epochs; epoch++) {
    const order = shuffle(training, random);
    for (let start = 0; start < order.length; start += batchSize) {
      await ground.pause();
      ground.signal.throwIfAborted();
      const metrics = trainer.step(await rowsOf(order.slice(start, start + batchSize)));
      const some = await rowsOf(checks(batchSize));
      const ends = start + batchSize >= order.length;
      step += 1;
      yield {
        step,
        training: metrics,
        ...(some.length > 0 && { validation: measureHead(trainer.head, some) }),
        ...(ends &&
          some.length > 0 && { fullValidation: measureHead(trainer.head, await rowsOf(validation)) }),
        ...(ends && { checkpoint: { head: trainer.snapshot(), embedderName: embedderName() } }),
      };
    }
  }
}

/** How many steps a plan takes. */
export const stepsOf = ({ training, epochs, batchSize }: TrainingPlan): number =>
  epochs * Math.ceil(training.length / batchSize);

/** Texts that are embedded before the server gets a turn. */
const TEXTS_AT_A_TIME = 32;

/** Embeds each text once. */
function createRowReader({ embed, pause, signal }: TrainingGround) {
  const vectors = new Map<string, Float32Array>();
  let embedderName = "";

  const read = async (texts: readonly string[]) => {
    const embedded = await embed(texts, signal);
    if (embedderName === "") embedderName = embedded.name;
    if (embedded.name !== embedderName) throw otherEmbedder(embedderName, embedded.name);
    for (const [index, vector] of embedded.vectors.entries()) vectors.set(texts[index] ?? "", vector);
  };

  const rowsOf = async (rows: readonly LabelledText[]): Promise<HeadRow[]> => {
    const missing = [...new Set(rows.map(({ text }) => text))].filter((text) => !vectors.has(text));
    for (let start = 0; start < missing.length; start += TEXTS_AT_A_TIME) {
      if (start > 0) await pause();
      await read(missing.slice(start, start + TEXTS_AT_A_TIME));
    }
    return rows.flatMap(({ text, label }) => {
      const vector = vectors.get(text);
      return vector ? [{ vector, label }] : [];
    });
  };
  return { rowsOf, embedderName: () => embedderName };
}

/** Gives the next rows, from the start again when it comes to the end. */
function cycle<T>(rows: readonly T[]): (count: number) => T[] {
  let at = 0;
  return (count) => {
    const taken = Array.from(
      { length: Math.min(count, rows.length) },
      (_, index) => rows[(at + index) % rows.length],
    );
    at = rows.length === 0 ? 0 : (at + count) % rows.length;
    return taken.flatMap((row) => (row === undefined ? [] : [row]));
  };
}

function shuffle<T>(rows: readonly T[], random: () => number): T[] {
  const order = rows.map((row) => ({ row, key: random() }));
  return order.sort((a, b) => a.key - b.key).map(({ row }) => row);
}
