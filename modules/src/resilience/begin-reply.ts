import { batchesOf, type PartStream } from "../chat/part-stream.ts";
import type { StreamPart } from "../chat/stream-part.ts";
import { type Clock, callAfter } from "../core/clock.ts";
import { DeadlineError, explainError, isLabError, ProviderError } from "../core/errors.ts";
import { EMPTY_ANSWER, FIRST_TOKEN_LATE } from "./failure-kind.ts";
import { type FollowingSignal, followSignal } from "./follow-signal.ts";
import { createPartReader, type PartReader } from "./part-reader.ts";

/** What a provider's `chat()` resolves with, as far as it is needed here. */
export interface StreamReply {
  readonly parts: PartStream;
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
   * Parts that have come since, from the first word on; the last batch ends with exactly one `end` or `error`. Never throws: a
   * stream that breaks, gets stuck or just stops ends with an `error` or a `cut`, one whose caller left with `cancelled`.
   */
  next(): Promise<readonly StreamPart[]>;
  /** The same parts one by one, instead. */
  readonly parts: AsyncGenerator<StreamPart, void>;
  /** Breaks it off at its source; needed when it is not read to its end. */
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
  const own = followSignal(signal);
  const stopWaiting = callAfter(clock, firstTokenMs, () => own.abort(late(deployment, firstTokenMs)));
  try {
    const reply = await untilAborted(open(own.signal), own.signal);
    const { whole } = reply.parts;
    if (whole) return beginWhole(reply, whole, deployment, own);
    const reader = createPartReader(reply.parts, { ...options, signal: own.signal });
    const head = await readHead(reader, deployment);
    reader.watch();
    return new OpenReply(reply, { head, reader, own, caller: signal });
  } catch (error) {
    const reason = own.signal.aborted ? own.signal.reason : error;
    own.letGo();
    own.abort(CLOSED);
    throw reason;
  } finally {
    stopWaiting();
  }
}

/** A reply of which all has come. @throws as `hasBegun` does. */
function beginWhole<Reply>(
  reply: Reply,
  whole: readonly StreamPart[],
  deployment: string,
  own: FollowingSignal,
): BegunReply<Reply> {
  if (!hasBegun(whole, deployment)) throw nothingSaid(deployment, "cut");
  own.letGo();
  return new ReadReply(reply, upToEnding(whole));
}

/** Made once: an error with its stack is by far the dearest part of an abort. */
const CLOSED = new DOMException("The answer is no longer read.", "AbortError");

/** Rejects when the signal is aborted, also where the work does not look at it. */
function untilAborted<Reply extends StreamReply>(work: Promise<Reply>, signal: AbortSignal): Promise<Reply> {
  return new Promise((resolve, reject) => {
    const leave = () => {
      reject(signal.reason);
      work.then(({ parts }) => batchesOf(parts).return?.()).catch(() => {});
    };
    if (signal.aborted) return leave();
    signal.addEventListener("abort", leave, { once: true });
    work.then(resolve, reject).finally(() => signal.removeEventListener("abort", leave));
  });
}

/** Everything up to the first word, and what came with it. */
async function readHead(reader: PartReader, deployment: string): Promise<readonly StreamPart[]> {
  let head: readonly StreamPart[] = [];
  try {
    for (;;) {
      const { done, value } = await reader.next();
      if (done) throw nothingSaid(deployment, "cut");
      head = head.length === 0 ? value : [...head, ...value];
      if (hasBegun(value, deployment)) return head;
    }
  } catch (error) {
    reader.close();
    throw error;
  }
}

/** Whether a word is in it. @throws ProviderError when it ends before one, but for an end that is an answer too. */
function hasBegun(parts: readonly StreamPart[], deployment: string): boolean {
  for (const part of parts) {
    if (saysSomething(part)) return true;
    if (part.type === "error") throw brokeOff(deployment, part);
    if (part.type === "end") {
      if (part.reason === "filter" || part.reason === "cancelled") return true;
      throw nothingSaid(deployment, part.reason);
    }
  }
  return false;
}

