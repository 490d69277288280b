import { answerCostUsd } from "../cost/answer-cost.ts";
import type { OpenedReply } from "./open-reply.ts";
import type { House } from "./orchestrator.ts";
import type { Transcript } from "./transcript.ts";

/** A local answer costs no money; a cloud answer has a price when its tokens were told and the catalog knows the model. */
export function costOfReply(
  { catalog }: House,
  { backend, reply }: OpenedReply,
  { usage, usageTold }: Pick<Transcript, "usage" | "usageTold">,
): number | undefined {
  if (backend.provider.tier === "local") return 0;
  if (!usageTold) return undefined;
  const model = catalog.model(reply.servedModel) ?? catalog.model(backend.model);
  return model && answerCostUsd(model, usage);
}
