import type { OpenedChat } from "./guard-chat.ts";
import type { House } from "./house.ts";
import type { ReadyPlan } from "./planner.ts";
import type { RoutedChat } from "./route-chat.ts";

/** The plan for a request: the one of its route as it stands, or changed as the caller asks. */
export function planChat({ request }: OpenedChat, { plan }: RoutedChat, { planner }: House): ReadyPlan {
  const { hints, fields } = request;
  const { prefer, exclude, target, alone, midStream = plan.fallback.midStream } = hints ?? {};
  // Half a call of a tool cannot be gone on from.
  const policy = midStream === "continue" && fields?.tools !== undefined ? "restart" : midStream;
  if (!prefer && !exclude && !target && !alone && policy === plan.fallback.midStream) return plan;
  const local = target === undefined ? undefined : target === "local";
  return planner.changed(plan, { prefer, exclude, local, alone, midStream: policy });
}
