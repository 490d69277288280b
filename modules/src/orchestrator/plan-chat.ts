import { needsOf } from "./chat-needs.ts";
import { refuseUnfit } from "./fit-plan.ts";
import type { OpenedChat } from "./guard-chat.ts";
import type { House } from "./house.ts";
import type { Planner, ReadyPlan } from "./planner.ts";
import type { RoutedChat } from "./route-chat.ts";

/**
 * The plan for a request: the one of its route as it stands, or changed as the caller asks, without deployments that cannot
 * take it.
 * @throws LimitError when nobody of it can; of a model that was asked for by name its stand-ins do not count.
 */
export function planChat(chat: OpenedChat, routed: RoutedChat, house: House): ReadyPlan {
  const asked = askedPlan(chat, routed, house);
  const needs = needsOf(chat);
  const fits = house.planner.fit(asked, needs);
  if (!fits.leftOut) return routed.leftOut ? { ...fits, leftOut: routed.leftOut } : fits;
  const isMeant = ({ name }: ReadyPlan["deployments"][number]) => asked.meant.has(name);
  const isAlone = routed.strategy === "named" && !chat.request.hints?.fallback;
  const takers = isAlone ? fits.deployments.filter(isMeant) : fits.deployments;
  const leftOut = [
    ...new Map([...(routed.leftOut ?? []), ...fits.leftOut].map((one) => [one.deployment, one])).values(),
  ];
  if (takers.length > 0) return { ...fits, leftOut };
  const concerned = isAlone ? leftOut.filter(({ deployment }) => asked.meant.has(deployment)) : leftOut;
  return refuseUnfit({ leftOut: concerned, able: house.planner.ableTo(needs) }, needs);
}

/** The plan of a request's route, changed as the caller asks. */
export function askedPlan(
  { request }: OpenedChat,
  { plan }: RoutedChat,
  { planner }: Pick<House, "planner">,
): ReadyPlan {
  const { hints, fields } = request;
  const { prefer, exclude, target, alone, fallback, midStream = plan.fallback.midStream } = hints ?? {};
  // Half a call of a tool cannot be gone on from.
  const policy = midStream === "continue" && fields?.tools !== undefined ? "restart" : midStream;
  const isPlain = !prefer && !exclude && !target && !alone && fallback === undefined;
  if (isPlain && policy === plan.fallback.midStream) return plan;
  const local = target === undefined ? undefined : target === "local";
  return planner.changed(plan, {
    prefer,
    exclude,
    local,
    alone: alone === true || fallback === false,
    standIns: standInsOf(plan, fallback, planner),
    midStream: policy,
  });
}

/** Who steps in when the caller asks for it: those it names, or whoever serves its side. */
function standInsOf(
  { deployments }: ReadyPlan,
  fallback: boolean | readonly string[] | undefined,
  { ofRoute }: Pick<Planner, "ofRoute">,
): readonly string[] | undefined {
  if (fallback === undefined || fallback === false) return undefined;
  if (fallback !== true) return fallback;
  const side = ofRoute(deployments[0]?.tier === "local" ? "local" : "cloud");
  return [...deployments, ...(side?.deployments ?? [])].map(({ name }) => name);
}
