import { ProviderError } from "../../../core/index.ts";
import type { OrchestratorOptions } from "../../../orchestrator/index.ts";

type Deployment = NonNullable<OrchestratorOptions["deployments"]>[number];

/** A function that says an answer's pieces, as a model that the orchestrator can ask. */
export function serveBy(
  name: string,
  call: (prompt: string, signal: AbortSignal) => AsyncIterable<string>,
): Deployment {
  async function* partsOf(prompt: string, signal: AbortSignal) {
    try {
      for await (const text of call(prompt, signal)) yield { type: "text", text } as const;
    } catch (error) {
      throw toProviderError(error);
    }
    yield { type: "end", reason: "stop" } as const;
  }
  return {
    name,
    model: name,
    served: name,
    tier: "cloud",
    maxTokens: 4096,
    provider: {
      name,
      kind: "openai-compatible",
      tier: "cloud",
      models: async () => [name],
      chat: async ({ messages }, { signal = NEVER } = {}) => ({
        provenance: "live",
        servedModel: name,
        requestId: undefined,
        region: undefined,
        contentFilter: () => ({}),
        parts: partsOf(messages.at(-1)?.content ?? "", signal),
      }),
    },
  };
}

const NEVER = new AbortController().signal;

function toProviderError(error: unknown): unknown {
  const status = error instanceof Error && "status" in error ? Number(error.status) : undefined;
  if (status === undefined) return error;
  const retryable = status === 429 || status >= 500;
  return new ProviderError(`It answers ${status}.`, { code: `HTTP_${status}`, status, retryable });
}
