import { createAnswerCache } from "../../../cache/index.ts";
import { user } from "../../../chat/index.ts";
import { newId, ProviderError } from "../../../core/index.ts";
import { createOrchestrator, type Orchestrator } from "../../../orchestrator/index.ts";
import type { CreateExecutor } from "../contracts/executor.ts";
import { serveBy } from "./serve-by.ts";

/** Prompt 4 by the room `orchestrator`. */
export const createExecutor: CreateExecutor = ({ call, timeoutMs, atOnce }) => {
  const byModel = new Map<string, Orchestrator>();
  const cache = createAnswerCache();
  const admission = { limit: atOnce, queueLimit: 10_000 };
  const orchestratorFor = (model: string) => {
    const known = byModel.get(model);
    if (known) return known;
    const made = createOrchestrator({
      timeoutMs,
      cache,
      deployments: [serveBy(model, (prompt, signal) => call({ model, prompt }, signal))],
      resilience: { retry: { maxAttempts: 1 }, admission },
    });
    byModel.set(model, made);
    return made;
  };
  return {
    async *execute({ model, prompt }, signal) {
      const context = {
        requestId: newId("request-"),
        tenant: "here",
        client: "here",
        ...(signal && { signal }),
      };
      const request = { model, messages: [user(prompt)] };
      for await (const part of orchestratorFor(model).chat(request, context)) {
        if (part.type === "text") yield part.text;
        if (part.type === "error" || (part.type === "end" && part.reason === "cut")) throw brokeOff(model);
      }
    },
  };
};

const brokeOff = (model: string) =>
  new ProviderError(`${model} broke off.`, { code: "STREAM_CUT", retryable: true });
