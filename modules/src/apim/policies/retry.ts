import { gatewayFailure } from "../backends/backend-failure.ts";
import type { PolicyElement } from "../documents/policy-element.ts";
import type { Exchange } from "../pipeline/exchange.ts";
import type { Flow, PolicyCompiler, PolicyDefinition, PolicyStep } from "../pipeline/policy.ts";
import { PolicyError } from "../pipeline/policy-error.ts";
import type { PolicyValue } from "../pipeline/policy-value.ts";
import { placeOfError } from "../pipeline/run-steps.ts";
import { SECTIONS } from "../pipeline/section.ts";

const MOST_RETRIES = 50;

/** Runs the policies inside it once, and again while the condition holds and retries are left. */
export const retry: PolicyDefinition = {
  name: "retry",
  sections: SECTIONS,
  support: "emulated",
  notes:
    "An error inside it is shown to the condition as context.LastError and as the response that would be sent; " +
    "when no retry follows, it goes on to on-error.",
  attributes: {
    condition: { required: true, kind: "boolean" },
    count: { required: true, kind: "integer", min: 1, max: MOST_RETRIES },
    interval: { required: true, kind: "number", min: 0 },
    "max-interval": { kind: "number", min: 0 },
    delta: { kind: "number", min: 0 },
    "first-fast-retry": { kind: "boolean" },
  },
  children: "policies",
  compile: (element, compiler) => {
    if (element.children.length === 0)
      compiler.problem("<retry> needs at least one policy inside it.", element.position);
    const settings = readSettings(element, compiler);
    const steps = compiler.policies(element.children);
    return {
      policy: element.name,
      position: element.position,
      run: (exchange) => runAgain(steps, settings, compiler, exchange),
    };
  },
};

interface RetrySettings {
  readonly condition: PolicyValue;
  readonly count: PolicyValue;
  readonly interval: PolicyValue;
  readonly maxInterval: PolicyValue | undefined;
  readonly delta: PolicyValue | undefined;
  readonly firstFastRetry: PolicyValue | undefined;
}

function readSettings(element: PolicyElement, compiler: PolicyCompiler): RetrySettings {
  return {
    condition: compiler.required(element, "condition"),
    count: compiler.required(element, "count"),
    interval: compiler.required(element, "interval"),
    maxInterval: compiler.attribute(element, "max-interval"),
    delta: compiler.attribute(element, "delta"),
    firstFastRetry: compiler.attribute(element, "first-fast-retry"),
  };
}

async function runAgain(
  steps: readonly PolicyStep[],
  settings: RetrySettings,
  compiler: PolicyCompiler,
  exchange: Exchange,
): Promise<Flow> {
  const earlierError = exchange.lastError;
  for (let number = 1; ; number++) {
    const outcome = await runOnce(steps, compiler, exchange);
    if (outcome === "stop") return outcome;
    if (!(await isWanted(settings, number, exchange))) {
      if (outcome instanceof PolicyError) throw outcome;
      return outcome;
    }
    exchange.lastError = earlierError;
    await waitBefore(number, settings, exchange);
  }
}

/** What the policies inside did; an error of theirs becomes what the condition looks at. */
async function runOnce(
  steps: readonly PolicyStep[],
  compiler: PolicyCompiler,
  exchange: Exchange,
): Promise<Flow | PolicyError> {
  try {
    return await compiler.run(steps, exchange);
  } catch (error) {
    if (!(error instanceof PolicyError)) throw error;
    const place = placeOfError(error);
    exchange.response = error.response;
    exchange.lastError = {
      source: error.source,
      reason: error.reason,
      message: error.message,
      scope: place?.scope ?? compiler.scope,
      section: exchange.section,
      path: place?.path ?? "",
      policyId: place?.policyId ?? "",
    };
    return error;
  }
}

async function isWanted(
  { condition, count }: RetrySettings,
  number: number,
  exchange: Exchange,
): Promise<boolean> {
  const status = exchange.response?.status;
  const after = `after run ${number} (${status === undefined ? "no response" : `status ${status}`})`;
  if (!(await condition.boolean(exchange))) {
    exchange.trace.note(() => `${after} the condition is false: done`);
    return false;
  }
  const most = await retriesOf(count, exchange);
  exchange.trace.note(() =>
    number > most
      ? `${after} the condition is true, but all ${most} retries are used`
      : `${after} the condition is true: retry ${number} of ${most}`,
  );
  return number <= most;
}

async function retriesOf(count: PolicyValue, exchange: Exchange): Promise<number> {
  const retries = await count.number(exchange);
  if (Number.isInteger(retries) && retries >= 1 && retries <= MOST_RETRIES) return retries;
  throw gatewayFailure(`count must be a whole number from 1 to ${MOST_RETRIES}, not ${retries}.`, {
    status: 500,
    source: "retry",
    reason: "ExpressionValueEvaluationFailure",
  });
}

async function waitBefore(number: number, settings: RetrySettings, exchange: Exchange): Promise<void> {
  const seconds = await waitSeconds(number, settings, exchange);
  exchange.trace.note(() => `waits ${Math.round(seconds * 1000) / 1000} s before retry ${number}`);
  if (seconds > 0) await exchange.services.clock.sleep(seconds * 1000, exchange.signal);
}

/** Fixed, linear with `delta`, exponential with `max-interval` as well; 10, 20, 40, 80 for interval and delta 10. */
async function waitSeconds(number: number, settings: RetrySettings, exchange: Exchange): Promise<number> {
  const { interval, delta, maxInterval, firstFastRetry } = settings;
  if (number === 1 && (await firstFastRetry?.boolean(exchange))) return 0;
  const fixed = Math.max(0, await interval.number(exchange));
  const step = (await delta?.number(exchange)) ?? 0;
  const most = await maxInterval?.number(exchange);
  if (most === undefined) return fixed + (number - 1) * step;
  const spread = step * (0.8 + 0.4 * exchange.services.random());
  return Math.min(most, fixed + (2 ** (number - 1) - 1) * spread);
}
