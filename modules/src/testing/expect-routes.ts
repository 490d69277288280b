import type { RouteDecision, Router, Target } from "../routers/router.ts";
import { ExpectationError } from "./expectation-error.ts";
import { defaultRouter, type Judgement, judgeRoute } from "./judge-route.ts";
import {
  checkMargin,
  checkPrompt,
  checkSignal,
  checkTarget,
  misuse,
  type RouteCheck,
} from "./route-check.ts";

/** A prompt and where it has to go: `["hello", "local"]`, `["hello", "local", "greeting"]`, or by name. */
export type RouteCase =
  | readonly [prompt: string, target: Target, because?: string]
  | {
      readonly prompt: string;
      readonly target: Target;
      /** A signal that has to be found and to pull there. */
      readonly because?: string;
      readonly withMarginOver?: number;
    };

/**
 * Checks a whole table and tells all failures at once:
 *
 *     await expectRoutes([["hello", "local", "greeting"], ["Prove it.", "cloud"]]);
 *
 * Like `expectRoute` it begins without being awaited, so a forgotten `await` hides no failure.
 * @returns the decisions, in the order of the table
 * @throws ExpectationError with a line for each route that is not as expected
 */
export function expectRoutes(
  table: readonly RouteCase[],
  router: Router = defaultRouter(),
): Promise<readonly RouteDecision[]> {
  const writtenAt = new Error("expectRoutes");
  Error.captureStackTrace(writtenAt, expectRoutes);
  return judgeAll(table, router, writtenAt);
}

async function judgeAll(table: readonly RouteCase[], router: Router, writtenAt: Error) {
  if (table.length === 0) throw misuse("expectRoutes has no routes to check.");
  const judgements: Judgement[] = [];
  for (const routeCase of table) judgements.push(await judgeCase(routeCase, router));
  const failed = judgements.filter(({ problem }) => problem !== undefined);
  if (failed.length > 0) throw notAsExpected(failed, table.length, writtenAt);
  return judgements.flatMap(({ decision }) => decision ?? []);
}

function judgeCase(routeCase: RouteCase, router: Router): Promise<Judgement> {
  const { prompt, target, because, withMarginOver } = named(routeCase);
  checkPrompt(prompt);
  const checks: RouteCheck[] = [checkTarget(target)];
  if (because !== undefined) checks.push(checkSignal(because, router));
  if (withMarginOver !== undefined) checks.push(checkMargin(withMarginOver));
  return judgeRoute(prompt, router, checks);
}

function named(routeCase: RouteCase) {
  if (!isTuple(routeCase)) return routeCase;
  const [prompt, target, because] = routeCase;
  return { prompt, target, because, withMarginOver: undefined };
}

const isTuple = (routeCase: RouteCase): routeCase is Extract<RouteCase, readonly unknown[]> =>
  Array.isArray(routeCase);

function notAsExpected(failed: readonly Judgement[], count: number, writtenAt: Error): ExpectationError {
  const lines = failed.map(({ problem }) => `- ${problem}`);
  return new ExpectationError(
    `${failed.length} of ${count} routes are not as expected:\n${lines.join("\n")}`,
    {
      code: "ROUTE_NOT_AS_EXPECTED",
      expected: failed.map(({ expected }) => expected).join("\n"),
      actual: failed.map(({ actual }) => actual).join("\n"),
      writtenAt,
    },
  );
}
