import { type AnthropicForm, anthropicWire } from "./anthropic-wire.ts";
import { checkedKey } from "./checked-key.ts";
import type { Provider } from "./provider.ts";
import { hintForKey } from "./provider-failure.ts";
import { providerOverHttp, withoutSlash } from "./provider-over-http.ts";

export interface AnthropicOptions extends Partial<AnthropicForm> {
  readonly name?: string;
  /** Address without `/v1`. Default: Anthropic's own. */
  readonly endpoint?: string;
  readonly apiKey: string;
  readonly labUrls?: readonly string[];
}

/** The version that still has a temperature, and a length that every model takes. */
export const USUAL_FORM: AnthropicForm = { version: "2023-06-01", maxTokens: 4096 };

/** Claude at Anthropic itself, by the Messages API. It knows no seed and no log-probabilities, and refuses requests with one. */
export function createAnthropic(options: AnthropicOptions): Provider {
  const { name = "anthropic", apiKey, labUrls = [] } = options;
  const { version = USUAL_FORM.version, maxTokens = USUAL_FORM.maxTokens } = options;
  const endpoint = withoutSlash(options.endpoint ?? "https://api.anthropic.com");
  return providerOverHttp({
    name,
    kind: "anthropic",
    tier: "cloud",
    wire: anthropicWire({ version, maxTokens }),
    headers: () => ({ "x-api-key": checkedKey(apiKey), "anthropic-version": version }),
    chatUrl: () => `${endpoint}/v1/messages`,
    modelsUrl: `${endpoint}/v1/models?limit=1000`,
    labUrls,
    keyHint: hintForKey("ANTHROPIC_API_KEY"),
  });
}
