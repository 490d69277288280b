import { user } from "../../../chat/index.ts";
import { type Clock, newId } from "../../../core/index.ts";
import { AUTO_MODEL, createOrchestrator } from "../../../orchestrator/index.ts";
import { detectTask } from "../../../routers/index.ts";
import type { CreateRouter, Task } from "../contracts/router.ts";
import { serveBy } from "./serve-by.ts";

/** Prompt 2 by the rooms `routers` and `orchestrator`. */
export const createRouter: CreateRouter = ({ models, ask, now }) => {
  const orchestrator = createOrchestrator({
    routes: models,
    clock: clockOf(now),
    deployments: [...new Set(Object.values(models).flat())].map((name) =>
      serveBy(name, async function* (prompt) {
        yield await ask(name, prompt);
      }),
    ),
    resilience: {
      retry: { maxAttempts: 1 },
      breaker: { rule: { kind: "in-a-row", failures: 3 }, openMs: 30_000, maxOpenMs: 30_000, successes: 1 },
    },
  });
  return {
    taskOf,
    async route(prompt) {
      const task = taskOf(prompt);
      const request = { model: AUTO_MODEL, messages: [user(prompt)], hints: { route: task } };
      const context = { requestId: newId("request-"), tenant: "here", client: "here" };
      const { model, text } = await orchestrator.complete(request, context);
      return { task, model, text };
    },
  };
};

function taskOf(prompt: string): Task {
  const { name } = detectTask(prompt);
  return name === "code-generation" || name === "summarization" ? name : "conversation";
}

/** Nobody waits on a clock that only moves when it is told to. */
const clockOf = (now: () => number): Clock => ({
  now,
  elapsed: now,
  sleep: (_, signal) =>
    new Promise((_resolve, reject) => {
      signal?.addEventListener("abort", () => reject(signal.reason), { once: true });
    }),
});
