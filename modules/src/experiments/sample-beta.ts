import { normalOf, type Random } from "../core/random.ts";

/** A draw from the Beta distribution with these two shapes, both above 0. */
export function sampleBeta(random: Random, good: number, bad: number): number {
  const [one, two] = [sampleGamma(random, good), sampleGamma(random, bad)];
  return one + two === 0 ? good / (good + bad) : one / (one + two);
}

/** A draw from the Gamma distribution of scale 1 (Marsaglia and Tsang 2000). */
function sampleGamma(random: Random, shape: number): number {
  if (shape < 1) return sampleGamma(random, shape + 1) * (1 - random()) ** (1 / shape);
  const d = shape - 1 / 3;
  const c = 1 / Math.sqrt(9 * d);
  for (;;) {
    const normal = normalOf(random);
    const cube = (1 + c * normal) ** 3;
    if (cube <= 0) continue;
    if (Math.log(1 - random()) < 0.5 * normal * normal + d - d * cube + d * Math.log(cube)) return d * cube;
  }
}
