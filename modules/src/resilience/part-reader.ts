import { batchesOf, type PartStream } from "../chat/part-stream.ts";
import type { StreamPart } from "../chat/stream-part.ts";
import { type Clock, callAfter } from "../core/clock.ts";
import { ProviderError } from "../core/errors.ts";

export interface PartReaderOptions {
  readonly clock: Clock;
  /** Ends the reading, also of a stream that does not obey it. */
  readonly signal: AbortSignal;
  /** Milliseconds without a part after which a stream counts as stuck. Time in which nobody asks for a part does not count. */
  readonly idleMs: number;
  /** Names the stream in errors. */
  readonly deployment: string;
}

/** Reads a stream batch by batch and gives up when it is stuck. */
export interface PartReader {
  /** @throws ProviderError with code STREAM_STALLED; the signal's reason; what the stream throws. */
  next(): Promise<IteratorResult<readonly StreamPart[], unknown>>;
  /** From now on `idleMs` counts. */
  watch(): void;
  /** Ends the stream at its source. */
  close(): void;
}

export function createPartReader(parts: PartStream, options: PartReaderOptions): PartReader {
  const { clock, signal, idleMs, deployment } = options;
  const batches = batchesOf(parts);
  let stopWatching = () => {};
  let giveUp: ((reason: unknown) => void) | undefined;
  let waitsSince = 0;

  const leave = () => giveUp?.(signal.reason);
  signal.addEventListener("abort", leave, { once: true });

  // One timer for the whole stream, not one for each part.
  function watchIdle(): void {
    const waitedMs = giveUp ? clock.elapsed() - waitsSince : 0;
    if (waitedMs >= idleMs) giveUp?.(stalled(deployment, idleMs));
    else stopWatching = callAfter(clock, idleMs - waitedMs, watchIdle);
  }

  return {
    next() {
      if (signal.aborted) return Promise.reject(signal.reason);
      return new Promise((resolve, reject) => {
        waitsSince = clock.elapsed();
        giveUp = reject;
        batches.next().then(
          (result) => {
            giveUp = undefined;
            resolve(result);
          },
          (error) => {
            giveUp = undefined;
            reject(error);
          },
        );
      });
    },
    watch: watchIdle,
    close() {
      stopWatching();
      signal.removeEventListener("abort", leave);
      batches.return?.().then(undefined, () => {});
    },
  };
}

function stalled(deployment: string, idleMs: number): ProviderError {
  return new ProviderError(`${deployment} said nothing for ${idleMs / 1000} s in the middle of its answer.`, {
    code: "STREAM_STALLED",
    retryable: true,
  });
}
