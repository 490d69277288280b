import { hash } from "node:crypto";
import type { RequestContext } from "../chat/request-context.ts";
import type { AssignmentUnit, Experiment, Variant } from "./experiment.ts";

/** A unit's name as the assignment knows it; units of two tenants never share one. */
export function unitOf(unit: AssignmentUnit, { tenant, user, client, requestId }: RequestContext): string {
  if (unit === "request") return JSON.stringify([tenant, "request", requestId]);
  if (unit === "user" && user !== undefined) return JSON.stringify([tenant, "user", user]);
  return JSON.stringify([tenant, "client", client]);
}

/**
 * The variant of a unit, undefined when it takes no part. By hash alone: the same on every machine and after every start.
 * Taking part and variant are dealt apart from each other, so a raised share adds units and moves none.
 */
export function assignVariant(
  { name, share, variants }: Pick<Experiment, "name" | "share" | "variants">,
  unit: string,
): Variant | undefined {
  if (placeOf(name, "takes part", unit) >= share) return undefined;
  return variantAt(variants, placeOf(name, "variant", unit));
}

/** `place` is 0 to 1 (without it), along all weights. */
function variantAt(variants: readonly Variant[], place: number): Variant | undefined {
  let left = place * variants.reduce((sum, { weight }) => sum + weight, 0);
  for (const variant of variants) {
    left -= variant.weight;
    if (left < 0) return variant;
  }
  return variants.at(-1);
}

/** Which of so many groups a unit's figures are summed in; dealt apart from its variant. */
export function groupOf(name: string, unit: string, groups: number): number {
  return Math.floor(placeOf(name, "group", unit) * groups);
}

/** Even in [0, 1). */
function placeOf(salt: string, what: string, unit: string): number {
  return hash("sha256", JSON.stringify([salt, what, unit]), "buffer").readUIntBE(0, 6) / 2 ** 48;
}
