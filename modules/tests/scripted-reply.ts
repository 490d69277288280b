import type { StreamPart } from "../src/chat/index.ts";
import type { Clock } from "../src/core/index.ts";
import type { StreamReply } from "../src/resilience/index.ts";

/** What a scripted stream does next: says a part, waits so many milliseconds, throws, or falls silent for ever. */
export type Line =
  | StreamPart
  | { readonly waitMs: number }
  | { readonly throws: unknown }
  | { readonly silent: true };

export const say = (text: string): StreamPart => ({ type: "text", text });
export const stop: StreamPart = { type: "end", reason: "stop" };
export const cut: StreamPart = { type: "end", reason: "cut" };
export const charged = (promptTokens: number, completionTokens: number): StreamPart => ({
  type: "usage",
  usage: { promptTokens, completionTokens },
});

export interface ScriptedReply extends StreamReply {
  /** Whether its reader has closed it. */
  closed(): boolean;
}

/** A stream that follows its lines, also such as no provider should send. It does not look at any signal. */
export function scriptedReply(clock: Clock, lines: readonly Line[]): ScriptedReply {
  let closed = false;
  async function* follow(): AsyncGenerator<StreamPart, void> {
    try {
      for (const line of lines) {
        if ("waitMs" in line) await clock.sleep(line.waitMs);
        else if ("throws" in line) throw line.throws;
        else if ("silent" in line) await new Promise(() => {});
        else yield line;
      }
    } finally {
      closed = true;
    }
  }
  return { parts: follow(), closed: () => closed };
}
