import type { StreamPart, Usage } from "../chat/stream-part.ts";
import { saysSomething } from "./begin-reply.ts";
import type { Ending } from "./read-ending.ts";
import { createOverlapTrim, type OverlapTrim } from "./trim-overlap.ts";

/** What one route has said so far. */
export interface Telling {
  /** Text that went out. */
  text: string;
  /** Names and arguments of tools' calls that went out; another deployment cannot go on from them. */
  toolCalls: string;
  usage: Usage | undefined;
  /** What it goes on from; empty when it begins anew. */
  readonly soFar: string;
  readonly trim: OverlapTrim | undefined;
}

export const createTelling = (soFar: string): Telling => ({
  text: "",
  toolCalls: "",
  usage: undefined,
  soFar,
  trim: soFar === "" ? undefined : createOverlapTrim(soFar),
});

type TextPart = Extract<StreamPart, { type: "text" }>;

/** Takes what a route says into `out`, keeps count of it, and returns how it ended, once it has. */
export function relayBatch<Out>(
  parts: readonly StreamPart[],
  told: Telling,
  out: (Out | StreamPart)[],
): Ending | undefined {
  for (const part of parts) {
    if (part.type === "usage") told.usage = part.usage;
    else if (part.type === "text") {
      const shown = takeIn(part, told);
      if (saysSomething(shown)) out.push(shown);
    } else {
      const text = told.trim?.end() ?? "";
      told.text += text;
      if (text !== "") out.push({ type: "text", text });
      return part;
    }
  }
  return undefined;
}

/** What goes out of a part. Log-probabilities are those of its whole text, and go with no other. */
function takeIn(part: TextPart, told: Telling): TextPart {
  const { toolCalls } = part;
  if (toolCalls) for (const { name = "", arguments: json } of toolCalls) told.toolCalls += name + json;
  const text = told.trim ? told.trim.take(part.text) : part.text;
  told.text += text;
  return text === part.text ? part : { type: "text", text, ...(toolCalls && { toolCalls }) };
}
