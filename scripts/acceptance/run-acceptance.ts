import { user } from "../../modules/src/chat/message.ts";
import type { Settings } from "../../modules/src/config/index.ts";
import { newId } from "../../modules/src/core/ids.ts";
import { AUTO_MODEL, openOrchestrator } from "../../modules/src/orchestrator/index.ts";
import { detectTask } from "../../modules/src/routers/index.ts";

export interface AcceptanceTask {
  readonly task: string;
  readonly prompt: string;
  /** Models of which one has to answer. */
  readonly allowed: readonly string[];
}

/** One task of each kind, and whom the rules of `model-config.yaml` let answer it. */
export const acceptanceTasks: readonly AcceptanceTask[] = [
  {
    task: "code-generation",
    prompt: "Write a Python function to sort a list",
    allowed: ["code-davinci-002", "gpt-4"],
  },
  {
    task: "summarization",
    prompt: "Summarize this article about climate change",
    allowed: ["gpt-3.5-turbo", "gpt-4"],
  },
  { task: "embeddings", prompt: "Convert this text to embeddings", allowed: ["text-embedding-ada-002"] },
];

export interface TaskResult {
  /** What the router found it to be. */
  readonly task: string;
  readonly allowed: readonly string[];
  /** Configured name of the model that answered. */
  readonly model: string;
  readonly costUsd: number | undefined;
  readonly ms: number;
}

/** `code-generation: gpt-4, cost $0.0012, latency 15 ms` */
export const sayTask = ({ task, model, costUsd, ms }: TaskResult): string =>
  `${task}: ${model}, cost ${costUsd === undefined ? "unknown" : `$${costUsd.toFixed(4)}`}, latency ${Math.round(ms)} ms`;

/** Has each task answered by whom the configuration chooses: nobody is named. @throws what the orchestrator throws. */
export async function runAcceptance(file: string, settings: Settings): Promise<readonly TaskResult[]> {
  const orchestrator = await openOrchestrator(file, settings);
  const results: TaskResult[] = [];
  try {
    for (const { prompt, allowed } of acceptanceTasks) {
      const task = detectTask(prompt).name;
      const context = { requestId: newId("request-"), tenant: "acceptance", client: "acceptance" };
      const startedAt = performance.now();
      const { model, costUsd } =
        task === "embeddings"
          ? await orchestrator.embed({ model: AUTO_MODEL, input: [prompt] }, context)
          : await orchestrator.complete({ model: AUTO_MODEL, messages: [user(prompt)] }, context);
      results.push({ task, allowed, model, costUsd, ms: performance.now() - startedAt });
    }
    return results;
  } finally {
    await orchestrator.close();
  }
}
