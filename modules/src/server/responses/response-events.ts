import type { StreamPart, ToolCallPiece } from "../../chat/stream-part.ts";
import type { ChatAnswer } from "../../orchestrator/chat-part.ts";
import type { EventWriter } from "../http/event-writer.ts";
import {
  begunResponse,
  callItem,
  itemId,
  messageItem,
  type OutputSlot,
  outputItem,
  outputText,
  type ResponseHead,
  slotsOf,
  wholeResponse,
} from "./response-form.ts";

/** Writes a response's events in the order in which clients of OpenAI's expect them. */
export interface ResponseEvents {
  /** Text, pieces of calls, or both; the first begins the response in the model's name. */
  say(model: string, part: Pick<Extract<StreamPart, { type: "text" }>, "text" | "toolCalls">): Promise<void>;
  /** Ends every item, then the response, which it returns. */
  finish(answer: ChatAnswer): Promise<object>;
  fail(error: { readonly code: string; readonly message: string }): Promise<void>;
}

export function createResponseEvents(writer: EventWriter, head: ResponseHead): ResponseEvents {
  let sequence = 0;
  /** What has begun, in its order: the place of each is its `output_index`. */
  const slots: OutputSlot[] = [];
  const send = async (type: string, fields: object) =>
    writer.write(JSON.stringify({ type, sequence_number: sequence++, ...fields }), type);
  const placeOf = (slot: OutputSlot) => ({
    item_id: itemId(head.id, slot),
    output_index: slots.indexOf(slot),
    ...(slot === "text" && { content_index: 0 }),
  });

  async function begin(model: string) {
    const response = begunResponse(head, model);
    await send("response.created", { response });
    await send("response.in_progress", { response });
  }

  async function open(slot: OutputSlot, item: object) {
    if (slots.includes(slot)) return;
    slots.push(slot);
    await send("response.output_item.added", { output_index: slots.length - 1, item });
    if (slot === "text")
      await send("response.content_part.added", { ...placeOf(slot), part: outputText("") });
  }

  const openText = () => open("text", messageItem(head.id, undefined, "in_progress"));
  const openCall = (call: ToolCallPiece) =>
    open(call.index, callItem(head.id, { ...call, arguments: "" }, "in_progress"));

  async function close(slot: OutputSlot, answer: ChatAnswer) {
    const item = outputItem(head.id, slot, answer);
    if (slot === "text") {
      const { text } = answer;
      await send("response.output_text.done", { ...placeOf(slot), text, logprobs: [] });
      await send("response.content_part.done", { ...placeOf(slot), part: outputText(text) });
    } else {
      const { name = "", arguments: given = "" } =
        answer.toolCalls?.find(({ index }) => index === slot) ?? {};
      await send("response.function_call_arguments.done", { ...placeOf(slot), name, arguments: given });
    }
    await send("response.output_item.done", { output_index: slots.indexOf(slot), item });
  }

  return {
    async say(model, { text, toolCalls = [] }) {
      if (!writer.begun) await begin(model);
      if (text !== "") {
        await openText();
        await send("response.output_text.delta", { ...placeOf("text"), delta: text, logprobs: [] });
      }
      for (const call of toolCalls) {
        await openCall(call);
        if (call.arguments !== "")
          await send("response.function_call_arguments.delta", {
            ...placeOf(call.index),
            delta: call.arguments,
          });
      }
    },
    async finish(answer) {
      if (!writer.begun) await begin(answer.servedModel);
      if (slotsOf(answer).includes("text")) await openText();
      for (const call of answer.toolCalls ?? []) await openCall(call);
      for (const slot of slots) await close(slot, answer);
      const response = wholeResponse(head, answer, slots);
      const completed = Reflect.get(response, "status") === "completed";
      await send(completed ? "response.completed" : "response.incomplete", { response });
      return response;
    },
    fail: ({ code, message }) => send("error", { code, message, param: null }),
  };
}
