import type { LabelCalibration } from "../routers/label-prompt.ts";

/** What a chat model's log-probabilities said, and what was right. */
export interface LogitCase {
  /** Logarithm of the probability of the cloud's label over that of the local one: the decision's signal `label-logit`. */
  readonly logit: number;
  /** Whether the question needs the cloud. */
  readonly cloud: boolean;
}

const STEPS = 50;
/** Keeps the fit finite where the logits tell everything. */
const RIDGE = 1e-3;
/** Probabilities have to rise with the logit, whatever a handful of rows says. */
const LEAST_SLOPE = 0.05;

/**
 * Fits how sure a model's label really is: logistic regression of what was right on the logit (Platt scaling). To be
 * fitted on other rows than those it is then judged on.
 */
export function fitLabelCalibration(cases: readonly LogitCase[]): LabelCalibration {
  let [slope, offset] = [1, 0];
  for (let step = 0; step < STEPS; step++) {
    const { gradient, curvature } = slopesAt(cases, slope, offset);
    const determinant = curvature.slope * curvature.offset - curvature.both ** 2;
    slope += (curvature.offset * gradient.slope - curvature.both * gradient.offset) / determinant;
    offset += (curvature.slope * gradient.offset - curvature.both * gradient.slope) / determinant;
    if (!Number.isFinite(slope + offset)) return { slope: 1, offset: 0 };
  }
  return { slope: Math.max(LEAST_SLOPE, slope), offset };
}

/** Gradient and curvature of the log-likelihood. */
function slopesAt(cases: readonly LogitCase[], slope: number, offset: number) {
  const gradient = { slope: -RIDGE * slope, offset: -RIDGE * offset };
  const curvature = { slope: RIDGE, both: 0, offset: RIDGE };
  for (const { logit, cloud } of cases) {
    const probability = 1 / (1 + Math.exp(-(offset + slope * logit)));
    const spread = probability * (1 - probability);
    const error = Number(cloud) - probability;
    gradient.slope += error * logit;
    gradient.offset += error;
    curvature.slope += spread * logit * logit;
    curvature.both += spread * logit;
    curvature.offset += spread;
  }
  return { gradient, curvature };
}
