import { chatOverHttp } from "./chat-over-http.ts";
import { listModels } from "./list-models.ts";
import type { Provider } from "./provider.ts";

/** Gives a bearer token, from a cache as long as it is valid. */
export type TokenProvider = () => Promise<string>;

export interface AzureOpenAiOptions {
  readonly name?: string;
  /** `https://NAME.openai.azure.com`, a gateway with a path, or the lab cloud. */
  readonly endpoint: string;
  /** `dated`: `/openai/deployments/NAME/…?api-version=…`; `v1`: `/openai/v1/…`. */
  readonly form?: "dated" | "v1";
  /** API version of the dated form. */
  readonly apiVersion?: string;
  /** A key, or a function that gives Entra tokens. */
  readonly credential: { readonly apiKey: string } | { readonly token: TokenProvider };
  readonly labUrls?: readonly string[];
}

/** Azure OpenAI in both of its URL forms, by key or by Entra token. */
export function createAzureOpenAi(options: AzureOpenAiOptions): Provider {
  const { name = "azure", form = "dated", apiVersion = "2024-12-01-preview", labUrls = [] } = options;
  const endpoint = options.endpoint.replace(/\/+$/, "");
  const query = `?api-version=${encodeURIComponent(apiVersion)}`;
  const chatUrl = (deployment: string) =>
    form === "v1"
      ? `${endpoint}/openai/v1/chat/completions`
      : `${endpoint}/openai/deployments/${encodeURIComponent(deployment)}/chat/completions${query}`;
  const modelsUrl = form === "v1" ? `${endpoint}/openai/v1/models` : `${endpoint}/openai/models${query}`;
  return {
    name,
    kind: "azure-openai",
    tier: "azure",
    async chat(request, chatOptions) {
      const headers = await authorization(options.credential);
      const url = chatUrl(request.model);
      return chatOverHttp(
        { provider: name, kind: "azure-openai", url, headers, labUrls },
        request,
        chatOptions,
      );
    },
    async models(signal) {
      return listModels(
        { provider: name, url: modelsUrl, headers: await authorization(options.credential) },
        signal,
      );
    },
  };
}

async function authorization(credential: AzureOpenAiOptions["credential"]): Promise<Record<string, string>> {
  if ("apiKey" in credential) return { "api-key": credential.apiKey };
  return { authorization: `Bearer ${await credential.token()}` };
}
