import { gatewayFailure } from "../backends/backend-failure.ts";
import type { Exchange } from "../pipeline/exchange.ts";
import type { Flow, PolicyDefinition } from "../pipeline/policy.ts";
import { SECTIONS } from "../pipeline/section.ts";

/** Lets at most so many requests at a time into the policies inside it; the next one gets 429 at once. */
export const limitConcurrency: PolicyDefinition = {
  name: "limit-concurrency",
  sections: SECTIONS,
  support: "emulated",
  notes:
    "A place is free again when the policies inside have run, which is before a streamed answer has ended.",
  attributes: {
    key: { required: true },
    "max-count": { required: true, expression: false, kind: "integer", min: 1 },
  },
  children: "policies",
  compile: (element, compiler) => {
    const key = compiler.required(element, "key");
    const maxCount = Number(compiler.required(element, "max-count").literal);
    const steps = compiler.policies(element.children);
    return {
      policy: element.name,
      position: element.position,
      run: async (exchange) =>
        inside(await key.text(exchange), maxCount, exchange, () => compiler.run(steps, exchange)),
    };
  },
};

async function inside(
  key: string,
  maxCount: number,
  { services, trace }: Exchange,
  run: () => Promise<Flow>,
): Promise<Flow> {
  const counts = services.state("limit-concurrency", () => new Map<string, number>());
  const count = (counts.get(key) ?? 0) + 1;
  if (count > maxCount) {
    throw gatewayFailure(`${maxCount} requests of "${key}" are under way, which is as many as may be.`, {
      status: 429,
      source: "limit-concurrency",
      reason: "ConcurrencyLimitExceeded",
    });
  }
  counts.set(key, count);
  trace.note(() => `request ${count} of at most ${maxCount} at a time for "${key}"`);
  try {
    return await run();
  } finally {
    const left = (counts.get(key) ?? 1) - 1;
    if (left > 0) counts.set(key, left);
    else counts.delete(key);
  }
}
