import { createParser } from "eventsource-parser";
import { readJson } from "./read-json.ts";

/** The JSON of each event of a stream, as far as the stream came; `[DONE]` and what is no JSON is left out. */
export function readEvents(text: string): readonly unknown[] {
  const events: unknown[] = [];
  const parser = createParser({
    onEvent: ({ data }) => {
      const event = readJson(data);
      if (event !== undefined) events.push(event);
    },
  });
  parser.feed(text);
  return events;
}
