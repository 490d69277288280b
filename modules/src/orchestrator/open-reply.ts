import type { ChatMessage } from "../chat/message.ts";
import type { Clock } from "../core/clock.ts";
import { DeadlineError, explainError, isLabError, ProviderError } from "../core/errors.ts";
import type { ChatReply } from "../providers/provider.ts";
import type { Attempt } from "./answer-part.ts";
import type { Backend } from "./plan-attempts.ts";
import type { Transcript } from "./transcript.ts";

export interface OpenReplyOptions {
  readonly clock: Clock;
  readonly signal: AbortSignal;
  /** Each attempt is added here, failed ones too. */
  readonly attempts: Attempt[];
}

/** A reply that has begun, and the attempt that began it. */
export interface OpenedReply {
  readonly backend: Backend;
  readonly reply: ChatReply;
  /** Notes the attempt as over, by what was told until then. */
  close(told: Transcript): void;
}

/**
 * Asks the backends in their order until one begins to answer. Nothing of an answer is out before that, so turning
 * elsewhere costs no word.
 * @throws ProviderError naming every attempt and why it failed; the signal's reason when it is aborted.
 */
export async function openReply(
  plan: readonly Backend[],
  messages: readonly ChatMessage[],
  { clock, signal, attempts }: OpenReplyOptions,
): Promise<OpenedReply> {
  let last: unknown;
  for (const backend of plan) {
    const { provider, model, maxTokens } = backend;
    const note = noteAttempt(backend, clock, attempts);
    try {
      const reply = await provider.chat({ model, messages, maxTokens }, { signal });
      return { backend, reply, close: (told) => note(resultOf(told, signal)) };
    } catch (error) {
      if (signal.aborted) {
        note(stoppedBy(signal));
        throw error;
      }
      last = error;
      note({
        outcome: "failed",
        error: isLabError(error) ? error.message : explainError(error),
        ...statusOf(error),
      });
    }
  }
  throw nobodyAnswered(attempts, last);
}

type Result = Pick<Attempt, "outcome" | "error" | "status">;

function noteAttempt(
  { provider, model }: Backend,
  clock: Clock,
  attempts: Attempt[],
): (result: Result) => void {
  const startedAt = clock.now();
  const from = clock.elapsed();
  return (result) => {
    attempts.push({
      provider: provider.name,
      deployment: model,
      startedAt,
      ms: clock.elapsed() - from,
      ...result,
    });
  };
}

function resultOf({ endReason, error }: Transcript, signal: AbortSignal): Result {
  if (signal.aborted) return stoppedBy(signal);
  if (endReason === "cut")
    return { outcome: "failed", error: error ?? "The stream broke off before its end." };
  return { outcome: endReason === "cancelled" ? "cancelled" : "answered" };
}

function stoppedBy({ reason }: AbortSignal): Result {
  return reason instanceof DeadlineError
    ? { outcome: "failed", error: reason.message }
    : { outcome: "cancelled" };
}

const statusOf = (error: unknown) =>
  error instanceof ProviderError && error.status !== undefined ? { status: error.status } : {};

function nobodyAnswered(attempts: readonly Attempt[], last: unknown): ProviderError {
  if (attempts.length === 0) {
    return new ProviderError("No model is there that may answer this question.", {
      code: "NO_BACKEND",
      retryable: false,
      hint: "Name one in .env (LOCAL_MODEL_ENDPOINT, AZURE_OPENAI_ENDPOINT), or use the lab cloud through openLab.",
    });
  }
  return new ProviderError(`No model answered: ${attempts.map(({ error }) => error).join(" | ")}`, {
    code: "NO_ANSWER",
    retryable: last instanceof ProviderError && last.retryable,
    hint: isLabError(last) ? last.hint : undefined,
    cause: last,
  });
}
