import type { Exchange } from "../pipeline/exchange.ts";
import { ContextValue } from "./context/context-value.ts";
import { NetException } from "./values/net-exception.ts";

/** Steps (turns of loops, calls of lambdas) that one expression may take: well under a second. */
const STEP_BUDGET = 1_000_000;

/** One evaluation of an expression. */
export class Run {
  readonly exchange: Exchange;
  /** What `return` gave; read at once by whoever called. */
  returned: unknown = null;
  #context: ContextValue | undefined;
  #stepsLeft = STEP_BUDGET;

  constructor(exchange: Exchange) {
    this.exchange = exchange;
  }

  get context(): ContextValue {
    this.#context ??= new ContextValue(this.exchange);
    return this.#context;
  }

  /** Counts a step. Throws when the budget is used up, past every `catch` of the expression. */
  step(): void {
    this.#stepsLeft -= 1;
    if (this.#stepsLeft < 0) {
      throw new NetException(
        "System.TimeoutException",
        `The expression took more than ${STEP_BUDGET} steps; does a loop never end?`,
        { catchable: false },
      );
    }
  }
}

/** The variables of one call of a function, or of one turn of a loop whose variables a lambda keeps. */
export interface Frame {
  readonly run: Run;
  readonly slots: unknown[];
  readonly parent: Frame | undefined;
}
