import type { ChatMessage } from "../chat/message.ts";
import type { EndReason } from "../chat/stream-part.ts";
import type { Clock } from "../core/clock.ts";
import { explainError, isLabError, ProviderError } from "../core/errors.ts";
import type { ChatReply } from "../providers/provider.ts";
import type { Attempt } from "./answer-part.ts";
import type { Backend } from "./plan-attempts.ts";

export interface OpenReplyOptions {
  readonly clock: Clock;
  readonly signal: AbortSignal | undefined;
  /** Each attempt is added here, failed ones too. */
  readonly attempts: Attempt[];
}

/** A reply that has begun, and the attempt that began it. */
export interface OpenedReply {
  readonly backend: Backend;
  readonly reply: ChatReply;
  /** Position in the plan; above 0 a fallback serves. */
  readonly index: number;
  /** Notes the attempt as over. */
  close(reason: EndReason): void;
}

/**
 * Asks the backends in their order until one begins to answer. Nothing of an answer is out before that, so turning
 * elsewhere costs no word.
 * @throws ProviderError naming every attempt and why it failed.
 */
export async function openReply(
  plan: readonly Backend[],
  messages: readonly ChatMessage[],
  { clock, signal, attempts }: OpenReplyOptions,
): Promise<OpenedReply> {
  let last: unknown;
  for (const [index, backend] of plan.entries()) {
    const { provider, model, maxTokens } = backend;
    const startedAt = clock.now();
    const from = clock.elapsed();
    const close = (outcome: Attempt["outcome"], error?: string, status?: number) => {
      const ms = clock.elapsed() - from;
      attempts.push({
        provider: provider.name,
        deployment: model,
        startedAt,
        ms,
        outcome,
        ...(status !== undefined && { status }),
        ...(error !== undefined && { error }),
      });
    };
    try {
      const reply = await provider.chat({ model, messages, maxTokens }, { signal });
      return { backend, reply, index, close: (reason) => close(OUTCOMES[reason] ?? "answered") };
    } catch (error) {
      if (signal?.aborted) {
        close("cancelled");
        throw error;
      }
      last = error;
      close("failed", isLabError(error) ? error.message : explainError(error), statusOf(error));
    }
  }
  throw nobodyAnswered(attempts, last);
}

const OUTCOMES: Partial<Record<EndReason, Attempt["outcome"]>> = { cancelled: "cancelled", cut: "failed" };

const statusOf = (error: unknown) => (error instanceof ProviderError ? error.status : undefined);

function nobodyAnswered(attempts: readonly Attempt[], last: unknown): ProviderError {
  const tried = attempts.map(({ error }) => error).join(" | ");
  return new ProviderError(
    attempts.length === 0 ? "No model is configured for this question." : `No model answered: ${tried}`,
    {
      code: "NO_ANSWER",
      retryable: last instanceof ProviderError && last.retryable,
      hint: isLabError(last)
        ? last.hint
        : "Set AZURE_OPENAI_ENDPOINT in .env, or start the workshop with npm start.",
      cause: last,
    },
  );
}
