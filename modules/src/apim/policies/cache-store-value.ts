import { writeEntry } from "../caching/cache-entries.ts";
import { CACHING_TYPE_NOTE, cachingType } from "../caching/caching-type.ts";
import { valueKey } from "../caching/value-key.ts";
import type { PolicyDefinition } from "../pipeline/policy.ts";
import { SECTIONS } from "../pipeline/section.ts";

/** Keeps a value under a key for `duration` seconds. */
export const cacheStoreValue: PolicyDefinition = {
  name: "cache-store-value",
  sections: SECTIONS,
  support: "emulated",
  notes: `The value is there at once, in Azure a moment later. ${CACHING_TYPE_NOTE}`,
  attributes: {
    key: { required: true },
    value: { required: true },
    duration: { required: true, kind: "integer", min: 0 },
    "caching-type": cachingType,
  },
  compile: (element, compiler) => {
    const key = compiler.required(element, "key");
    const value = compiler.required(element, "value");
    const duration = compiler.required(element, "duration");
    return {
      policy: element.name,
      position: element.position,
      run: async (exchange) => {
        const name = await key.text(exchange);
        const seconds = await duration.number(exchange);
        writeEntry(exchange.services, valueKey(name), await value.evaluate(exchange), seconds);
        exchange.trace.note(() => `kept "${name}" for ${seconds} s`);
        return undefined;
      },
    };
  },
};
