/**
 * How many standard errors to each side make an interval that holds at every time at once: one may look after each
 * request and stop when one likes. (The normal mixture's asymptotic confidence sequence.) It is narrowest, about 3
 * errors for a false alarm of 0.05, where `requests` is what was planned; looking once, at a time fixed before, 2 would do.
 */
export function anytimeErrors(requests: number, planned: number, falseAlarm: number): number {
  const scaled = (bestScale(falseAlarm) * requests) / planned;
  return Math.sqrt((1 + 1 / scaled) * Math.log((scaled + 1) / falseAlarm ** 2));
}

/** Where the sequence is tuned to: minimises its width at the planned time. */
function bestScale(falseAlarm: number): number {
  const log = -2 * Math.log(falseAlarm);
  return log + Math.log(log + 1);
}

/** Probability that a normal value lies as far from 0 as `z`, on either side. */
export function twoSidedP(z: number): number {
  const x = Math.abs(z) / Math.SQRT2;
  const t = 1 / (1 + 0.5 * x);
  const power = COEFFICIENTS.reduceRight((sum, coefficient) => coefficient + t * sum, 0);
  return Math.min(1, t * Math.exp(-x * x + power));
}

/** Chebyshev fit of the complementary error function, good to 1.2e-7 of the value everywhere. */
const COEFFICIENTS = [
  -1.26551223, 1.00002368, 0.37409196, 0.09678418, -0.18628806, 0.27886807, -1.13520398, 1.48851587,
  -0.82215223, 0.17087277,
];
