import type { PolicyDefinition } from "../pipeline/policy.ts";
import { SECTIONS } from "../pipeline/section.ts";
import { compileDimensions, DEFAULT_NAMESPACE, dimensionShape } from "../tokens/metric-dimensions.ts";

const MOST_DIMENSIONS = 10;

/** Emits a metric of one's own. */
export const emitMetric: PolicyDefinition = {
  name: "emit-metric",
  sections: SECTIONS,
  support: "emulated",
  notes: 'User ID has no value of its own, Location is "local", Gateway ID is "managed".',
  attributes: {
    name: { required: true, expression: false },
    namespace: { expression: false },
    value: { kind: "number" },
  },
  children: { dimension: dimensionShape },
  compile: (element, compiler) => {
    const name = element.attributes.get("name")?.value ?? "";
    const namespace = element.attributes.get("namespace")?.value ?? DEFAULT_NAMESPACE;
    const value = compiler.attribute(element, "value");
    const readDimensions = compileDimensions(element, compiler, MOST_DIMENSIONS);
    return {
      policy: element.name,
      position: element.position,
      run: async (exchange) => {
        const dimensions = await readDimensions(exchange);
        const amount = (await value?.number(exchange)) ?? 1;
        exchange.services.emitMetric({ namespace, dimensions, values: { [name]: amount } });
        exchange.trace.note(() => `${namespace} ${name} = ${amount}`);
        return undefined;
      },
    };
  },
};
