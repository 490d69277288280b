import type { EndReason, StreamPart, ToolCallPiece, Usage } from "../chat/stream-part.ts";

/** What has been said so far in one answer. */
export interface Transcript {
  text: string;
  usage: Usage;
  /** Whether the provider told the usage; zeros stand there until then. */
  usageTold: boolean;
  /** A stream that just stops leaves `cut`. */
  endReason: EndReason;
  /** Milliseconds from the question to the first text; 0 when there was none. */
  firstTokenMs: number;
  /** Why it broke off, when the provider said so. */
  error: string | undefined;
  /** Calls of tools, each put together from its pieces. */
  toolCalls: readonly ToolCallPiece[];
}

export const createTranscript = (): Transcript => ({
  text: "",
  usage: { promptTokens: 0, completionTokens: 0 },
  usageTold: false,
  endReason: "cut",
  firstTokenMs: 0,
  error: undefined,
  toolCalls: [],
});

/** Adds one part, heard so many milliseconds after the question as `elapsed` tells. */
export function hear(told: Transcript, part: StreamPart, elapsed: () => number): void {
  switch (part.type) {
    case "text":
      told.text += part.text;
      told.firstTokenMs ||= elapsed();
      if (part.toolCalls) told.toolCalls = part.toolCalls.reduce(joinPiece, told.toolCalls);
      break;
    case "usage":
      told.usage = part.usage;
      told.usageTold = true;
      break;
    case "end":
      told.endReason = part.reason;
      break;
    case "error":
      told.endReason = "cut";
      told.error = part.message;
  }
}

/** What was said is void: another begins anew. */
export function forget(told: Transcript): void {
  const { firstTokenMs } = told;
  Object.assign(told, createTranscript(), { firstTokenMs });
}

function joinPiece(calls: readonly ToolCallPiece[], piece: ToolCallPiece): readonly ToolCallPiece[] {
  const known = calls.find(({ index }) => index === piece.index);
  if (!known) return [...calls, piece];
  const joined = { ...known, ...piece, arguments: known.arguments + piece.arguments };
  return calls.map((call) => (call === known ? joined : call));
}

/** Whether the model said what it had to say; anything else is no turn that a conversation should go on from. */
export function isWhole({ text, endReason }: Transcript): boolean {
  return text !== "" && (endReason === "stop" || endReason === "length");
}
