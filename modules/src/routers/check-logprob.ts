import { RoutingError } from "../core/errors.ts";

/** Rounding may lift a certain token this far above 0. */
const ROUNDING = 1e-3;

/**
 * A log-probability as servers tell it: 0 or less, minus infinity and -9999 for what cannot come.
 * @throws RoutingError when it is none: what follows from it would be no probability either.
 */
export function checkLogprob(logprob: number): number {
  if (logprob <= ROUNDING) return Math.min(0, logprob);
  throw new RoutingError(`The model told a log-probability of ${logprob}, which is none.`, {
    code: "ROUTER_BAD_LOGPROB",
    hint: 'Ask for the label in another form: form: "word".',
  });
}
