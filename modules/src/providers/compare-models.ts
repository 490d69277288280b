import type { ChatRequest } from "../chat/request.ts";
import { type Clock, systemClock } from "../core/clock.ts";
import { LimitError } from "../core/errors.ts";
import type { Provider } from "./provider.ts";
import { readWholeReply, type WholeReply } from "./whole-reply.ts";

/** What became of one model's turn in a comparison; `ms` is the time until its answer was whole, or it failed. */
export type ModelOutcome =
  | { readonly model: string; readonly ms: number; readonly outcome: "answered"; readonly reply: WholeReply }
  | { readonly model: string; readonly ms: number; readonly outcome: "failed"; readonly error: Error };

export interface CompareOptions {
  readonly signal?: AbortSignal | undefined;
  readonly clock?: Clock;
}

/** What all of them are asked. */
export type ComparedRequest = Omit<ChatRequest, "model">;

/**
 * Asks several models the same at the same time. One that fails leaves the others' answers as they are.
 * @returns the outcomes in the order of `models`.
 * @throws LimitError for fewer than two models; the signal's reason when the caller aborts.
 */
export async function compareModels(
  provider: Pick<Provider, "chat">,
  models: readonly string[],
  request: ComparedRequest,
  { signal, clock = systemClock }: CompareOptions = {},
): Promise<readonly ModelOutcome[]> {
  if (models.length < 2) {
    throw new LimitError(`A comparison needs at least two models, not ${models.length}.`, {
      code: "TOO_FEW_MODELS",
      hint: "Name two or more.",
    });
  }
  const turn = async (model: string): Promise<ModelOutcome> => {
    const startedAt = clock.elapsed();
    const seen = () => ({ model, ms: clock.elapsed() - startedAt });
    try {
      const reply = await readWholeReply(
        await provider.chat({ ...request, model }, { stream: false, signal }),
      );
      return { ...seen(), outcome: "answered", reply };
    } catch (error) {
      signal?.throwIfAborted();
      return {
        ...seen(),
        outcome: "failed",
        error: error instanceof Error ? error : new Error(String(error)),
      };
    }
  };
  return Promise.all(models.map(turn));
}
