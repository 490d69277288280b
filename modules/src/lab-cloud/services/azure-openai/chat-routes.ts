import { invalidRequest } from "../../azure-refusal.ts";
import type { LabContext } from "../../lab-app.ts";
import type { LabRoute } from "../service.ts";
import { answerHead, streamedAnswer, wholeAnswer } from "./chat-answer.ts";
import { type ChatCall, readChatCall } from "./chat-call.ts";
import { eventStream } from "./event-stream.ts";
import type { AzureResource, Served } from "./resource.ts";

/** Chat completions, whole and streamed. */
export function chatRoutes(resource: AzureResource): readonly LabRoute[] {
  const dated = async (c: LabContext) => {
    resource.enter(c, "dated");
    const target = resource.find(c, c.req.param("deployment") ?? "");
    return answer(c, target, readChatCall(await resource.readBody(c)));
  };

  const v1 = async (c: LabContext) => {
    resource.enter(c, "v1");
    const call = readChatCall(await resource.readBody(c));
    if (call.model === undefined) {
      throw invalidRequest("Missing required parameter: 'model'.", "model", "missing_required_parameter");
    }
    return answer(c, resource.find(c, call.model), call);
  };

  const answer = async (c: LabContext, target: Served, call: ChatCall): Promise<Response> => {
    const { answer, promptTokens, model, headers } = await resource.complete(c, target, call);
    const head = answerHead(model, resource.clock.now());
    if (!call.stream) return Response.json(wholeAnswer(head, answer, promptTokens), { headers });
    const events = streamedAnswer(head, answer, { promptTokens, includeUsage: call.includeUsage });
    return eventStream(c, events, headers);
  };

  return [
    { method: "POST", path: "/openai/deployments/:deployment/chat/completions", handle: dated },
    { method: "POST", path: "/openai/v1/chat/completions", handle: v1 },
  ];
}
