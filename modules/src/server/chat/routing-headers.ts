import type { ChatAnswer, ChatPart } from "../../orchestrator/chat-part.ts";
import { type LeftOut, tellLeftOut } from "../../orchestrator/fit-plan.ts";
import { ROUTING_METADATA } from "./chat-completion.ts";

/** Headers that tell how a whole answer was routed, and whose it is. */
export const answerHeaders = ({ routing, provenance }: ChatAnswer) => ({
  // The reason may be long, and stands in the body.
  [ROUTING_METADATA]: ascii(JSON.stringify({ ...routing, reason: undefined })),
  "x-lab-provenance": provenance,
});

/** The same when an answer begins, as far as it is known then. */
export const beginHeaders = (
  { deployment, model, tier, provenance, fallbackUsed, servedModel }: Extract<ChatPart, { type: "begin" }>,
  leftOut?: readonly LeftOut[],
) => ({
  [ROUTING_METADATA]: ascii(
    JSON.stringify({
      model_id: model,
      model_name: servedModel,
      deployment,
      tier,
      provenance,
      fallback_used: fallbackUsed,
      ...tellLeftOut(leftOut),
    }),
  ),
  "x-lab-provenance": provenance,
});

/** What a header may carry: letters of ASCII. */
const ascii = (text: string) =>
  text.replace(/[^\x20-\x7e]/g, (letter) => `\\u${letter.charCodeAt(0).toString(16).padStart(4, "0")}`);
