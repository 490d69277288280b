import type { Clock } from "../../../core/index.ts";

/** When each part of an answer is there. Without delay no timer is made. */
export interface Pace {
  /** Resolves when the first token is there. Rejects when the client leaves. */
  begin(): Promise<void>;
  /** Resolves when the whole answer is there. Rejects when the client leaves. */
  end(): Promise<void>;
  /** The pieces of text, each when it is there; all at once, and no promise in between, when nothing takes time. */
  pieces(): Iterable<string> | AsyncIterable<string>;
}

/** How long an answer takes, in milliseconds as they pass. */
export interface Tempo {
  readonly firstTokenMs: number;
  readonly msPerToken: number;
}

export const atOnce = (pieces: readonly string[]): Pace => ({
  begin: async () => {},
  end: async () => {},
  pieces: () => pieces,
});

/** Times are counted from `startedAt` (the clock's `elapsed`), so that what a timer comes late is not added up. */
export function startPace(
  pieces: readonly string[],
  { firstTokenMs, msPerToken }: Tempo,
  {
    clock,
    startedAt,
    signal,
  }: { readonly clock: Clock; readonly startedAt: number; readonly signal: AbortSignal },
): Pace {
  const until = async (index: number) => {
    const waitMs = startedAt + firstTokenMs + index * msPerToken - clock.elapsed();
    if (waitMs > 0) await clock.sleep(waitMs, signal);
  };
  return {
    begin: () => until(0),
    end: () => until(Math.max(0, pieces.length - 1)),
    async *pieces() {
      for (const [index, piece] of pieces.entries()) {
        await until(index);
        yield piece;
      }
    },
  };
}

/** The events of a streamed answer: what comes before its text, one for each piece, what comes after. */
export interface EventShape {
  readonly opening: Iterable<string>;
  readonly piece: (text: string) => string;
  readonly closing: Iterable<string>;
}

/** The events, each when its piece is there. */
export function pacedEvents(pace: Pace, shape: EventShape): Iterable<string> | AsyncIterable<string> {
  const pieces = pace.pieces();
  return Symbol.asyncIterator in pieces ? eventsInTime(pieces, shape) : eventsAtOnce(pieces, shape);
}

function* eventsAtOnce(pieces: Iterable<string>, { opening, piece, closing }: EventShape): Generator<string> {
  yield* opening;
  for (const text of pieces) yield piece(text);
  yield* closing;
}

async function* eventsInTime(
  pieces: AsyncIterable<string>,
  { opening, piece, closing }: EventShape,
): AsyncGenerator<string> {
  yield* opening;
  for await (const text of pieces) yield piece(text);
  yield* closing;
}
