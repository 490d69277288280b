import { outputText } from "../conversations/message-item.ts";
import { type Pace, pacedEvents } from "../pace.ts";
import type { ResponseObject } from "./response-object.ts";

export interface StreamedResponse {
  readonly begun: ResponseObject;
  readonly finished: ResponseObject;
  readonly pace: Pace;
  /** Called when the whole text is out, before the events that end the stream. */
  readonly onText: () => void;
}

/** The events of a streamed response, one for each token, when it is there. */
export function responseEvents({ begun, finished, pace, onText }: StreamedResponse) {
  const [message] = finished.output;
  const [part] = message?.content ?? [];
  const text = part?.type === "output_text" ? part.text : "";
  const item = { ...message, status: "in_progress", content: [] };
  const inItem = { item_id: message?.id, output_index: 0, content_index: 0 };
  const event = numberedEvents();

  function* closing() {
    onText();
    yield event("response.output_text.done", { ...inItem, text, logprobs: [] });
    yield event("response.content_part.done", { ...inItem, part });
    yield event("response.output_item.done", { output_index: 0, item: message });
    yield event(finished.status === "completed" ? "response.completed" : "response.incomplete", {
      response: finished,
    });
  }

  return pacedEvents(pace, {
    opening: [
      event("response.created", { response: begun }),
      event("response.in_progress", { response: begun }),
      event("response.output_item.added", { output_index: 0, item }),
      event("response.content_part.added", { ...inItem, part: outputText("") }),
    ],
    piece: (delta) => event("response.output_text.delta", { ...inItem, delta, logprobs: [] }),
    closing: closing(),
  });
}

/** Each event has the number of those before it. */
function numberedEvents(): (type: string, fields: object) => string {
  let next = 0;
  return (type, fields) => {
    const data = JSON.stringify({ type, sequence_number: next, ...fields });
    next += 1;
    return `event: ${type}\ndata: ${data}\n\n`;
  };
}
