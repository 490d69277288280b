import {
  type CallRate,
  callRateShapes,
  checkCallRate,
  countCall,
  LONGEST_WINDOW_SECONDS,
  readCallRateReport,
  reportCallRate,
} from "../counters/call-rate.ts";
import { type NestedLimit, nestedLimitShapes, nestedLimits } from "../counters/nested-limits.ts";
import { ownerOfScope } from "../counters/owner-of-scope.ts";
import { ruleOutScopes } from "../counters/rule-out-scopes.ts";
import type { AttributeShapes, PolicyDefinition } from "../pipeline/policy.ts";

const limits: AttributeShapes = {
  calls: { required: true, expression: false, kind: "integer", min: 0 },
  "renewal-period": {
    required: true,
    expression: false,
    kind: "integer",
    min: 1,
    max: LONGEST_WINDOW_SECONDS,
  },
};

/** So many calls for each subscription, in a window that slides. */
export const rateLimit: PolicyDefinition = {
  name: "rate-limit",
  sections: ["inbound"],
  support: "emulated",
  notes:
    "Exact, where Azure counts in several places at once. Without a subscription it does nothing, as in Azure. Headers and " +
    "variables tell of the policy's own limit, not of those of <api> and <operation>.",
  attributes: { ...limits, ...callRateShapes },
  children: nestedLimitShapes(limits),
  compile: (element, compiler) => {
    ruleOutScopes(element, compiler, ["product", "api", "operation"]);
    const report = readCallRateReport(element);
    const nested = nestedLimits(element, compiler);
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
        const rates = nested
          .filter((limit) => limit.appliesTo(exchange))
          .map((limit) => toRate(limit, element.name, owner));
        for (const rate of rates) checkCallRate(rate, report, exchange);
        for (const rate of rates) countCall(rate, 1, exchange);
        const [own] = rates;
        if (own) reportCallRate(own, report, exchange);
        return undefined;
      },
    };
  },
};

function toRate({ element, name }: NestedLimit, policy: string, owner: string): CallRate {
  return {
    policy,
    key: `${owner} ${name}`.trim(),
    calls: Number(element.attributes.get("calls")?.value),
    periodMs: Number(element.attributes.get("renewal-period")?.value) * 1000,
  };
}
