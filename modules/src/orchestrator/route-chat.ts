import { LimitError } from "../core/errors.ts";
import type { RouteDecision, Target } from "../routers/router.ts";
import { needsOf } from "./chat-needs.ts";
import type { LeftOut } from "./fit-plan.ts";
import type { OpenedChat } from "./guard-chat.ts";
import type { House } from "./house.ts";
import { AUTO_MODEL } from "./orchestrated-chat.ts";
import type { ReadyPlan } from "./planner.ts";
import { routeKey } from "./route-key.ts";
import type { ServingDeployment } from "./serving.ts";

/** Where a request goes: the decision, and the plan of its route as it was made ready. */
export interface RoutedChat {
  /** Router that was asked to decide; `named` or `hint` when the caller did. */
  readonly strategy: string;
  readonly decision: RouteDecision;
  readonly plan: ReadyPlan;
  /** Those of the side that the router chose, where nobody of it can take the request and the other side can. */
  readonly leftOut?: readonly LeftOut[];
}

export interface Asker {
  readonly signal: AbortSignal;
  /** End user, who may have deployments of its own. */
  readonly user?: string | undefined;
  readonly tenant: string;
}

/** @throws LimitError for a model or route that there is not; RoutingError; the signal's reason when it is aborted. */
export async function routeChat(
  chat: OpenedChat,
  { signal, user, tenant }: Asker,
  house: House,
): Promise<RoutedChat> {
  const { request, question, history } = chat;
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
  const decision = await routers.get(strategy).route(question, { history, signal, tenant });
  const key = routeKey(decision, bands, (name) => planner.ofRoute(name) !== undefined);
  const routed = { strategy, decision, plan: pinned(key, hints.target, house) };
  const isOfSide = isSide(key) || bands.some(({ route }) => route === key);
  return isOfSide && hints.target === undefined ? sideThatCan(chat, routed, house) : routed;
}

/** The other side, where nobody of the side that the router chose can take what the request asks for. */
function sideThatCan(chat: OpenedChat, routed: RoutedChat, { planner, bands }: House): RoutedChat {
  const { decision, plan, strategy } = routed;
  const needs = needsOf(chat);
  const fits = planner.fit(plan, needs);
  const isHere = ({ tier }: ServingDeployment) => (tier === "local") === (decision.target === "local");
  if (!fits.leftOut || fits.deployments.some(isHere)) return routed;
  const isLocal = decision.target === "local";
  if (isLocal && planner.staysLocal) return routed;
  const why = fits.leftOut.map(({ deployment, because }) => `${deployment} ${because}`).join("; ");
  const other = {
    ...decision,
    target: isLocal ? ("cloud" as const) : ("local" as const),
    runnerUp: decision.target,
    reason: `${decision.reason} But ${why}.`,
  };
  const key = routeKey(other, bands, (name) => planner.ofRoute(name) !== undefined);
  const instead = [planner.ofRoute(key), plan].find(
    (one) => one !== undefined && planner.fit(one, needs).deployments.length > 0,
  );
  return instead ? { strategy, decision: other, plan: instead, leftOut: fits.leftOut } : routed;
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
