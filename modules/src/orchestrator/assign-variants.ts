import type { RequestContext } from "../chat/request-context.ts";
import type { Assignment } from "../experiments/experiment.ts";
import type { House } from "./house.ts";
import { AUTO_MODEL, type OrchestratedChat } from "./orchestrated-chat.ts";

/** A request as its experiments change it. */
export interface VariedChat {
  readonly request: OrchestratedChat;
  readonly assignments: readonly Assignment[];
}

/**
 * Gives a request its variants. Only what the caller leaves to the orchestrator takes part: whoever names a model, a router or a
 * route gets just that. One who names a template keeps it.
 */
export function assignVariants(
  request: OrchestratedChat,
  context: RequestContext,
  { experiments }: Pick<House, "experiments">,
): VariedChat {
  const { strategy, route } = request.hints ?? {};
  if (!experiments || request.model !== AUTO_MODEL || strategy !== undefined || route !== undefined)
    return { request, assignments: [] };
  const assignments = experiments.assign(context);
  const change = Object.assign({}, ...assignments.map((one) => one.change));
  return { assignments, request: changed(request, change) };
}

function changed(
  request: OrchestratedChat,
  { model = AUTO_MODEL, strategy, template }: Assignment["change"],
): OrchestratedChat {
  const hints = { ...(strategy !== undefined && { strategy }), ...(template !== undefined && { template }) };
  const isHinted = Object.keys(hints).length > 0;
  return { ...request, model, ...(isHinted && { hints: { ...hints, ...request.hints } }) };
}
