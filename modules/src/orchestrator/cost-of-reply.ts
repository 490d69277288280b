import type { Usage } from "../chat/stream-part.ts";
import { answerCostUsd } from "../cost/answer-cost.ts";
import type { OpenedReply } from "./open-reply.ts";
import type { House } from "./orchestrator.ts";

/** A local answer costs no money; a cloud answer has a price when the catalog knows the model that served. */
export function costOfReply(
  { catalog }: House,
  { backend, reply }: OpenedReply,
  usage: Usage,
): number | undefined {
  if (backend.provider.tier === "local") return 0;
  const model = catalog.model(reply.servedModel) ?? catalog.model(backend.model);
  return model && answerCostUsd(model, usage);
}
