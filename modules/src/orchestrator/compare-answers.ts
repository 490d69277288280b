import type { RequestContext } from "../chat/request-context.ts";
import { LimitError } from "../core/errors.ts";
import type { OrchestratedChat } from "./orchestrated-chat.ts";
import type { ComparedAnswer, Orchestrator } from "./orchestrator.ts";

/** Asks several models the same at the same time, each as a request of its own. Nobody steps in for one that fails. */
export async function compareAnswers(
  complete: Orchestrator["complete"],
  models: readonly string[],
  request: Omit<OrchestratedChat, "model">,
  context: RequestContext,
): Promise<readonly ComparedAnswer[]> {
  if (models.length < 2) {
    throw new LimitError(`A comparison needs at least two models, not ${models.length}.`, {
      code: "TOO_FEW_MODELS",
      hint: "Name two or more.",
    });
  }
  return Promise.all(
    models.map(async (model, index): Promise<ComparedAnswer> => {
      const requestId = `${context.requestId}.${index + 1}`;
      const alone = { ...request, model, hints: { ...request.hints, alone: true } };
      try {
        return { model, outcome: "answered", answer: await complete(alone, { ...context, requestId }) };
      } catch (error) {
        context.signal?.throwIfAborted();
        return { model, outcome: "failed", error: error instanceof Error ? error : new Error(String(error)) };
      }
    }),
  );
}
