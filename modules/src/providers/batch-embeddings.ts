import type { Usage } from "../chat/stream-part.ts";
import { type Clock, callAfter } from "../core/clock.ts";
import type { EmbedReply, EmbedRequest } from "./embed-over-http.ts";
import type { Provider } from "./provider.ts";

export interface BatchOptions {
  readonly clock: Clock;
  /** Milliseconds for which the first request of a batch waits for others. */
  readonly windowMs: number;
  /** Most texts in one call; a batch that is full goes at once. */
  readonly maxTexts: number;
}

/** One request on its way in a batch. */
interface Rider {
  readonly input: readonly string[];
  readonly signal: AbortSignal | undefined;
  readonly outcome: PromiseWithResolvers<EmbedReply>;
}

interface Batch {
  readonly request: Omit<EmbedRequest, "input">;
  readonly riders: Rider[];
  texts: number;
  readonly stopWaiting: () => void;
}

/**
 * The same provider, whose `embed` sends requests that come within a short time for the same model and size as one. A caller
 * who leaves takes nobody along; a call that fails fails for all in it. Tokens are shared out by the length of the texts, so
 * that together they are what the provider counted. A provider without `embed` is given back as it is.
 */
export function batchEmbeddings(provider: Provider, { clock, windowMs, maxTexts }: BatchOptions): Provider {
  const { embed } = provider;
  if (!embed) return provider;
  const waiting = new Map<string, Batch>();

  function send(key: string, { request, riders, stopWaiting }: Batch): void {
    waiting.delete(key);
    stopWaiting();
    const present = riders.filter(({ signal }) => !signal?.aborted);
    if (present.length === 0) return;
    const input = present.flatMap((rider) => rider.input);
    const everybodyLeft = signalOfAll(present);
    embed?.({ ...request, input }, { signal: everybodyLeft }).then(
      (reply) => shareOut(reply, present),
      (error) => {
        for (const { outcome } of present) outcome.reject(error);
      },
    );
  }

  function join({ input, ...request }: EmbedRequest, signal: AbortSignal | undefined): Promise<EmbedReply> {
    const key = JSON.stringify([request.model, request.dimensions]);
    const open = waiting.get(key);
    if (open && open.texts + input.length > maxTexts) send(key, open);
    const batch = waiting.get(key) ?? begin(key, request);
    const outcome = Promise.withResolvers<EmbedReply>();
    batch.riders.push({ input, signal, outcome });
    batch.texts += input.length;
    if (batch.texts >= maxTexts) send(key, batch);
    return outcome.promise;
  }

  function begin(key: string, request: Batch["request"]): Batch {
    const batch: Batch = {
      request,
      riders: [],
      texts: 0,
      stopWaiting: callAfter(clock, windowMs, () => send(key, batch)),
    };
    waiting.set(key, batch);
    return batch;
  }

  return {
    ...provider,
    embed: (request, { signal } = {}) => leaveWith(signal, () => join(request, signal)),
  };
}

/** The caller need not wait for the others when it leaves. */
async function leaveWith(
  signal: AbortSignal | undefined,
  join: () => Promise<EmbedReply>,
): Promise<EmbedReply> {
  if (!signal) return join();
  signal.throwIfAborted();
  const left = Promise.withResolvers<never>();
  const leave = () => left.reject(signal.reason);
  signal.addEventListener("abort", leave, { once: true });
  try {
    return await Promise.race([join(), left.promise]);
  } finally {
    signal.removeEventListener("abort", leave);
  }
}

/** Aborted when nobody is left who waits. */
function signalOfAll(riders: readonly Rider[]): AbortSignal {
  const controller = new AbortController();
  let left = riders.length;
  for (const { signal } of riders)
    signal?.addEventListener("abort", () => --left === 0 && controller.abort(signal.reason), { once: true });
  return controller.signal;
}

function shareOut(reply: EmbedReply, riders: readonly Rider[]): void {
  const usages = shareUsage(
    reply.usage,
    riders.map(({ input }) => input.reduce((sum, text) => sum + text.length, 0)),
  );
  let from = 0;
  for (const [index, { input, outcome }] of riders.entries()) {
    const vectors = reply.vectors.slice(from, from + input.length);
    from += input.length;
    outcome.resolve({ ...reply, vectors, usage: usages[index] });
  }
}

/** Whole tokens in proportion to the lengths; their sum is what was told. */
function shareUsage(usage: Usage | undefined, lengths: readonly number[]): readonly (Usage | undefined)[] {
  if (!usage) return lengths.map(() => undefined);
  const all = Math.max(
    1,
    lengths.reduce((sum, length) => sum + length, 0),
  );
  let soFar = 0;
  let given = 0;
  return lengths.map((length) => {
    soFar += length;
    const upTo = Math.round((usage.promptTokens * soFar) / all);
    const promptTokens = upTo - given;
    given = upTo;
    return { promptTokens, completionTokens: 0 };
  });
}
