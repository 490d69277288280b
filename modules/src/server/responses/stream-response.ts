import type { ChatAnswer, ChatPart } from "../../orchestrator/chat-part.ts";
import { brokenOff, type ChatObserver } from "../chat/answer-chat.ts";
import { errorResponse } from "../http/error-response.ts";
import type { EventWriter } from "../http/event-writer.ts";
import type { Call } from "../http/route.ts";
import {
  begunResponse,
  messageId,
  outputMessage,
  outputText,
  type ResponseHead,
  wholeResponse,
} from "./response-form.ts";

/**
 * Writes a chat as the events of a streamed response.
 * @returns the answer, or undefined when it broke off after its first word
 * @throws what the orchestrator throws before the first word
 */
export async function streamResponse(
  parts: AsyncIterable<ChatPart>,
  head: ResponseHead,
  {
    writer,
    observer,
    call,
  }: { readonly writer: EventWriter; readonly observer: ChatObserver; readonly call: Call },
): Promise<ChatAnswer | undefined> {
  let sequence = 0;
  const send = (type: string, fields: object) =>
    writer.write(JSON.stringify({ type, sequence_number: sequence++, ...fields }), type);
  const place = { item_id: messageId(head.id), output_index: 0, content_index: 0 };
  const begin = async (model: string) => {
    const response = begunResponse(head, model);
    await send("response.created", { response });
    await send("response.in_progress", { response });
    await send("response.output_item.added", {
      output_index: 0,
      item: outputMessage(head.id, undefined, "in_progress"),
    });
    await send("response.content_part.added", { ...place, part: outputText("") });
  };
  let model = "";
  // Text of the cache, where no deployment begins: whose it is stands in the answer.
  const kept: string[] = [];
  let broken: string | undefined;
  let answer: ChatAnswer | undefined;
  try {
    for await (const part of parts) {
      observer.part(part);
      if (part.type === "begin") model ||= part.servedModel;
      else if (part.type === "error") broken = part.message;
      else if (part.type === "answer") answer = part.answer;
      else if (part.type === "text" && model === "") kept.push(part.text);
      else if (part.type === "text") {
        if (!writer.begun) await begin(model);
        await send("response.output_text.delta", { ...place, delta: part.text, logprobs: [] });
      } else if (part.type === "route-end" && part.reason === "restarted") throw restarted();
    }
    if (!answer || broken !== undefined || answer.endReason === "cut") throw brokenOff(broken);
    if (!writer.begun) await begin(answer.servedModel);
    for (const delta of kept) await send("response.output_text.delta", { ...place, delta, logprobs: [] });
    const response = wholeResponse(head, answer);
    await send("response.output_text.done", { ...place, text: answer.text, logprobs: [] });
    await send("response.content_part.done", { ...place, part: outputText(answer.text) });
    await send("response.output_item.done", {
      output_index: 0,
      item: outputMessage(head.id, answer.text, "completed"),
    });
    const last =
      Reflect.get(response, "status") === "completed" ? "response.completed" : "response.incomplete";
    await send(last, { response });
    return answer;
  } catch (error) {
    observer.failed(error);
    if (!writer.begun || call.context.signal.aborted) throw error;
    call.logFailure(error);
    const { code, message } = errorResponse(error, call.requestId).body.error;
    await send("error", { code, message, param: null });
    return undefined;
  }
}

/** These events have no word for text that is void. */
const restarted = () => brokenOff("another model would have to begin anew");
