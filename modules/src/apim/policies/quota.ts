import {
  BYTES_PER_KILOBYTE,
  type CallQuota,
  checkCallQuota,
  countQuotaBytes,
  countQuotaCall,
} from "../counters/call-quota.ts";
import { type NestedLimit, nestedLimitShapes, nestedLimits } from "../counters/nested-limits.ts";
import { ownerOfScope } from "../counters/owner-of-scope.ts";
import { ruleOutScopes } from "../counters/rule-out-scopes.ts";
import type { AttributeShapes, PolicyDefinition } from "../pipeline/policy.ts";

const limits: AttributeShapes = {
  calls: { expression: false, kind: "integer", min: 0 },
  bandwidth: { expression: false, kind: "integer", min: 0 },
  "renewal-period": { expression: false, kind: "integer", min: 0 },
};

/** So many calls or kilobytes for each subscription to a product, in periods of fixed length. */
export const quota: PolicyDefinition = {
  name: "quota",
  sections: ["inbound"],
  support: "emulated",
  notes:
    "Periods begin at multiples of renewal-period since year 1, in Azure at the subscription's start, which the emulator does " +
    "not know. Without a subscription it does nothing, as in Azure. Bandwidth is that of both bodies.",
  attributes: { ...limits, "renewal-period": { ...limits["renewal-period"], required: true } },
  children: nestedLimitShapes(limits),
  compile: (element, compiler) => {
    ruleOutScopes(element, compiler, ["product"]);
    const nested = nestedLimits(element, compiler);
    for (const limit of nested) {
      if (limit.element.attributes.has("calls") || limit.element.attributes.has("bandwidth")) continue;
      compiler.problem(`<${limit.element.name}> needs "calls", "bandwidth" or both.`, limit.element.position);
    }
    const outer = Number(element.attributes.get("renewal-period")?.value);
    return {
      policy: element.name,
      position: element.position,
      run: (exchange) => {
        const { subscription } = exchange;
        if (!subscription) {
          exchange.trace.note(() => "no subscription, so there is nobody to count for");
          return undefined;
        }
        const owner = `${subscription.id} ${ownerOfScope(compiler.scope, exchange)}`;
        const quotas = nested
          .filter((limit) => limit.appliesTo(exchange))
          .map((limit) => toQuota(limit, owner, outer));
        for (const each of quotas) checkCallQuota(each, exchange);
        for (const each of quotas) countQuotaCall(each, 1, exchange);
        if (quotas.some(({ bandwidthBytes }) => bandwidthBytes !== undefined)) {
          exchange.atEnd((end) => {
            for (const each of quotas) countQuotaBytes(each, exchange, end);
          });
        }
        return undefined;
      },
    };
  },
};

/** An inner limit without a period of its own takes the policy's. */
function toQuota({ element, name }: NestedLimit, owner: string, outerSeconds: number): CallQuota {
  const number = (attribute: string) => {
    const text = element.attributes.get(attribute);
    return text && Number(text.value);
  };
  const bandwidth = number("bandwidth");
  return {
    policy: "quota",
    key: `${owner} ${name}`.trim(),
    calls: number("calls"),
    bandwidthBytes: bandwidth === undefined ? undefined : bandwidth * BYTES_PER_KILOBYTE,
    periodMs: (number("renewal-period") ?? outerSeconds) * 1000,
    firstStart: Date.parse("0001-01-01T00:00:00Z"),
  };
}
