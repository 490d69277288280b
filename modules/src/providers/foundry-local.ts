import { request as httpRequest } from "undici";
import { ProviderError } from "../core/errors.ts";
import { bearer, createOpenAiCompatible } from "./openai-compatible.ts";
import type { Provider } from "./provider.ts";
import { networkFailure } from "./provider-failure.ts";
import { redactorOf } from "./redactor.ts";

export interface FoundryLocalOptions {
  readonly name?: string;
  /** Address without `/v1`: `http://127.0.0.1:5273`. */
  readonly endpoint: string;
  readonly apiKey?: string | undefined;
  readonly labUrls?: readonly string[];
}

/**
 * A model server on this machine: Foundry Local, Ollama, or anything in OpenAI's form. Foundry Local answers only for
 * models that are loaded, so a model is loaded at the first refusal and asked again.
 */
export function createFoundryLocal(options: FoundryLocalOptions): Provider {
  const { name = "local", apiKey, labUrls = [] } = options;
  const endpoint = options.endpoint.replace(/\/+$/, "");
  const server = createOpenAiCompatible({
    name,
    tier: "local",
    kind: "foundry-local",
    baseUrl: `${endpoint}/v1`,
    apiKey,
    keyHint: "Check LOCAL_API_KEY in .env.",
    labUrls,
  });
  return {
    ...server,
    async chat(request, chatOptions) {
      try {
        return await server.chat(request, chatOptions);
      } catch (error) {
        const call = { provider: name, headers: bearer(apiKey), signal: chatOptions?.signal };
        if (!isNotLoaded(error) || !(await loadModel(endpoint, request.model, call))) throw error;
        return server.chat(request, chatOptions);
      }
    },
  };
}

/** Foundry Local gives this refusal no code of its own: a 400 with no other word for it. */
function isNotLoaded(error: unknown): boolean {
  return error instanceof ProviderError && error.status === 400 && error.code === "HTTP_400";
}

async function loadModel(
  endpoint: string,
  model: string,
  { provider, headers, signal }: LoadCall,
): Promise<boolean> {
  const url = `${endpoint}/models/load/${encodeURIComponent(model)}`;
  try {
    const response = await httpRequest(url, { headers, ...(signal && { signal }) });
    await response.body.dump();
    return response.statusCode === 200;
  } catch (error) {
    signal?.throwIfAborted();
    throw networkFailure(provider, url, { error, redact: redactorOf(url, headers) });
  }
}

interface LoadCall {
  readonly provider: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly signal: AbortSignal | undefined;
}
