import type { RouteDecision, Router, Target } from "../routers/router.ts";
import { ExpectationError } from "./expectation-error.ts";
import { defaultRouter, judgeRoute } from "./judge-route.ts";
import {
  type CostOptions,
  checkCost,
  checkMargin,
  checkPrompt,
  checkSignal,
  checkTarget,
  misuse,
  type RouteCheck,
} from "./route-check.ts";

export interface ExpectRouteOptions extends CostOptions {
  /** Default: the rule router with the workshop's own rules. */
  readonly router?: Router;
}

/** What is expected of a route. A promise of the decision: put `await` in front of the chain. */
export interface RouteExpectation extends Promise<RouteDecision> {
  /** Where the query goes. */
  toBe(target: Target): RouteExpectation;
  /** A signal of this name was found and pulls to where the query goes. */
  because(signal: string): RouteExpectation;
  /** The score is further than this from the threshold: small changes of weights will not turn the route. */
  withMarginOver(margin: number): RouteExpectation;
  /** The list price is at most this; 0 says that the query stays local. An estimate: the answer's length is assumed. */
  cost(atMostUsd: number): RouteExpectation;
}

/**
 * A routing policy as a test, for vitest, `node:test` or a notebook cell:
 *
 *     await expectRoute("hello").toBe("local").because("greeting").withMarginOver(0.1).cost(0);
 *
 * The route is checked as soon as the line is over, awaited or not, so a forgotten `await` cannot hide a failure: vitest and
 * `node:test` fail on the rejection that nobody handled, and a notebook prints it below the cell. Only an awaited failure
 * stops the cell. More than one prompt: `expectRoutes`.
 * @throws ExpectationError with one line: prompt, what was expected, what came, and the signals.
 */
export function expectRoute(prompt: string, options: ExpectRouteOptions = {}): RouteExpectation {
  const writtenAt = new Error("expectRoute");
  Error.captureStackTrace(writtenAt, expectRoute);
  const makers: (() => RouteCheck)[] = [];
  const router = options.router ?? defaultRouter();
  let started = false;
  // A microtask later the chain is complete.
  const decided = Promise.resolve().then(() => {
    started = true;
    const checks = makers.map((make) => make());
    return settle(prompt, router, checks, writtenAt);
  });
  const expecting = (make: () => RouteCheck) => {
    if (started) throw misuse("This route is checked already.", "Write all that you expect in one chain.");
    makers.push(make);
    return expectation;
  };
  const expectation: RouteExpectation = Object.assign(decided, {
    toBe: (target: Target) => expecting(() => checkTarget(target)),
    because: (signal: string) => expecting(() => checkSignal(signal, router)),
    withMarginOver: (margin: number) => expecting(() => checkMargin(margin)),
    cost: (atMostUsd: number) => expecting(() => checkCost(prompt, atMostUsd, options)),
    [INSPECT]: () => "A route expectation that nobody waits for: put await in front of it.",
  });
  return expectation;
}

const INSPECT = Symbol.for("nodejs.util.inspect.custom");

async function settle(
  prompt: string,
  router: Router,
  checks: readonly RouteCheck[],
  writtenAt: Error,
): Promise<RouteDecision> {
  checkPrompt(prompt);
  if (checks.length === 0)
    throw misuse("expectRoute expects nothing.", 'Add .toBe("local") or .toBe("cloud").');
  const { decision, problem, expected, actual, cause } = await judgeRoute(prompt, router, checks);
  if (decision && problem === undefined) return decision;
  throw new ExpectationError(problem ?? "", {
    code: "ROUTE_NOT_AS_EXPECTED",
    expected,
    actual,
    cause,
    writtenAt,
  });
}
