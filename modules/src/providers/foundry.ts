import { USUAL_FORM } from "./anthropic.ts";
import { anthropicWire } from "./anthropic-wire.ts";
import type { AzureOpenAiOptions } from "./azure-openai.ts";
import { checkedKey } from "./checked-key.ts";
import { checkTokenStaysHere } from "./lab-token.ts";
import type { Provider } from "./provider.ts";
import { hintForKey } from "./provider-failure.ts";
import { providerOverHttp, withoutSlash } from "./provider-over-http.ts";

export interface FoundryOptions {
  readonly name?: string;
  /** Address of the resource: `https://NAME.services.ai.azure.com`. */
  readonly endpoint: string;
  /** A key, or a function that gives Entra tokens. */
  readonly credential: AzureOpenAiOptions["credential"];
  /** `openai` (default): every chat model's v1 form; `anthropic`: Claude's deployments in the Messages form. */
  readonly form?: "openai" | "anthropic";
  /** Longest answer of a Messages request that names none, in tokens. */
  readonly maxTokens?: number;
  readonly labUrls?: readonly string[];
}

const KEY_VARIABLE = "AZURE_AI_FOUNDRY_API_KEY";

/** Models deployed in a Microsoft Foundry resource, whoever publishes them. A request's model is a deployment's name. */
export function createFoundry(options: FoundryOptions): Provider {
  const { name = "foundry", credential, form = "openai", labUrls = [] } = options;
  const endpoint = withoutSlash(options.endpoint);
  const isAnthropic = form === "anthropic";
  const authorization = async (): Promise<Record<string, string>> => {
    if ("apiKey" in credential) {
      return { [isAnthropic ? "x-api-key" : "api-key"]: checkedKey(credential.apiKey) };
    }
    const token = await credential.token();
    checkTokenStaysHere(token, endpoint, KEY_VARIABLE);
    return { authorization: `Bearer ${token}` };
  };
  return providerOverHttp({
    name,
    kind: "foundry",
    tier: "foundry",
    ...(isAnthropic && {
      wire: anthropicWire({ ...USUAL_FORM, maxTokens: options.maxTokens ?? USUAL_FORM.maxTokens }),
    }),
    headers: async () => ({
      ...(await authorization()),
      ...(isAnthropic && { "anthropic-version": USUAL_FORM.version }),
    }),
    chatUrl: () =>
      isAnthropic ? `${endpoint}/anthropic/v1/messages` : `${endpoint}/openai/v1/chat/completions`,
    modelsUrl: `${endpoint}/openai/v1/models`,
    labUrls,
    keyHint: hintForKey(KEY_VARIABLE),
  });
}
