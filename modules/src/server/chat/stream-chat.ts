import { type PartStream, readBatches } from "../../chat/part-stream.ts";
import type { ChatAnswer, ChatPart } from "../../orchestrator/chat-part.ts";
import { errorResponse } from "../http/error-response.ts";
import { createEventWriter } from "../http/event-writer.ts";
import { ANSWERED, type Call } from "../http/route.ts";
import { brokenOff, type ChatObserver } from "./answer-chat.ts";
import type { ChunkForm } from "./chat-stream.ts";
import { answerHeaders, beginHeaders } from "./routing-headers.ts";

/**
 * Writes a chat as chunks and `[DONE]`. Until the first word the answer may still be a refusal with a status of its own; then
 * the head is out.
 * @throws what the orchestrator throws before the first word
 */
export async function streamChat(
  parts: PartStream<ChatPart>,
  form: ChunkForm,
  { call, observer }: { readonly call: Call; readonly observer: ChatObserver },
): Promise<typeof ANSWERED> {
  let begun: Extract<ChatPart, { type: "begin" }> | undefined;
  let routed: Extract<ChatPart, { type: "route" }> | undefined;
  let answer: ChatAnswer | undefined;
  const writer = createEventWriter(call, {
    headers: () => (begun ? beginHeaders(begun, routed?.leftOut) : answer ? answerHeaders(answer) : {}),
  });
  let waiting: string | undefined;
  let broken: string | undefined;
  // Text of the cache, where no deployment begins: whose it is stands in the answer.
  const kept: Extract<ChatPart, { type: "text" }>[] = [];
  try {
    await readBatches(parts, (batch) => {
      let room: Promise<void> | undefined;
      for (const part of batch) {
        observer.part(part);
        if (part.type === "begin") {
          begun = part;
          waiting = form.begin(part) ?? waiting;
        } else if (part.type === "route") routed = part;
        else if (part.type === "error") broken = part.message;
        else if (part.type === "answer") answer = part.answer;
        else if (part.type === "text" && !begun) kept.push(part);
        else {
          const data = chunkOf(form, part);
          if (data === undefined) continue;
          if (waiting !== undefined) writer.write(waiting);
          waiting = undefined;
          room = writer.write(data);
        }
      }
      return room;
    });
    if (!answer || broken !== undefined || answer.endReason === "cut") throw brokenOff(broken);
    call.spend(answer.usage.promptTokens + answer.usage.completionTokens);
    if (!begun) waiting = form.begin(answer);
    if (waiting !== undefined) await writer.write(waiting);
    for (const part of kept) await writer.write(form.text(part));
    for (const data of form.finish(answer)) await writer.write(data);
    await writer.write("[DONE]");
  } catch (error) {
    observer.failed(error);
    if (!writer.begun || call.context.signal.aborted) throw error;
    call.logFailure(error);
    await writer.write(form.broken(errorResponse(error, call.requestId).body, answer));
    writer.cut();
    return ANSWERED;
  }
  writer.end();
  return ANSWERED;
}

function chunkOf(form: ChunkForm, part: ChatPart): string | undefined {
  if (part.type === "text") return form.text(part);
  return part.type === "route-end" ? form.routeEnd(part) : undefined;
}
