import type { ChatAnswer, ChatPart } from "../../orchestrator/chat-part.ts";
import { brokenOff, type ChatObserver } from "../chat/answer-chat.ts";
import { errorResponse } from "../http/error-response.ts";
import type { EventWriter } from "../http/event-writer.ts";
import type { Call } from "../http/route.ts";
import { createResponseEvents } from "./response-events.ts";
import type { ResponseHead } from "./response-form.ts";

type TextPart = Extract<ChatPart, { type: "text" }>;

export interface StreamedResponse {
  readonly answer: ChatAnswer;
  /** As the last event held it. */
  readonly whole: object;
}

/**
 * Writes a chat as the events of a streamed response.
 * @returns the response, or undefined when it broke off after its first word
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
): Promise<StreamedResponse | undefined> {
  const events = createResponseEvents(writer, head);
  let model = "";
  // Text of the cache, where no deployment begins: whose it is stands in the answer.
  const kept: TextPart[] = [];
  let broken: string | undefined;
  let answer: ChatAnswer | undefined;
  try {
    for await (const part of parts) {
      observer.part(part);
      if (part.type === "begin") model ||= part.servedModel;
      else if (part.type === "error") broken = part.message;
      else if (part.type === "answer") answer = part.answer;
      else if (part.type === "text" && model === "") kept.push(part);
      else if (part.type === "text") await events.say(model, part);
      else if (part.type === "route-end" && part.reason === "restarted" && writer.begun) throw restarted();
    }
    if (!answer || broken !== undefined || answer.endReason === "cut") throw brokenOff(broken);
    for (const part of kept) await events.say(answer.servedModel, part);
    return { answer, whole: await events.finish(answer) };
  } catch (error) {
    observer.failed(error);
    if (!writer.begun || call.context.signal.aborted) throw error;
    call.logFailure(error);
    await events.fail(errorResponse(error, call.requestId).body.error);
    return undefined;
  }
}

/** These events have no word for text that is void. */
const restarted = () => brokenOff("another model would have to begin anew");
