import { semanticCacheOf, semanticPlan } from "../caching/semantic-plan.ts";
import { storeAnswer } from "../caching/stored-answer.ts";
import type { PolicyDefinition } from "../pipeline/policy.ts";
import { isEventStream } from "../tokens/watch-usage.ts";

/** Keeps the answer for prompts of like meaning. */
export const llmSemanticCacheStore: PolicyDefinition = {
  name: "llm-semantic-cache-store",
  aliases: ["azure-openai-semantic-cache-store"],
  sections: ["outbound"],
  support: "emulated",
  notes: "Only answers 200 that do not stream are kept, the newest thousand, in memory.",
  attributes: { duration: { required: true, kind: "integer", min: 0 } },
  compile: (element, compiler) => {
    const duration = compiler.required(element, "duration");
    return {
      policy: element.name,
      position: element.position,
      run: async (exchange) => {
        const { response, services, trace } = exchange;
        const plan = semanticPlan(exchange);
        if (!plan || response?.status !== 200 || isEventStream(response)) {
          trace.note(
            () => `not kept: ${plan ? "the answer is no 200 in one piece" : "no lookup asked for it"}`,
          );
          return undefined;
        }
        const seconds = await duration.number(exchange);
        const now = services.clock.now();
        const answer = await storeAnswer(response, element.name);
        if (answer) semanticCacheOf(services).add({ ...plan, answer, expiresAt: now + seconds * 1000 }, now);
        trace.note(() => (answer ? `kept for ${seconds} s` : "not kept: it is larger than 2 MiB"));
        return undefined;
      },
    };
  },
};
