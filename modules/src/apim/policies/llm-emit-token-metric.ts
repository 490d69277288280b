import type { PolicyDefinition } from "../pipeline/policy.ts";
import { compileDimensions, DEFAULT_NAMESPACE, dimensionShape } from "../tokens/metric-dimensions.ts";
import { readModelRequest } from "../tokens/model-request.ts";
import { watchUsage } from "../tokens/watch-usage.ts";

/** More are refused, as Azure does. */
const MOST_DIMENSIONS = 10;

/** Emits how many tokens a request used, in all, in the prompt and in the answer. */
export const llmEmitTokenMetric: PolicyDefinition = {
  name: "llm-emit-token-metric",
  aliases: ["azure-openai-emit-token-metric"],
  sections: ["inbound"],
  support: "emulated",
  notes:
    "Nothing is emitted when no model answered. A stream counts what its usage event says, else an estimate. User ID has no " +
    'value of its own, Location is "local", Gateway ID is "managed". Categories such as cached or reasoning tokens are not emitted.',
  attributes: { namespace: { expression: false } },
  children: { dimension: dimensionShape },
  compile: (element, compiler) => {
    const namespace = element.attributes.get("namespace")?.value ?? DEFAULT_NAMESPACE;
    const readDimensions = compileDimensions(element, compiler, MOST_DIMENSIONS);
    return {
      policy: element.name,
      position: element.position,
      run: async (exchange) => {
        const dimensions = await readDimensions(exchange);
        // Read while it is there: an estimate may be needed when the answer has come.
        await readModelRequest(exchange);
        watchUsage(exchange, {
          onUsage: (usage) => {
            if (!usage) return;
            exchange.services.emitMetric({
              namespace,
              dimensions,
              values: {
                "Total Tokens": usage.totalTokens,
                "Prompt Tokens": usage.promptTokens,
                "Completion Tokens": usage.completionTokens,
              },
            });
          },
        });
        return undefined;
      },
    };
  },
};
