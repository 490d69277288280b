import { mistralWire } from "./mistral-wire.ts";
import { bearer } from "./openai-compatible.ts";
import type { Provider } from "./provider.ts";
import { hintForKey } from "./provider-failure.ts";
import { providerOverHttp, withoutSlash } from "./provider-over-http.ts";

export interface MistralOptions {
  readonly name?: string;
  /** Address up to and including `/v1`. Default: Mistral's own. */
  readonly endpoint?: string;
  readonly apiKey: string;
  readonly labUrls?: readonly string[];
}

/** Mistral's models at Mistral itself. */
export function createMistral(options: MistralOptions): Provider {
  const { name = "mistral", apiKey, labUrls = [] } = options;
  const endpoint = withoutSlash(options.endpoint ?? "https://api.mistral.ai/v1");
  return providerOverHttp({
    name,
    kind: "mistral",
    tier: "cloud",
    wire: mistralWire,
    headers: () => bearer(apiKey),
    chatUrl: () => `${endpoint}/chat/completions`,
    modelsUrl: `${endpoint}/models`,
    labUrls,
    keyHint: hintForKey("MISTRAL_API_KEY"),
  });
}
