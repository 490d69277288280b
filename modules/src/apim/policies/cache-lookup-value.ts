import { readEntry } from "../caching/cache-entries.ts";
import { CACHING_TYPE_NOTE, cachingType } from "../caching/caching-type.ts";
import { valueKey } from "../caching/value-key.ts";
import type { PolicyDefinition } from "../pipeline/policy.ts";
import { SECTIONS } from "../pipeline/section.ts";

/** Puts a value that was kept into a variable. */
export const cacheLookupValue: PolicyDefinition = {
  name: "cache-lookup-value",
  sections: SECTIONS,
  support: "emulated",
  notes: `When nothing is kept and there is no default-value, the variable is not set. ${CACHING_TYPE_NOTE}`,
  attributes: {
    key: { required: true },
    "variable-name": { required: true, expression: false },
    "default-value": {},
    "caching-type": cachingType,
  },
  compile: (element, compiler) => {
    const key = compiler.required(element, "key");
    const variable = element.attributes.get("variable-name")?.value ?? "";
    const otherwise = compiler.attribute(element, "default-value");
    return {
      policy: element.name,
      position: element.position,
      run: async (exchange) => {
        const { services, variables, trace } = exchange;
        const name = await key.text(exchange);
        const kept = readEntry(services, valueKey(name));
        trace.note(() => (kept === undefined ? `nothing is kept as "${name}"` : `found "${name}"`));
        if (kept !== undefined) variables.set(variable, kept);
        else if (otherwise) variables.set(variable, await otherwise.evaluate(exchange));
        return undefined;
      },
    };
  },
};
