import type { ChatRequest } from "../chat/request.ts";
import type { StreamPart, TokenChoice } from "../chat/stream-part.ts";
import type { Clock } from "../core/clock.ts";
import { DeadlineError, explainError, ProviderError, RoutingError } from "../core/errors.ts";
import { createDeadline } from "../resilience/deadline.ts";

/** A chat model as a router reaches it: every provider is one. */
export interface ChatModel {
  /** Whose it is; absent for one of one's own making. */
  readonly name?: string;
  chat(
    request: ChatRequest,
    options?: { readonly stream?: boolean; readonly signal?: AbortSignal | undefined },
  ): Promise<{ readonly parts: AsyncIterable<StreamPart> }>;
}

/** An answer read to its end. */
export interface ModelAnswer {
  readonly text: string;
  /** Each token with its log-probability; empty when the model told none. */
  readonly tokens: readonly TokenChoice[];
}

export interface AskOptions {
  readonly signal: AbortSignal | undefined;
  /** Milliseconds until the model is given up. */
  readonly timeoutMs: number;
  /** What the message names when this is the rest of a longer time; default `timeoutMs`. */
  readonly wholeMs?: number;
  readonly clock: Clock;
}

/**
 * Asks a model and waits for its whole answer.
 * @throws RoutingError when it refuses (`cause` says how), breaks off, or is not done in time; the signal's reason when the
 * caller aborts.
 */
export async function askChatModel(
  model: ChatModel,
  request: ChatRequest,
  { signal, timeoutMs, wholeMs = timeoutMs, clock }: AskOptions,
): Promise<ModelAnswer> {
  signal?.throwIfAborted();
  const deadline = createDeadline(clock, timeoutMs, signal);
  try {
    return await Promise.race([readAnswer(model, request, deadline.signal), aborted(deadline.signal)]);
  } catch (error) {
    signal?.throwIfAborted();
    throw failure(request.model, deadline.signal.aborted ? deadline.signal.reason : error, wholeMs);
  } finally {
    deadline.clear();
  }
}

async function readAnswer(model: ChatModel, request: ChatRequest, signal: AbortSignal): Promise<ModelAnswer> {
  const { parts } = await model.chat(request, { stream: false, signal });
  let text = "";
  const tokens: TokenChoice[] = [];
  for await (const part of parts) {
    if (part.type === "error")
      throw new ProviderError(part.message, { code: part.code, retryable: part.retryable });
    if (part.type !== "text") continue;
    text += part.text;
    tokens.push(...(part.logprobs ?? []));
  }
  return { text, tokens };
}

/** Rejects when the time is over, also where a passed-in model does not look at its signal. */
const aborted = (signal: AbortSignal) =>
  new Promise<never>((_, reject) => {
    signal.addEventListener("abort", () => reject(signal.reason), { once: true });
  });

function failure(model: string, cause: unknown, timeoutMs: number): RoutingError {
  if (cause instanceof DeadlineError) {
    return new RoutingError(`${model} did not answer within ${timeoutMs / 1000} s.`, {
      code: "ROUTER_MODEL_SLOW",
      cause,
    });
  }
  return new RoutingError(`${model} could not be asked: ${explainError(cause)}`, {
    code: "ROUTER_MODEL_FAILED",
    cause,
  });
}
