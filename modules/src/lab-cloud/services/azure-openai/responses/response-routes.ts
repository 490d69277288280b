import { AzureRefusal, invalidRequest } from "../../../azure-refusal.ts";
import type { LabContext } from "../../../lab-app.ts";
import type { LabRoute } from "../../service.ts";
import { checkSampling } from "../check-question.ts";
import { beyondLab } from "../check-shape.ts";
import { type ChatState, checkRoom, type StoredResponse } from "../conversations/chat-state.ts";
import { pageOf, readPageQuery } from "../conversations/item-page.ts";
import { type MessageItem, promptOf } from "../conversations/message-item.ts";
import { responseNotFound } from "../conversations/state-refusal.ts";
import { eventStream } from "../event-stream.ts";
import type { AzureResource, Completion, Question } from "../resource.ts";
import { behind, type StatefulPlace } from "../stateful-place.ts";
import { type ResponseCall, readResponseCall } from "./response-call.ts";
import { responseEvents } from "./response-events.ts";
import { beginResponse, finishResponse, type ResponseObject } from "./response-object.ts";

/**
 * The responses API. A response, and its turn in a conversation, is kept when its whole text has gone out: who leaves in the
 * middle of an answer leaves no trace of it. Requests in one conversation do not wait for each other: each goes on from what the
 * conversation held when it came, and its input and answer come into it together. (Azure refuses the second with
 * `conversation_locked`.)
 */
export function responseRoutes(resource: AzureResource, place: StatefulPlace): readonly LabRoute[] {
  const create = async (c: LabContext) => {
    const call = readResponseCall(await resource.readBody(c));
    const state = place.stateOf(c);
    const history = state.historyOf(call);
    if (call.conversationId !== undefined) checkRoom(history, call.input.length + 1);
    const served = resource.find(c, call.model);
    checkSampling(served.deployment.model, call.samplingParameters);
    const completion = await inItsWords(() => resource.complete(c, served, questionOf(call, history)));
    return answer(c, call, completion, state);
  };

  const answer = async (c: LabContext, call: ResponseCall, completion: Completion, state: ChatState) => {
    const { clock } = resource;
    const { pace, headers } = completion;
    const begun = beginResponse(call, completion.model, clock.now());
    if (call.stream) {
      await pace.begin();
      const finished = finishResponse(begun, completion, clock.now());
      const onText = () => keep(state, call, finished);
      return eventStream(c, responseEvents({ begun, finished, pace, onText }), headers);
    }
    await pace.end();
    const finished = finishResponse(begun, completion, clock.now());
    keep(state, call, finished);
    return Response.json(finished, { headers });
  };

  const stored = (c: LabContext): StoredResponse => {
    const id = c.req.param("response") ?? "";
    const found = place.stateOf(c).responses.get(id);
    if (!found) throw responseNotFound(id);
    return found;
  };

  const retrieve = (c: LabContext) => {
    const { response } = stored(c);
    if (c.req.query("stream") === "true")
      throw beyondLab("stream", "it streams a response once, when it is made");
    return c.json(response);
  };
  const remove = (c: LabContext) => {
    const { id } = stored(c).response;
    place.stateOf(c).responses.delete(id);
    return c.json({ id, object: "response", deleted: true });
  };
  const listInput = (c: LabContext) => c.json(pageOf(stored(c).input, readPageQuery(c)));
  const cancel = (c: LabContext) => {
    stored(c);
    throw invalidRequest("Cannot cancel a synchronous response.", null, null);
  };

  const path = `${place.prefix}/responses`;
  return behind(place, [
    { method: "POST", path, handle: create },
    { method: "GET", path: `${path}/:response`, handle: retrieve },
    { method: "DELETE", path: `${path}/:response`, handle: remove },
    { method: "GET", path: `${path}/:response/input_items`, handle: listInput },
    { method: "POST", path: `${path}/:response/cancel`, handle: cancel },
  ]);
}

function questionOf(call: ResponseCall, history: readonly MessageItem[]): Question {
  const { instructions, input, maxTokens, format } = call;
  const told = instructions === undefined ? [] : [{ role: "system", text: instructions }];
  return { messages: [...told, ...[...history, ...input].map(promptOf)], maxTokens, format };
}

function keep(state: ChatState, call: ResponseCall, finished: ResponseObject): void {
  const { input, previousId, conversationId } = call;
  const { output } = finished;
  if (conversationId !== undefined) state.append(conversationId, [...input, ...output]);
  if (call.store) state.keepResponse({ response: finished, input, output, previousId, conversationId });
}

/** Refusals of a question name the parameters of chat; here they have other names. */
async function inItsWords<T>(ask: () => Promise<T>): Promise<T> {
  try {
    return await ask();
  } catch (error) {
    throw error instanceof AzureRefusal ? renamed(error) : error;
  }
}

const NAMES: Readonly<Record<string, string>> = {
  max_tokens: "max_output_tokens",
  messages: "input",
  response_format: "text.format",
};

function renamed(refusal: AzureRefusal): AzureRefusal {
  const { param } = refusal.body;
  const name = param === undefined || param === null ? undefined : NAMES[param];
  if (param === undefined || param === null || name === undefined) return refusal;
  const message = refusal.body.message.replaceAll(param, name);
  return new AzureRefusal(refusal.status, { ...refusal.body, message, param: name }, refusal.headers);
}
