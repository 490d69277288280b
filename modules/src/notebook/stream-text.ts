import type { EndReason } from "../chat/stream-part.ts";
import { ProviderError } from "../core/errors.ts";
import type { AnswerPart } from "../orchestrator/answer-part.ts";
import { notebookOutput, type Output } from "./display.ts";
import { interruptSignal } from "./interrupt.ts";
import { untilStopped } from "./until-stopped.ts";

export interface StreamTextOptions {
  readonly output?: Output;
  /** Stops reading, at once. Default: the notebook's stop button. */
  readonly signal?: AbortSignal;
}

/**
 * Prints text as it comes, from a model's or the orchestrator's stream or from plain strings.
 * @returns the whole text, without the remark that is printed when the stream did not end by itself.
 * @throws ProviderError when the stream ends in an error; what came before it has been printed.
 */
export async function streamText(
  parts: AsyncIterable<string | AnswerPart>,
  options: StreamTextOptions = {},
): Promise<string> {
  const output = options.output ?? notebookOutput();
  const signal = options.signal ?? interruptSignal();
  let whole = "";
  let remark = "";
  try {
    for await (const part of untilStopped(parts, signal)) {
      const text = textOf(part);
      whole += text;
      if (text !== "") output.text(text);
      if (typeof part !== "string" && part.type === "end") remark = REMARKS[part.reason];
    }
  } finally {
    output.text(`${remark}\n`);
  }
  return whole;
}

function textOf(part: string | AnswerPart): string {
  if (typeof part === "string") return part;
  if (part.type === "error")
    throw new ProviderError(part.message, { code: part.code, retryable: part.retryable });
  return part.type === "text" ? part.text : "";
}

const REMARKS: Readonly<Record<EndReason, string>> = {
  stop: "",
  length: " [cut: the answer reached its token limit]",
  filter: " [stopped by the content filter]",
  restarted: " [started anew on another model]",
  cut: " [the connection broke off]",
  cancelled: " [cancelled]",
};
