import type { RequestContext } from "../chat/request-context.ts";
import type { Assignment } from "../experiments/experiment.ts";
import { type ChatNeeds, needsOf } from "./chat-needs.ts";
import type { House } from "./house.ts";
import { AUTO_MODEL, type OrchestratedChat } from "./orchestrated-chat.ts";

/** A request as its experiments change it. */
export interface VariedChat {
  readonly request: OrchestratedChat;
  readonly assignments: readonly Assignment[];
}

/**
 * Gives a request its variants. Only what the caller leaves to the orchestrator takes part: whoever names a model, a router or a
 * route gets just that. One who names a template keeps it. A request that a variant's model cannot take is in none of that
 * experiment's arms: it would be in the others only, and they could not be compared.
 */
export function assignVariants(
  request: OrchestratedChat,
  context: RequestContext,
  { experiments, planner }: Pick<House, "experiments" | "planner">,
): VariedChat {
  const { strategy, route } = request.hints ?? {};
  if (!experiments || request.model !== AUTO_MODEL || strategy !== undefined || route !== undefined)
    return { request, assignments: [] };
  const earlier = request.conversation?.messages ?? [];
  const needs = needsOf({ request, messages: [...earlier, ...request.messages] });
  const canTake = (model: string | undefined) => model === undefined || isAble(model, needs, planner);
  const isFair = ({ experiment }: Assignment) =>
    experiments.list
      .filter(({ name }) => name === experiment)
      .every(({ variants }) => variants.every(({ change }) => canTake(change.model)));
  const assignments = experiments.assign(context).filter(isFair);
  const change = Object.assign({}, ...assignments.map((one) => one.change));
  return { assignments, request: changed(request, change) };
}

/** A model that there is not is told when the request is routed. */
function isAble(
  model: string,
  needs: ChatNeeds,
  { ofModel, fit }: Pick<House["planner"], "ofModel" | "fit">,
) {
  const plan = ofModel(model);
  return plan === undefined || fit(plan, needs).deployments.some(({ name }) => plan.meant.has(name));
}

function changed(
  request: OrchestratedChat,
  { model = AUTO_MODEL, strategy, template }: Assignment["change"],
): OrchestratedChat {
  const hints = { ...(strategy !== undefined && { strategy }), ...(template !== undefined && { template }) };
  const isHinted = Object.keys(hints).length > 0;
  return { ...request, model, ...(isHinted && { hints: { ...hints, ...request.hints } }) };
}
