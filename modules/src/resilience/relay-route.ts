import type { StreamPart, Usage } from "../chat/stream-part.ts";
import type { Ending } from "./read-ending.ts";
import { createOverlapTrim, type OverlapTrim } from "./trim-overlap.ts";

/** What one route has said so far. */
export interface Telling {
  /** Text that went out. */
  text: string;
  usage: Usage | undefined;
  /** What it goes on from; empty when it begins anew. */
  readonly soFar: string;
  readonly trim: OverlapTrim | undefined;
}

export const createTelling = (soFar: string): Telling => ({
  text: "",
  usage: undefined,
  soFar,
  trim: soFar === "" ? undefined : createOverlapTrim(soFar),
});

/** Passes the text of a route on, keeps count of it, and returns how it ended. */
export async function* relayRoute(
  parts: AsyncIterable<StreamPart>,
  told: Telling,
): AsyncGenerator<StreamPart, Ending> {
  for await (const part of parts) {
    if (part.type === "usage") told.usage = part.usage;
    else if (part.type === "text") {
      const text = told.trim ? told.trim.take(part.text) : part.text;
      told.text += text;
      const { toolCalls } = part;
      if (text !== "" || toolCalls)
        yield text === part.text ? part : { type: "text", text, ...(toolCalls && { toolCalls }) };
    } else {
      const text = told.trim?.end() ?? "";
      told.text += text;
      if (text !== "") yield { type: "text", text };
      return part;
    }
  }
  return { type: "end", reason: "cut" };
}
