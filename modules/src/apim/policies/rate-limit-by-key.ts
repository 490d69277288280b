import {
  callRateShapes,
  checkCallRate,
  countCall,
  LONGEST_WINDOW_SECONDS,
  readCallRateReport,
  reportCallRate,
} from "../counters/call-rate.ts";
import { countWhen } from "../counters/count-when.ts";
import type { PolicyDefinition } from "../pipeline/policy.ts";

/** So many calls for each value of a key, in a window that slides. */
export const rateLimitByKey: PolicyDefinition = {
  name: "rate-limit-by-key",
  sections: ["inbound"],
  support: "emulated",
  notes:
    "Exact, where Azure counts in several places at once. Refused calls do not count. With increment-condition a call counts " +
    "when its answer is there.",
  attributes: {
    calls: { required: true, kind: "integer", min: 0 },
    "renewal-period": { required: true, kind: "integer", min: 1, max: LONGEST_WINDOW_SECONDS },
    "counter-key": { required: true },
    "increment-condition": {},
    "increment-count": { kind: "integer", min: 0 },
    ...callRateShapes,
  },
  compile: (element, compiler) => {
    const calls = compiler.required(element, "calls");
    const period = compiler.required(element, "renewal-period");
    const key = compiler.required(element, "counter-key");
    const condition = compiler.attribute(element, "increment-condition");
    const increment = compiler.attribute(element, "increment-count");
    const report = readCallRateReport(element);
    return {
      policy: element.name,
      position: element.position,
      run: async (exchange) => {
        const rate = {
          policy: element.name,
          key: await key.text(exchange),
          calls: await calls.number(exchange),
          periodMs: (await period.number(exchange)) * 1000,
        };
        const amount = (await increment?.number(exchange)) ?? 1;
        checkCallRate(rate, report, exchange);
        countWhen(condition, exchange, () => countCall(rate, amount, exchange));
        reportCallRate(rate, report, exchange);
        return undefined;
      },
    };
  },
};