/** Parts one by one, until the last. */
async function* partsOf(begun: BegunReply<unknown>): AsyncGenerator<StreamPart, void> {
  try {
    for (;;) {
      const batch = await begun.next();
      yield* batch;
      if (isOver(batch)) return;
    }
  } finally {
    begun.close();
  }
}

class ReadReply<Reply> implements BegunReply<Reply> {
  readonly reply: Reply;
  readonly #whole: readonly StreamPart[];

  constructor(reply: Reply, whole: readonly StreamPart[]) {
    this.reply = reply;
    this.#whole = isOver(whole) ? whole : [...whole, CUT];
  }

  get parts(): AsyncGenerator<StreamPart, void> {
    return partsOf(this);
  }

  async next() {
    return this.#whole;
  }

  close() {}
}

interface OpenParts {
  readonly head: readonly StreamPart[];
  readonly reader: PartReader;
  /** Ends the reply at its source. */
  readonly own: FollowingSignal;
  readonly caller: AbortSignal;
}

class OpenReply<Reply> implements BegunReply<Reply> {
  readonly reply: Reply;
  readonly #parts: OpenParts;
  #head: readonly StreamPart[] | undefined;
  #over = false;

  constructor(reply: Reply, parts: OpenParts) {
    this.reply = reply;
    this.#parts = parts;
    this.#head = parts.head;
  }

  get parts(): AsyncGenerator<StreamPart, void> {
    return partsOf(this);
  }

  async next() {
    const batch = await this.#read();
    if (isOver(batch)) this.#finish();
    return batch;
  }

  close() {
    if (this.#over) return;
    this.#finish();
    this.#parts.own.abort(CLOSED);
  }

  async #read(): Promise<readonly StreamPart[]> {
    const { reader, caller } = this.#parts;
    try {
      const head = this.#head;
      this.#head = undefined;
      if (head) return upToEnding(head);
      const { done, value } = await reader.next();
      return done ? [CUT] : upToEnding(value);
    } catch (error) {
      this.close();
      return [endingBy(error, caller)];
    }
  }

  #finish() {
    this.#over = true;
    this.#parts.reader.close();
    this.#parts.own.letGo();
  }
}

const CUT: StreamPart = { type: "end", reason: "cut" };

/** What comes after an ending is no part of an answer. */
function upToEnding(parts: readonly StreamPart[]): readonly StreamPart[] {
  const place = parts.findIndex(isEnding);
  return place < 0 || place === parts.length - 1 ? parts : parts.slice(0, place + 1);
}

function isOver(parts: readonly StreamPart[]): boolean {
  const last = parts.at(-1);
  return last !== undefined && isEnding(last);
}

function endingBy(error: unknown, { aborted, reason }: AbortSignal): StreamPart {
  if (!aborted) return brokenBy(error);
  return reason instanceof DeadlineError ? brokenBy(reason) : { type: "end", reason: "cancelled" };
}

/** Whether there is a word in it, or a piece of a tool's call. */
export const saysSomething = (part: StreamPart): boolean =>
  part.type === "text" && (part.text !== "" || (part.toolCalls !== undefined && part.toolCalls.length > 0));

/** Whether it is the last part of a stream. */
const isEnding = ({ type }: StreamPart): boolean => type === "end" || type === "error";

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

/** The request had been accepted: its prompt is charged. */
const brokeOff = (deployment: string, part: Extract<StreamPart, { type: "error" }>) =>
  new ProviderError(`${deployment} broke off: ${part.message}`, { ...part, status: 200 });

function nothingSaid(deployment: string, reason: string): ProviderError {
  return new ProviderError(`${deployment} ended its answer (${reason}) before it said a word.`, {
    code: EMPTY_ANSWER,
    retryable: true,
  });
}
