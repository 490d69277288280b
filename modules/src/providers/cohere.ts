import { isJson } from "./chat-wire.ts";
import { cohereWire } from "./cohere-wire.ts";
import { namesIn } from "./list-models.ts";
import { bearer } from "./openai-compatible.ts";
import type { Provider } from "./provider.ts";
import { hintForKey } from "./provider-failure.ts";
import { providerOverHttp, withoutSlash } from "./provider-over-http.ts";

export interface CohereOptions {
  readonly name?: string;
  /** Address without version. Default: Cohere's own. */
  readonly endpoint?: string;
  readonly apiKey: string;
  readonly labUrls?: readonly string[];
}

/** Cohere's models at Cohere itself, by version 2 of its chat. Answers do not name their model: `servedModel` is the one asked for. */
export function createCohere(options: CohereOptions): Provider {
  const { name = "cohere", apiKey, labUrls = [] } = options;
  const endpoint = withoutSlash(options.endpoint ?? "https://api.cohere.com");
  return providerOverHttp({
    name,
    kind: "cohere",
    tier: "cloud",
    wire: cohereWire,
    headers: () => bearer(apiKey),
    chatUrl: () => `${endpoint}/v2/chat`,
    modelsUrl: `${endpoint}/v1/models?endpoint=chat&page_size=1000`,
    readNames: (list) => (isJson(list) ? namesIn(list.models, "name") : undefined),
    labUrls,
    keyHint: hintForKey("COHERE_API_KEY"),
  });
}
