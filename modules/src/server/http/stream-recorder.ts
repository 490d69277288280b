import type { Reply, StreamRecording } from "./route.ts";

/** What was taken down of a streamed answer. */
export interface StreamRecorder extends StreamRecording {
  /** Characters that are held. */
  readonly size: number;
  /** Too much was said to hold it all; nothing is held any longer. */
  readonly overflown: boolean;
  /** It came to its end, and did not break off. */
  readonly isWhole: boolean;
  /** The answer, to be written at once. */
  reply(): Reply;
}

/** @param mayHold told the characters that an event would bring in all; false = they are too many */
export function createStreamRecorder(mayHold: (characters: number) => boolean): StreamRecorder {
  let headers: Readonly<Record<string, string>> = {};
  let events: string[] = [];
  let size = 0;
  let overflown = false;
  let whole = false;
  return {
    get size() {
      return size;
    },
    get isWhole() {
      return whole;
    },
    get overflown() {
      return overflown;
    },
    begin(given) {
      headers = given;
    },
    add(text) {
      if (overflown) return;
      overflown = !mayHold(size + text.length);
      if (overflown) events = [];
      else events.push(text);
      size = overflown ? 0 : size + text.length;
    },
    finish() {
      whole = true;
    },
    reply: () => ({ headers, body: events.join("") }),
  };
}
