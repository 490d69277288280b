import { checkQuery } from "./check-query.ts";
import { routeAll } from "./route-all.ts";
import type { RouteDecision, Router, Signal } from "./router.ts";
import { screenQuery } from "./screen-query.ts";

/**
 * A router that does not see what in a query is addressed to it. Its decision has a signal of no weight, `set-aside`, when
 * something was.
 */
export function withScreen<Wrapped extends Router>(router: Wrapped): Wrapped {
  return {
    ...router,
    async route(query, context) {
      context?.signal?.throwIfAborted();
      const { question, aside } = screenQuery(checkQuery(query));
      return withAside(await router.route(question, context), aside);
    },
    async routeAll(queries, context) {
      context?.signal?.throwIfAborted();
      const screened = queries.map((query) => screenQuery(checkQuery(query)));
      const questions = screened.map(({ question }) => question);
      const decisions = await routeAll(router, questions, context);
      return decisions.map((decision, index) => withAside(decision, screened[index]?.aside ?? []));
    },
  };
}

/** The decision, telling what of the query it was made without. */
export function withAside(decision: RouteDecision, aside: readonly string[]): RouteDecision {
  return aside.length === 0 ? decision : { ...decision, signals: [...decision.signals, asideSignal(aside)] };
}

const asideSignal = (aside: readonly string[]): Signal => ({
  name: "set-aside",
  value: shortened(aside.join(" | ")),
  weight: 0,
});

const SHOWN = 80;

const shortened = (text: string) => (text.length > SHOWN ? `${text.slice(0, SHOWN - 3)}...` : text);
