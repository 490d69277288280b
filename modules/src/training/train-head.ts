import { createRandom, normalOf, type Random } from "../core/random.ts";
import { type Head, OUTCOME_COUNT, softmax } from "../onnx/head.ts";
import { type Adam, createAdam } from "./adam.ts";
import type { FeatureTable } from "./feature-table.ts";
import { addProduct, addTransposedProduct } from "./matrix.ts";
import type { Lesson } from "./training-row.ts";

export interface HeadRecipe {
  /** Units of the hidden layer. */
  readonly hidden: number;
  readonly epochs: number;
  /** Rows of a step. */
  readonly batch: number;
  readonly learningRate: number;
  /** Share of a weight that is taken off at each step, times the learning rate. */
  readonly decay: number;
  /** Share of the inputs that are left out of a batch's row, anew each time. */
  readonly dropout: number;
  readonly seed: number;
}

/** After each pass over the rows. */
export interface Epoch {
  /** Counted from 1. */
  readonly epoch: number;
  readonly epochs: number;
  /** Mean cross-entropy of the pass, in nats. */
  readonly loss: number;
}

/** One pass; trained heads keep the list of them. */
export type OnEpoch = (epoch: Epoch) => void;

/** Yields after each epoch, so that a caller can draw, or let the event loop breathe. Returns the head. */
export function* trainHead(
  features: FeatureTable,
  lessons: readonly Lesson[],
  recipe: HeadRecipe,
): Generator<Epoch, Head> {
  const random = createRandom(recipe.seed);
  const head = startHead(features.width, recipe.hidden, random);
  const order = Int32Array.from({ length: features.rows }, (_, row) => row);
  const steps = Math.ceil(features.rows / recipe.batch) * recipe.epochs;
  const adam = createAdam(head, { ...recipe, steps });
  const room = makeRoom(features.width, recipe);
  for (let epoch = 1; epoch <= recipe.epochs; epoch++) {
    shuffle(order, random);
    let loss = 0;
    for (let from = 0; from < features.rows; from += recipe.batch) {
      const batch = order.subarray(from, from + recipe.batch);
      gather(features, batch, room.features);
      leaveOut(room.features, recipe.dropout, random);
      loss += learnFrom(lessons, batch, head, room, adam);
    }
    yield { epoch, epochs: recipe.epochs, loss: loss / features.rows };
  }
  return head;
}

function startHead(inputs: number, hidden: number, random: Random): Head {
  const draw = (size: number, scale: number) => new Float32Array(size).map(() => scale * normalOf(random));
  return {
    inputs,
    hidden,
    weightsIn: draw(inputs * hidden, 1 / Math.sqrt(inputs)),
    biasIn: new Float32Array(hidden),
    weightsOut: draw(hidden * OUTCOME_COUNT, 0.5 / Math.sqrt(hidden)),
    biasOut: new Float32Array(OUTCOME_COUNT),
  };
}

/** Fisher and Yates, in place. */
function shuffle(values: Int32Array, random: Random): void {
  for (let last = values.length - 1; last > 0; last--) {
    const other = Math.floor(random() * (last + 1));
    const kept = values[last] ?? 0;
    values[last] = values[other] ?? 0;
    values[other] = kept;
  }
}

/** Memory of one batch, used again and again. */
interface Room {
  readonly features: Float32Array;
  readonly inner: Float32Array;
  readonly innerSlope: Float32Array;
}

const makeRoom = (inputs: number, { batch, hidden }: HeadRecipe): Room => ({
  features: new Float32Array(batch * inputs),
  inner: new Float32Array(batch * hidden),
  innerSlope: new Float32Array(batch * hidden),
});

function gather({ values, width }: FeatureTable, batch: Int32Array, into: Float32Array): void {
  for (const [at, row] of batch.entries())
    into.set(values.subarray(row * width, (row + 1) * width), at * width);
}

function leaveOut(features: Float32Array, share: number, random: Random): void {
  if (share === 0) return;
  for (let at = 0; at < features.length; at++)
    features[at] = random() < share ? 0 : (features[at] ?? 0) / (1 - share);
}

/** One step: forward, backward, Adam. Returns the summed loss (cross-entropy). */
function learnFrom(
  lessons: readonly Lesson[],
  batch: Int32Array,
  head: Head,
  room: Room,
  adam: Adam,
): number {
  const { inputs, hidden } = head;
  const rows = batch.length;
  for (let at = 0; at < rows; at++) room.inner.set(head.biasIn, at * hidden);
  addProduct({
    left: room.features,
    right: head.weightsIn,
    sum: room.inner,
    rows,
    inner: inputs,
    columns: hidden,
  });
  let loss = 0;
  for (const [at, row] of batch.entries()) {
    const lesson = lessons[row];
    if (!lesson) continue;
    const slope = outputSlope(head, room.inner.subarray(at * hidden, (at + 1) * hidden), lesson);
    loss += slope.loss;
    backThroughOutput(
      head,
      room,
      at,
      slope.values.map((value) => value / rows),
      adam.slope,
    );
  }
  const { features: left, innerSlope: right } = room;
  addTransposedProduct({ left, right, sum: adam.slope.weightsIn, rows, inner: inputs, columns: hidden });
  adam.step();
  return loss;
}

/** Derivative of the loss by the four logits of a row: probabilities minus the truth, as much as the row counts. */
function outputSlope(head: Head, inner: Float32Array, { outcomes, weight }: Lesson) {
  const logits = Array.from(head.biasOut);
  for (const [unit, value] of inner.entries()) {
    if (value <= 0) continue;
    for (let out = 0; out < OUTCOME_COUNT; out++)
      logits[out] = (logits[out] ?? 0) + value * (head.weightsOut[unit * OUTCOME_COUNT + out] ?? 0);
  }
  const shares = softmax(logits);
  const loss = outcomes.reduce(
    (sum, wanted, out) => sum - (wanted === 0 ? 0 : wanted * Math.log(shares[out] ?? 0)),
    0,
  );
  return { loss, values: shares.map((share, out) => weight * (share - (outcomes[out] ?? 0))) };
}

function backThroughOutput(head: Head, room: Room, at: number, slope: readonly number[], sums: Head): void {
  for (const [out, value] of slope.entries()) sums.biasOut[out] = (sums.biasOut[out] ?? 0) + value;
  for (let unit = 0; unit < head.hidden; unit++) {
    const place = at * head.hidden + unit;
    const value = Math.max(0, room.inner[place] ?? 0);
    let back = 0;
    for (let out = 0; out < OUTCOME_COUNT; out++) {
      const weight = unit * OUTCOME_COUNT + out;
      back += (slope[out] ?? 0) * (head.weightsOut[weight] ?? 0);
      sums.weightsOut[weight] = (sums.weightsOut[weight] ?? 0) + (slope[out] ?? 0) * value;
    }
    room.innerSlope[place] = value > 0 ? back : 0;
    sums.biasIn[unit] = (sums.biasIn[unit] ?? 0) + (room.innerSlope[place] ?? 0);
  }
}
