import type { Deployment, Model, Region, Spread } from "../../../catalog/index.ts";
import { type Clock, createRandom, normalOf, type Random } from "../../../core/index.ts";
import { atOnce, type Pace, startPace, type Tempo } from "./pace.ts";

export interface LatencyOptions {
  readonly regions: readonly Region[];
  /** What the drawn times are multiplied with: 0 = no delay, 1 = as the catalog states them. */
  readonly timeScale: number;
  /** The same seed draws the same times. */
  readonly seed: number;
  readonly clock: Clock;
}

export interface Latency {
  /** Starts an answer of a deployment; `model` is the one that gives it. */
  start(answer: {
    readonly deployment: Deployment;
    readonly model: Model;
    readonly pieces: readonly string[];
    readonly signal: AbortSignal;
    /** When the question came, on the clock's `elapsed` scale; default now. */
    readonly startedAt?: number | undefined;
  }): Pace;
}

/** Draws how long each answer takes from what the catalog states for its model and region. */
export function createLatency({ regions, timeScale, seed, clock }: LatencyOptions): Latency {
  const random = createRandom(seed);
  const roundTrips = new Map(regions.map(({ name, roundTripMs }) => [name, roundTripMs]));
  return {
    start({ deployment, model, pieces, signal, startedAt = clock.elapsed() }) {
      if (timeScale === 0) return atOnce(pieces);
      const tempo = drawTempo(deployment, model, random);
      const roundTripMs = roundTrips.get(deployment.region) ?? 0;
      return startPace(
        pieces,
        {
          firstTokenMs: (roundTripMs + tempo.firstTokenMs) * timeScale,
          msPerToken: tempo.msPerToken * timeScale,
        },
        { clock, startedAt, signal },
      );
    },
  };
}

function drawTempo(deployment: Deployment, model: Model, random: Random): Tempo {
  const latency = deployment.latency ?? model.latency;
  if (!latency) return { firstTokenMs: 0, msPerToken: 0 };
  const { firstTokenMs, tokensPerSecond } = latency;
  return {
    firstTokenMs: drawLognormal(firstTokenMs, random),
    msPerToken: tokensPerSecond ? 1000 / drawLognormal(tokensPerSecond, random) : 0,
  };
}

/** Of the standard normal distribution's values one in twenty is above this. */
const Z_95 = 1.6448536269514722;

/** A value of the lognormal distribution that has this median and this 95th percentile. */
function drawLognormal({ median, p95 }: Spread, random: Random): number {
  return median * (p95 / median) ** (normalOf(random) / Z_95);
}
