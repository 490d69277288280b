import { explainError } from "../../core/errors.ts";
import type { Exchange } from "../pipeline/exchange.ts";
import type { PolicyValue } from "../pipeline/policy-value.ts";

/** Calls `count` now, or, when there is a condition, at the end of the request if it is true of the answer. */
export function countWhen(condition: PolicyValue | undefined, exchange: Exchange, count: () => void): void {
  if (condition) exchange.atEnd(() => countIfTrue(condition, exchange, count));
  else count();
}

/**
 * Calls `count` if the condition is true, or when there is none. An error in the condition cannot change the answer any more:
 * it is logged, and nothing is counted.
 */
export function countIfTrue(condition: PolicyValue | undefined, exchange: Exchange, count: () => void): void {
  if (!condition) {
    count();
    return;
  }
  condition.boolean(exchange).then(
    (isTrue) => isTrue && count(),
    (error: unknown) =>
      exchange.services.logger.warn(`increment-condition could not be evaluated: ${explainError(error)}`),
  );
}
