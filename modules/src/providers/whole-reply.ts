import type { ContentFilterReport } from "../chat/content-filter.ts";
import type { EndReason, Usage } from "../chat/stream-part.ts";
import { ProviderError } from "../core/errors.ts";
import type { ChatReply } from "./provider.ts";

/** An answer that has been read to its end. */
export interface WholeReply extends Omit<ChatReply, "parts" | "contentFilter"> {
  readonly text: string;
  /** Tokens as the provider counted them, when it told. */
  readonly usage: Usage | undefined;
  /** `filter`: the content filter ended it; `cut`: the connection broke off, and the text is what came before. */
  readonly endReason: EndReason;
  readonly contentFilter: ContentFilterReport;
}

/**
 * Reads the parts of an answer to their end.
 * @throws ProviderError when they end in an error.
 */
export async function readWholeReply({ parts, contentFilter, ...head }: ChatReply): Promise<WholeReply> {
  let text = "";
  let usage: Usage | undefined;
  let endReason: EndReason = "cut";
  for await (const part of parts) {
    if (part.type === "text") text += part.text;
    else if (part.type === "usage") usage = part.usage;
    else if (part.type === "end") endReason = part.reason;
    else throw new ProviderError(`The answer broke off: ${part.message}`, part);
  }
  return { ...head, text, usage, endReason, contentFilter: contentFilter() };
}
