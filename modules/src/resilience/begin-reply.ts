import type { StreamPart } from "../chat/stream-part.ts";
import type { Clock } from "../core/clock.ts";
import { DeadlineError, explainError, isLabError, ProviderError } from "../core/errors.ts";
import { FIRST_TOKEN_LATE } from "./failure-kind.ts";
import { createPartReader, type PartReader } from "./part-reader.ts";

/** What a provider's `chat()` resolves with, as far as it is needed here. */
export interface StreamReply {
  readonly parts: AsyncIterable<StreamPart>;
}

export interface BeginOptions {
  readonly clock: Clock;
  /** Names it in errors. */
  readonly deployment: string;
  /** Milliseconds until the first word. */
  readonly firstTokenMs: number;
  /** Milliseconds between two parts after it. */
  readonly idleMs: number;
  /** Ends it at any time. */
  readonly signal: AbortSignal;
}

/** A reply whose first word is there. */
export interface BegunReply<Reply> {
  readonly reply: Reply;
  /**
   * From the first word on, exactly one `end` or `error` last; never throws. A stream that breaks, gets stuck or just stops
   * ends with an `error` or a `cut`, one whose caller left with `cancelled`. Read it once.
   */
  readonly parts: AsyncGenerator<StreamPart, void>;
  /** Breaks it off at its source; needed when `parts` is not read to its end. */
  close(): void;
}

/**
 * Opens a reply and waits for its first word, so that whatever is wrong before that can be mended unseen.
 * @throws ProviderError (FIRST_TOKEN_LATE when there was no word in time, EMPTY_ANSWER when there was none at all); the
 * signal's reason when it is aborted.
 */
export async function beginReply<Reply extends StreamReply>(
  open: (signal: AbortSignal) => Promise<Reply>,
  options: BeginOptions,
): Promise<BegunReply<Reply>> {
  const { clock, deployment, firstTokenMs, signal } = options;
  const own = new AbortController();
  const either = AbortSignal.any([signal, own.signal]);
  const inTime = new AbortController();
  clock.sleep(firstTokenMs, inTime.signal).then(
    () => own.abort(late(deployment, firstTokenMs)),
    () => {},
  );
  try {
    const reply = await untilAborted(open(either), either);
    const reader = createPartReader(reply.parts, { ...options, signal: either });
    const head = await readHead(reader, deployment);
    reader.watch();
    const close = () => {
      reader.close();
      own.abort();
    };
    return { reply, parts: partsFrom(head, reader, { signal, close }), close };
  } catch (error) {
    const reason = either.aborted ? either.reason : error;
    own.abort();
    throw reason;
  } finally {
    inTime.abort();
  }
}

/** Rejects when the signal is aborted, also where the work does not look at it. */
function untilAborted<Reply extends StreamReply>(work: Promise<Reply>, signal: AbortSignal): Promise<Reply> {
  return new Promise((resolve, reject) => {
    const leave = () => {
      reject(signal.reason);
      work.then(({ parts }) => parts[Symbol.asyncIterator]().return?.()).catch(() => {});
    };
    if (signal.aborted) return leave();
    signal.addEventListener("abort", leave, { once: true });
    work.then(resolve, reject).finally(() => signal.removeEventListener("abort", leave));
  });
}

/** Everything up to the first word. */
async function readHead(reader: PartReader, deployment: string): Promise<readonly StreamPart[]> {
  const head: StreamPart[] = [];
  try {
    for (;;) {
      const { done, value } = await reader.next();
      if (done) throw nothingSaid(deployment, "cut");
      head.push(value);
      if (value.type === "text" && value.text !== "") return head;
      if (value.type === "error") throw new ProviderError(`${deployment} broke off: ${value.message}`, value);
      if (value.type === "end") {
        if (value.reason === "filter" || value.reason === "cancelled") return head;
        throw nothingSaid(deployment, value.reason);
      }
    }
  } catch (error) {
    reader.close();
    throw error;
  }
}

interface Leaving {
  /** The caller's. */
  readonly signal: AbortSignal;
  readonly close: () => void;
}

async function* partsFrom(
  head: readonly StreamPart[],
  reader: PartReader,
  { signal, close }: Leaving,
): AsyncGenerator<StreamPart, void> {
  try {
    for (const part of head) {
      yield part;
      if (isEnding(part)) return;
    }
    for (;;) {
      const part = await nextPart(reader, signal);
      yield part;
      if (isEnding(part)) return;
    }
  } finally {
    close();
  }
}

async function nextPart(reader: PartReader, signal: AbortSignal): Promise<StreamPart> {
  try {
    const { done, value } = await reader.next();
    return done ? { type: "end", reason: "cut" } : value;
  } catch (error) {
    if (!signal.aborted) return brokenBy(error);
    return signal.reason instanceof DeadlineError
      ? brokenBy(signal.reason)
      : { type: "end", reason: "cancelled" };
  }
}

/** Whether it is the last part of a stream. */
export const isEnding = ({ type }: StreamPart): boolean => type === "end" || type === "error";

function brokenBy(error: unknown): StreamPart {
  const code = isLabError(error) ? error.code : "STREAM_BROKEN";
  const retryable = !isLabError(error) || ("retryable" in error && error.retryable === true);
  return { type: "error", code, message: explainError(error), retryable };
}

function late(deployment: string, firstTokenMs: number): ProviderError {
  return new ProviderError(`${deployment} did not say a word within ${firstTokenMs / 1000} s.`, {
    code: FIRST_TOKEN_LATE,
    retryable: true,
  });
}

function nothingSaid(deployment: string, reason: string): ProviderError {
  return new ProviderError(`${deployment} ended its answer (${reason}) before it said a word.`, {
    code: "EMPTY_ANSWER",
    retryable: true,
  });
}
