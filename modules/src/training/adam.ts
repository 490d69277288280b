import type { Head } from "../onnx/head.ts";

export interface AdamOptions {
  readonly learningRate: number;
  /** Decay of the weights (not of the biases). */
  readonly decay: number;
  /** All steps that will be made: the rate falls to 0 along half a cosine, after a short rise. */
  readonly steps: number;
}

export interface Adam {
  /** Derivatives for the next step, of the shape of the head; 0 at first. */
  readonly slope: Head;
  /** Changes the head in place and sets the derivatives to 0. */
  step(): void;
}

const RISE_STEPS = 30;
const FIRST_MEMORY = 0.9;
const SECOND_MEMORY = 0.999;
const LEAST_ROOT = 1e-8;
const PARTS = ["weightsIn", "biasIn", "weightsOut", "biasOut"] as const;

/** Adam with weight decay kept apart from the derivatives (AdamW, arXiv 1711.05101). */
export function createAdam(head: Head, { learningRate, decay, steps }: AdamOptions): Adam {
  const [slope, mean, square] = [emptyLike(head), emptyLike(head), emptyLike(head)];
  let step = 0;
  return {
    slope,
    step() {
      step++;
      const rise = Math.min(1, step / RISE_STEPS);
      const rate = learningRate * rise * 0.5 * (1 + Math.cos((Math.PI * step) / steps));
      for (const name of PARTS) {
        const part = { values: head[name], slope: slope[name], mean: mean[name], square: square[name] };
        change(part, { rate, step, decay: name.startsWith("weights") ? decay : 0 });
      }
    },
  };
}

const emptyLike = ({ inputs, hidden, weightsIn, biasIn, weightsOut, biasOut }: Head): Head => ({
  inputs,
  hidden,
  weightsIn: new Float32Array(weightsIn.length),
  biasIn: new Float32Array(biasIn.length),
  weightsOut: new Float32Array(weightsOut.length),
  biasOut: new Float32Array(biasOut.length),
});

interface Part {
  readonly values: Float32Array;
  readonly slope: Float32Array;
  readonly mean: Float32Array;
  readonly square: Float32Array;
}

interface Step {
  readonly rate: number;
  /** Counted from 1. */
  readonly step: number;
  readonly decay: number;
}

function change({ values, slope, mean, square }: Part, { rate, step, decay }: Step): void {
  const meanScale = 1 - FIRST_MEMORY ** step;
  const squareScale = 1 - SECOND_MEMORY ** step;
  for (let at = 0; at < values.length; at++) {
    const value = slope[at] ?? 0;
    const average = FIRST_MEMORY * (mean[at] ?? 0) + (1 - FIRST_MEMORY) * value;
    const power = SECOND_MEMORY * (square[at] ?? 0) + (1 - SECOND_MEMORY) * value * value;
    mean[at] = average;
    square[at] = power;
    const weight = values[at] ?? 0;
    const towards = average / meanScale / (Math.sqrt(power / squareScale) + LEAST_ROOT);
    values[at] = weight - rate * (towards + decay * weight);
  }
  slope.fill(0);
}
