import { explainError } from "../core/errors.ts";
import type { RouteDecision, Router, Signal } from "../routers/router.ts";
import { createRuleRouter } from "../routers/rule.ts";
import type { RouteCheck } from "./route-check.ts";

/** What a route turned out to be. `problem` is one line for people; without it all is as expected. */
export interface Judgement {
  readonly decision?: RouteDecision;
  readonly problem?: string;
  readonly expected: string;
  readonly actual: string;
  readonly cause?: unknown;
}

/** Routes a prompt and holds the decision against all that is expected of it. */
export async function judgeRoute(
  prompt: string,
  router: Router,
  checks: readonly RouteCheck[],
): Promise<Judgement> {
  const expected = checks.map((check) => check.expected).join(", ");
  let decision: RouteDecision;
  try {
    decision = await router.route(prompt);
  } catch (cause) {
    const actual = `the ${router.name} router could not decide: ${explainError(cause)}`;
    return { problem: `${quote(prompt)}: expected ${expected}, but ${actual}`, expected, actual, cause };
  }
  const failed: FailedCheck[] = [];
  for (const check of checks) {
    const difference = await check.differs(decision);
    if (difference !== undefined) failed.push({ check, difference });
  }
  if (failed.length === 0) return { decision, expected, actual: expected };
  const actual = failed.map(({ difference }) => difference).join(", ");
  const told = failed.every(({ check }) => check.about === "signal")
    ? sayOtherReason(decision, checks, failed)
    : `expected ${expected}, got ${actual} (${describeDecision(decision)})`;
  return { decision, problem: `${quote(prompt)}: ${told}.`, expected, actual };
}

interface FailedCheck {
  readonly check: RouteCheck;
  readonly difference: string;
}

/** The route is right, or nobody asked; what led there is not what was expected. */
function sayOtherReason(
  decision: RouteDecision,
  checks: readonly RouteCheck[],
  failed: readonly FailedCheck[],
): string {
  const { router, target, score, threshold } = decision;
  const listed = decision.signals.map(describeSignal).join(", ");
  const signals = listed === "" ? "it has no signals" : `its signals are ${listed}`;
  const asExpected = checks.some(({ about }) => about === "target") ? " as expected" : "";
  const reasons = failed.map(({ check: { signal = "" }, difference }) =>
    decision.signals.some(({ name }) => name === signal)
      ? `not because of ${signal} (${difference})`
      : `not because of ${signal}`,
  );
  return `went to ${target}${asExpected}, but ${reasons.join(" and ")}: ${signals} (${router} router: score ${score.toFixed(2)}, threshold ${threshold.toFixed(2)})`;
}

/** The router of expectations that name none: the shipped rules. */
export function defaultRouter(): Router {
  shipped ??= createRuleRouter();
  return shipped;
}

let shipped: Router | undefined;

function describeDecision({ router, target, score, threshold, signals }: RouteDecision): string {
  const found = signals.length === 0 ? "no signals" : `signals: ${signals.map(describeSignal).join(", ")}`;
  return `${router} router: ${target}, score ${score.toFixed(2)}, threshold ${threshold.toFixed(2)}; ${found}`;
}

const describeSignal = ({ name, value, weight }: Signal) =>
  `${name} ${JSON.stringify(value)} ${weight < 0 ? "−" : "+"}${Math.abs(weight).toFixed(2)}`;

/** A prompt as it is shown: in quotes, in one line of bearable length. */
function quote(prompt: string): string {
  const characters = Array.from(prompt.slice(0, 4 * SHOWN));
  const shown = characters.length > SHOWN ? `${characters.slice(0, SHOWN).join("")}…` : prompt;
  return JSON.stringify(shown);
}

const SHOWN = 80;
