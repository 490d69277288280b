import { RoutingError } from "../core/errors.ts";
import { type BootstrapOptions, bootstrapFigures, type Interval } from "./bootstrap.ts";

/** A probability that was given, and what happened. */
export interface ProbabilityCase {
  /** 0 to 1. */
  readonly probability: number;
  readonly happened: boolean;
}

/** The cases whose probability lies from `from` up to `to`; in the last row `to` belongs to it. */
export interface ReliabilityRow {
  readonly from: number;
  readonly to: number;
  readonly cases: number;
  /** Mean of the probabilities; NaN when there are no cases. */
  readonly predicted: number;
  /** Share of cases in which it happened; NaN when there are no cases. */
  readonly observed: number;
}

export interface CalibrationOptions {
  /** Parts of equal width that 0 to 1 is cut into. Default 10. */
  readonly bins?: number;
}

/**
 * What was predicted next to what happened, part by part: the rows of a reliability chart.
 * @throws RoutingError for a probability outside 0 to 1.
 */
export function reliabilityTable(
  cases: readonly ProbabilityCase[],
  { bins = 10 }: CalibrationOptions = {},
): ReliabilityRow[] {
  const parts = Array.from({ length: bins }, () => ({ cases: 0, predicted: 0, observed: 0 }));
  for (const { probability, happened } of cases) {
    if (!(probability >= 0 && probability <= 1)) throw notAProbability(probability);
    const part = parts[partOf(probability, bins)];
    if (!part) continue;
    part.cases += 1;
    part.predicted += probability;
    part.observed += Number(happened);
  }
  return parts.map(({ cases, predicted, observed }, at) => ({
    from: at / bins,
    to: (at + 1) / bins,
    cases,
    predicted: predicted / cases,
    observed: observed / cases,
  }));
}

/**
 * Expected calibration error: how far what was predicted is from what happened, part by part, weighted by the cases in each
 * part. 0 is perfect. NaN when there are no cases.
 * @throws RoutingError for a probability outside 0 to 1.
 */
export function expectedCalibrationError(
  cases: readonly ProbabilityCase[],
  options: CalibrationOptions = {},
): number {
  let sum = 0;
  for (const { cases: inPart, predicted, observed } of reliabilityTable(cases, options))
    if (inPart > 0) sum += inPart * Math.abs(predicted - observed);
  return cases.length === 0 ? Number.NaN : sum / cases.length;
}

/** The expected calibration error with its interval, and the rows of its chart. */
export interface Calibration {
  readonly cases: number;
  readonly error: Interval;
  readonly table: readonly ReliabilityRow[];
}

/**
 * Measures probabilities against what happened. The error of few cases comes out too high, since chance alone moves the parts
 * apart; so do the samples its interval is drawn from.
 * @throws RoutingError for a probability outside 0 to 1, or when there are no cases.
 */
export function measureCalibration(
  cases: readonly ProbabilityCase[],
  { bins = 10, ...drawing }: CalibrationOptions & Omit<BootstrapOptions<never>, "groupOf"> = {},
): Calibration {
  const table = reliabilityTable(cases, { bins });
  const gaps = Float64Array.from(cases, ({ probability, happened }) => probability - Number(happened));
  const parts = Uint32Array.from(cases, ({ probability }) => partOf(probability, bins));
  const { error } = bootstrapFigures(
    cases.length,
    (counts) => {
      const sums = new Float64Array(bins);
      for (let at = 0; at < gaps.length; at++) {
        const part = parts[at] ?? 0;
        sums[part] = (sums[part] ?? 0) + (counts[at] ?? 0) * (gaps[at] ?? 0);
      }
      return { error: sums.reduce((total, sum) => total + Math.abs(sum), 0) / gaps.length };
    },
    { resamples: 500, ...drawing },
  );
  return { cases: cases.length, error, table };
}

/** 1 belongs to the last part. */
const partOf = (probability: number, bins: number) => Math.min(bins - 1, Math.floor(probability * bins));

const notAProbability = (value: number) =>
  new RoutingError(`${value} is no probability.`, {
    code: "NOT_A_PROBABILITY",
    hint: "Give numbers from 0 to 1.",
  });
