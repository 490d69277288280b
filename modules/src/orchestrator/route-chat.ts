import { LimitError } from "../core/errors.ts";
import type { RouteDecision, Target } from "../routers/router.ts";
import type { OpenedChat } from "./guard-chat.ts";
import type { House } from "./house.ts";
import { AUTO_MODEL } from "./orchestrated-chat.ts";
import type { ReadyPlan } from "./planner.ts";
import { routeKey } from "./route-key.ts";

/** Where a request goes: the decision, and the plan of its route as it was made ready. */
export interface RoutedChat {
  /** Router that was asked to decide; `named` or `hint` when the caller did. */
  readonly strategy: string;
  readonly decision: RouteDecision;
  readonly plan: ReadyPlan;
}

export interface Asker {
  readonly signal: AbortSignal;
  /** End user, who may have deployments of its own. */
  readonly user?: string | undefined;
}

/** @throws LimitError for a model or route that there is not; RoutingError; the signal's reason when it is aborted. */
export async function routeChat(
  { request, question, history }: OpenedChat,
  { signal, user }: Asker,
  house: House,
): Promise<RoutedChat> {
  const { planner, serving, routers, bands } = house;
  const { model, hints = {} } = request;
  if (model !== AUTO_MODEL) {
    const own = user === undefined ? undefined : house.users[user]?.[model];
    const plan = planner.ofModel(own ?? model) ?? serving.refuse(model);
    return {
      strategy: "named",
      plan,
      decision: decidedFor(plan, "named", `${model} was asked for by name.`),
    };
  }
  if (hints.route !== undefined) {
    const plan = planner.ofRoute(hints.route) ?? noRoute(hints.route, Object.keys(planner.chains));
    return { strategy: "hint", plan, decision: decidedFor(plan, "hint", `The caller chose ${hints.route}.`) };
  }
  const strategy = hints.strategy ?? house.strategy;
  const decision = await routers.get(strategy).route(question, { history, signal });
  const key = routeKey(decision, bands, (name) => planner.ofRoute(name) !== undefined);
  return { strategy, decision, plan: pinned(key, hints.target, house) };
}

/** The plan of a route; where the caller pins the other side, the plan of that side. */
function pinned(key: string, target: Target | undefined, { planner }: House): ReadyPlan {
  const side = target !== undefined && key !== target && isSide(key) ? target : key;
  return planner.ofRoute(side) ?? noRoute(side, Object.keys(planner.chains));
}

const isSide = (key: string): boolean => key === "local" || key === "cloud";

/** What stands in the place of a router's decision when the caller has decided. */
function decidedFor({ deployments }: ReadyPlan, router: string, reason: string): RouteDecision {
  const isLocal = deployments[0]?.tier === "local";
  return {
    router,
    target: isLocal ? "local" : "cloud",
    reason,
    score: isLocal ? 0 : 1,
    threshold: 0.5,
    margin: 0.5,
    runnerUp: isLocal ? "cloud" : "local",
    confidence: 1,
    signals: [],
    ms: 0,
    skipped: [],
  };
}

function noRoute(name: string, names: readonly string[]): never {
  throw new LimitError(`There is no route "${name.slice(0, 60)}".`, {
    code: "UNKNOWN_ROUTE",
    hint: `There are: ${names.join(", ")}.`,
  });
}
