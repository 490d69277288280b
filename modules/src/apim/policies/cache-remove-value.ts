import { CACHING_TYPE_NOTE, cachingType } from "../caching/caching-type.ts";
import { valueKey } from "../caching/value-key.ts";
import type { PolicyDefinition } from "../pipeline/policy.ts";
import { SECTIONS } from "../pipeline/section.ts";

/** Forgets a value that was kept. */
export const cacheRemoveValue: PolicyDefinition = {
  name: "cache-remove-value",
  sections: SECTIONS,
  support: "emulated",
  notes: CACHING_TYPE_NOTE,
  attributes: { key: { required: true }, "caching-type": cachingType },
  compile: (element, compiler) => {
    const key = compiler.required(element, "key");
    return {
      policy: element.name,
      position: element.position,
      run: async (exchange) => {
        const name = await key.text(exchange);
        const wasKept = exchange.services.cache.delete(valueKey(name));
        exchange.trace.note(() => (wasKept ? `forgot "${name}"` : `nothing is kept as "${name}"`));
        return undefined;
      },
    };
  },
};
