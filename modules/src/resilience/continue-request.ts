import { assistant, user } from "../chat/message.ts";
import type { ChatRequest } from "../chat/request.ts";

/**
 * How a model takes up what another has begun. `prefill`: it goes on from an assistant turn that stands last. `instruction`:
 * it is asked to go on; for models that refuse such a turn.
 */
export type ContinueForm = "prefill" | "instruction";

const GO_ON =
  "Your answer broke off. Go on exactly where it ends, with the next word. Repeat nothing and explain nothing.";

/** The request with which a model goes on from `soFar`; without text it is the request itself. */
export function continueRequest(request: ChatRequest, soFar: string, form: ContinueForm): ChatRequest {
  if (soFar === "") return request;
  const begun = [...request.messages, assistant(soFar)];
  return { ...request, messages: form === "prefill" ? begun : [...begun, user(GO_ON)] };
}
