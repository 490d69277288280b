import { anthropicWire } from "./anthropic-wire.ts";
import { checkedKey } from "./checked-key.ts";
import type { Provider } from "./provider.ts";
import { hintForKey } from "./provider-failure.ts";
import { providerOverHttp, withoutSlash } from "./provider-over-http.ts";

export interface AnthropicOptions {
  readonly name?: string;
  /** Address without `/v1`. Default: Anthropic's own. */
  readonly endpoint?: string;
  readonly apiKey: string;
  /** Longest answer of a request that names none, in tokens: the form wants one. Default 4096, which every model takes. */
  readonly maxTokens?: number;
  readonly labUrls?: readonly string[];
}

/** Version of the form, which each request names. */
export const ANTHROPIC_VERSION = "2023-06-01";

export const LONGEST_ANSWER = 4096;

/** Claude at Anthropic itself, by the Messages API. It knows no seed and no log-probabilities, and refuses requests with one. */
export function createAnthropic(options: AnthropicOptions): Provider {
  const { name = "anthropic", apiKey, maxTokens = LONGEST_ANSWER, labUrls = [] } = options;
  const endpoint = withoutSlash(options.endpoint ?? "https://api.anthropic.com");
  return providerOverHttp({
    name,
    kind: "anthropic",
    tier: "cloud",
    wire: anthropicWire(maxTokens),
    headers: () => ({ "x-api-key": checkedKey(apiKey), "anthropic-version": ANTHROPIC_VERSION }),
    chatUrl: () => `${endpoint}/v1/messages`,
    modelsUrl: `${endpoint}/v1/models?limit=1000`,
    labUrls,
    keyHint: hintForKey("ANTHROPIC_API_KEY"),
  });
}
