/** A layer over embeddings that gives each class a probability: softmax regression. */
export interface Head {
  /** Numbers in a vector. */
  readonly width: number;
  readonly classes: number;
  /** For each class its weights, then its bias. */
  readonly weights: Float64Array;
}

/** One row to learn from. */
export interface HeadRow {
  readonly vector: Float32Array;
  /** Index of its class. */
  readonly label: number;
}

/** How a head does on rows. */
export interface HeadMetrics {
  /** Mean cross-entropy, in nats. */
  readonly loss: number;
  /** Share of rows whose likeliest class is right. */
  readonly accuracy: number;
}

export interface HeadTrainer {
  readonly head: Head;
  /** One step of Adam. What it tells was measured before the step. */
  step(rows: readonly HeadRow[]): HeadMetrics;
  /** A copy that further steps do not change. */
  snapshot(): Head;
}

export interface HeadTrainerOptions {
  readonly width: number;
  readonly classes: number;
  readonly learningRate: number;
}

/** Adam's usual constants; weights shrink apart from the gradient (AdamW). */
const BETA_1 = 0.9;
const BETA_2 = 0.999;
const EPSILON = 1e-8;
const WEIGHT_DECAY = 0.1;

/** Starts from zero weights: every class is equally likely, and the first loss is ln(classes). */
export function createHeadTrainer({ width, classes, learningRate }: HeadTrainerOptions): HeadTrainer {
  const weights = new Float64Array(classes * (width + 1));
  const head: Head = { width, classes, weights };
  const gradient = new Float64Array(weights.length);
  const mean = new Float64Array(weights.length);
  const variance = new Float64Array(weights.length);
  let steps = 0;

  const update = () => {
    steps += 1;
    const rate = (learningRate * Math.sqrt(1 - BETA_2 ** steps)) / (1 - BETA_1 ** steps);
    for (let at = 0; at < weights.length; at++) {
      const slope = gradient[at] ?? 0;
      const first = BETA_1 * (mean[at] ?? 0) + (1 - BETA_1) * slope;
      const second = BETA_2 * (variance[at] ?? 0) + (1 - BETA_2) * slope * slope;
      mean[at] = first;
      variance[at] = second;
      const weight = weights[at] ?? 0;
      weights[at] =
        weight - (rate * first) / (Math.sqrt(second) + EPSILON) - learningRate * WEIGHT_DECAY * weight;
    }
  };

  return {
    head,
    step(rows) {
      gradient.fill(0);
      const metrics = measure(head, rows, (row, logs) => addSlope(gradient, row, logs, rows.length));
      update();
      return metrics;
    },
    snapshot: () => ({ width, classes, weights: weights.slice() }),
  };
}

/** How a head does on rows; NaN when there are none. */
export const measureHead = (head: Head, rows: readonly HeadRow[]): HeadMetrics =>
  measure(head, rows, () => {});

function measure(
  head: Head,
  rows: readonly HeadRow[],
  see: (row: HeadRow, logs: readonly number[]) => void,
): HeadMetrics {
  let loss = 0;
  let right = 0;
  for (const row of rows) {
    const logs = logProbabilities(head, row.vector);
    loss -= logs[row.label] ?? Number.NEGATIVE_INFINITY;
    if (logs.indexOf(Math.max(...logs)) === row.label) right += 1;
    see(row, logs);
  }
  return { loss: loss / rows.length, accuracy: right / rows.length };
}

/** The gradient of the mean cross-entropy, one row's part. */
function addSlope(gradient: Float64Array, { vector, label }: HeadRow, logs: readonly number[], rows: number) {
  const { length: width } = vector;
  const scale = scaleOf(width);
  for (const [index, log] of logs.entries()) {
    const error = (Math.exp(log) - (index === label ? 1 : 0)) / rows;
    const start = index * (width + 1);
    for (let at = 0; at < width; at++)
      gradient[start + at] = (gradient[start + at] ?? 0) + error * scale * (vector[at] ?? 0);
    gradient[start + width] = (gradient[start + width] ?? 0) + error;
  }
}

/** The logarithm of each class's probability. */
export function logProbabilities({ width, classes, weights }: Head, vector: Float32Array): number[] {
  const scale = scaleOf(width);
  const scores = Array.from({ length: classes }, (_, index) => {
    const start = index * (width + 1);
    let sum = 0;
    for (let at = 0; at < width; at++) sum += (weights[start + at] ?? 0) * (vector[at] ?? 0);
    return sum * scale + (weights[start + width] ?? 0);
  });
  const most = Math.max(...scores);
  const total = most + Math.log(scores.reduce((sum, score) => sum + Math.exp(score - most), 0));
  return scores.map((score) => score - total);
}

/** Brings the numbers of a vector of unit length to about one each, so that one learning rate fits every width. */
const scaleOf = (width: number) => Math.sqrt(width);
