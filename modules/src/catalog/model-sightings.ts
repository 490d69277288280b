import type { Availability, RegisteredModel } from "./model-registry.ts";
import type { ModelProfile } from "./registry-config.ts";

/** The share of the newest value in a moving average. */
const ALPHA = 0.1;

/** What was seen of one version of a model while it was registered. */
export interface Sightings {
  readonly availability: Availability;
  readonly lastCheckAt?: number | undefined;
  readonly successRate: number;
  readonly measuredLatencyMs: number;
  readonly ratedQuality: number;
  readonly calls: number;
}

/** Before anything was seen, a model is as its profile says. */
export const unseen = ({ latencyMs, quality }: ModelProfile): Sightings => ({
  availability: { kind: "unchecked" },
  successRate: 1,
  measuredLatencyMs: latencyMs,
  ratedQuality: quality,
  calls: 0,
});

/** With one more call. Latency stays a whole number of milliseconds, as its users know it. */
export function sawCall(seen: Sightings, ok: boolean, latencyMs: number): Sightings {
  const measured = Number.isFinite(latencyMs) && latencyMs >= 0 ? latencyMs : seen.measuredLatencyMs;
  return {
    ...seen,
    successRate: average(seen.successRate, ok ? 1 : 0),
    measuredLatencyMs: Math.trunc(average(seen.measuredLatencyMs, measured)),
    calls: seen.calls + 1,
  };
}

const average = (before: number, now: number) => ALPHA * now + (1 - ALPHA) * before;

/** Whether what was seen of one profile holds for another: the same version, asked at the same place. */
export const isSameServer = (one: ModelProfile, other: ModelProfile) =>
  one.version === other.version &&
  one.providerKind === other.providerKind &&
  one.servedName === other.servedName &&
  one.endpoint === other.endpoint;

/** The profile with what was seen, as users of a registry get it. */
export function showModel(
  profile: ModelProfile,
  origin: RegisteredModel["origin"],
  seen: Sightings,
): RegisteredModel {
  return Object.freeze({
    ...profile,
    ...seen,
    origin,
    isAvailable: seen.availability.kind !== "unavailable",
  });
}
