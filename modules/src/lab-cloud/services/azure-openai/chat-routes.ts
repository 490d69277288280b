import { invalidRequest } from "../../azure-refusal.ts";
import type { LabContext } from "../../lab-app.ts";
import type { LabRoute } from "../service.ts";
import { checkStreamOptions } from "./api-version.ts";
import { answerHead, streamedAnswer, wholeAnswer } from "./chat-answer.ts";
import { type ChatCall, checkLogprobs, readChatCall } from "./chat-call.ts";
import { checkSampling } from "./check-question.ts";
import { eventStream } from "./event-stream.ts";
import type { AzureResource, RouteForm, Served } from "./resource.ts";
import { prefixOf } from "./route-form.ts";

/** Chat completions, whole and streamed. */
export function chatRoutes(resource: AzureResource): readonly LabRoute[] {
  const byPath = async (c: LabContext) => {
    resource.enter(c, "dated");
    const served = resource.find(c, c.req.param("deployment") ?? "");
    const call = readChatCall(await resource.readBody(c));
    checkStreamOptions(c.req.query("api-version"), call.hasStreamOptions);
    return answer(c, served, call);
  };

  const byModel = (form: RouteForm) => async (c: LabContext) => {
    resource.enter(c, form);
    const call = readChatCall(await resource.readBody(c));
    if (call.model === undefined) {
      throw invalidRequest("Missing required parameter: 'model'.", "model", "missing_required_parameter");
    }
    return answer(c, resource.find(c, call.model), call);
  };

  const answer = async (c: LabContext, served: Served, call: ChatCall): Promise<Response> => {
    checkLogprobs(call, served);
    checkSampling(served.deployment.model, call.samplingParameters);
    const completion = await resource.complete(c, served, call);
    const { model, headers, pace } = completion;
    const head = answerHead(model, resource.clock.now());
    if (call.stream) {
      await pace.begin();
      return eventStream(c, streamedAnswer(head, completion, call), headers);
    }
    await pace.end();
    return Response.json(wholeAnswer(head, completion, call), { headers });
  };

  return resource.forms.map((form) =>
    form === "dated"
      ? { method: "POST", path: `${prefixOf.dated}/deployments/:deployment/chat/completions`, handle: byPath }
      : { method: "POST", path: `${prefixOf[form]}/chat/completions`, handle: byModel(form) },
  );
}
