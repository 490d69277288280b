/**
 * Where an answer really comes from: `live` a cloud service, `local` a model on this machine or of the tier `local`, `recorded` a replayed
 * answer, `simulated` written by the lab cloud. Required on every answer; figures of different classes never mix.
 */
export type Provenance = "live" | "local" | "recorded" | "simulated";

export const PROVENANCES: readonly Provenance[] = ["live", "local", "recorded", "simulated"];

/** The header by which a server says it. */
export const PROVENANCE_HEADER = "x-lab-provenance";

export function isProvenance(value: unknown): value is Provenance {
  return PROVENANCES.includes(value as Provenance);
}
