import type { AttributeShape } from "../pipeline/policy.ts";

/** The emulator has one cache, in memory; all three names stand for it. */
export const cachingType: AttributeShape = {
  expression: false,
  values: ["internal", "external", "prefer-external"],
};

export const CACHING_TYPE_NOTE =
  "One cache in memory stands for internal and external; it is lost when the gateway ends.";
