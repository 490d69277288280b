import {
  BYTES_PER_KILOBYTE,
  type CallQuota,
  checkCallQuota,
  countQuotaBytes,
  countQuotaCall,
} from "../counters/call-quota.ts";
import { countIfTrue, countWhen } from "../counters/count-when.ts";
import type { PolicyElement } from "../documents/policy-element.ts";
import type { PolicyCompiler, PolicyDefinition } from "../pipeline/policy.ts";

const SHORTEST_PERIOD_SECONDS = 300;

/** So many calls or kilobytes for each value of a key, in periods of fixed length. */
export const quotaByKey: PolicyDefinition = {
  name: "quota-by-key",
  sections: ["inbound"],
  support: "emulated",
  notes:
    "Exact, where Azure counts in several places at once. Bandwidth is that of both bodies, 1 kilobyte = 1024 bytes. With " +
    "increment-condition a call counts when its answer is there.",
  attributes: {
    calls: { expression: false, kind: "integer", min: 0 },
    bandwidth: { expression: false, kind: "integer", min: 0 },
    "renewal-period": { required: true, expression: false, kind: "integer", min: 0 },
    "counter-key": { required: true },
    "increment-condition": {},
    "increment-count": { kind: "integer", min: 0 },
    "first-period-start": { expression: false },
  },
  compile: (element, compiler) => {
    const limits = readLimits(element, compiler);
    const key = compiler.required(element, "counter-key");
    const condition = compiler.attribute(element, "increment-condition");
    const increment = compiler.attribute(element, "increment-count");
    return {
      policy: element.name,
      position: element.position,
      run: async (exchange) => {
        const quota = { ...limits, policy: element.name, key: await key.text(exchange) };
        const amount = (await increment?.number(exchange)) ?? 1;
        checkCallQuota(quota, exchange);
        countWhen(condition, exchange, () => countQuotaCall(quota, amount, exchange));
        if (quota.bandwidthBytes === undefined) return undefined;
        exchange.atEnd((end) =>
          countIfTrue(condition, exchange, () => countQuotaBytes(quota, exchange, end)),
        );
        return undefined;
      },
    };
  },
};

function readLimits(element: PolicyElement, compiler: PolicyCompiler): Omit<CallQuota, "policy" | "key"> {
  const number = (name: string) => {
    const text = element.attributes.get(name);
    return text && Number(text.value);
  };
  const seconds = number("renewal-period") ?? 0;
  if (seconds !== 0 && seconds < SHORTEST_PERIOD_SECONDS) {
    const position = element.attributes.get("renewal-period")?.position ?? element.position;
    compiler.problem(
      `<quota-by-key renewal-period="${seconds}">: must be 0 (no end) or at least ${SHORTEST_PERIOD_SECONDS}.`,
      position,
    );
  }
  const calls = number("calls");
  const bandwidth = number("bandwidth");
  if (calls === undefined && bandwidth === undefined) {
    compiler.problem('<quota-by-key> needs "calls", "bandwidth" or both.', element.position);
  }
  return {
    calls,
    bandwidthBytes: bandwidth === undefined ? undefined : bandwidth * BYTES_PER_KILOBYTE,
    periodMs: seconds * 1000,
    firstStart: readStart(element, compiler),
  };
}

function readStart(element: PolicyElement, compiler: PolicyCompiler): number {
  const text = element.attributes.get("first-period-start") ?? {
    value: "0001-01-01T00:00:00Z",
    position: element.position,
  };
  const start = Date.parse(text.value);
  if (Number.isNaN(start)) {
    compiler.problem(
      `<quota-by-key first-period-start="${text.value}">: must be a time such as "2026-01-31T00:00:00Z".`,
      text.position,
    );
  }
  return start;
}
