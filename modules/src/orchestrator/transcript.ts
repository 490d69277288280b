import type { EndReason, StreamPart, Usage } from "../chat/stream-part.ts";

/** What has been said so far in one answer. */
export interface Transcript {
  readonly text: string;
  readonly usage: Usage;
  /** Whether the provider told the usage; zeros stand there until then. */
  readonly usageTold: boolean;
  readonly endReason: EndReason;
  /** Milliseconds from the question to the first text; 0 when there was none. */
  readonly firstTokenMs: number;
  /** Why it broke off, when the provider said so. */
  readonly error: string | undefined;
}

/** Before anything is said; a stream that just stops leaves `cut`. */
export const emptyTranscript: Transcript = {
  text: "",
  usage: { promptTokens: 0, completionTokens: 0 },
  usageTold: false,
  endReason: "cut",
  firstTokenMs: 0,
  error: undefined,
};

/** The transcript with one more part, heard `elapsedMs` after the question. */
export function hear(told: Transcript, part: StreamPart, elapsedMs: number): Transcript {
  switch (part.type) {
    case "text":
      return { ...told, text: told.text + part.text, firstTokenMs: told.firstTokenMs || elapsedMs };
    case "usage":
      return { ...told, usage: part.usage, usageTold: true };
    case "end":
      return { ...told, endReason: part.reason };
    case "error":
      return { ...told, endReason: "cut", error: part.message };
  }
}

/** Whether the model said what it had to say; anything else is no turn that a conversation should go on from. */
export function isWhole({ text, endReason }: Transcript): boolean {
  return text !== "" && (endReason === "stop" || endReason === "length");
}
