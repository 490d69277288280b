import type {
  ContentFilterResultDetailsForPromptOutput,
  ContentFilterResultsForChoiceOutput,
} from "@azure/openai/types";
import { tellsStreamedUsage } from "../catalog/api-versions.ts";
import { chatOverHttp } from "./chat-over-http.ts";
import { checkedKey } from "./checked-key.ts";
import { embedOverHttp } from "./embed-over-http.ts";
import { checkTokenStaysHere } from "./lab-token.ts";
import { listModels } from "./list-models.ts";
import { provenanceOf } from "./provenance-of.ts";
import type { Provider } from "./provider.ts";
import { hintForKey } from "./provider-failure.ts";

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
  /** Variable that holds the key, for hints. Default: `AZURE_OPENAI_API_KEY`. */
  readonly keyVariable?: string;
}

/** Azure OpenAI in both of its URL forms, by key or by Entra token. */
export function createAzureOpenAi(options: AzureOpenAiOptions): Provider {
  const { name = "azure", form = "dated", apiVersion = "2024-12-01-preview", labUrls = [] } = options;
  const { credential, keyVariable = "AZURE_OPENAI_API_KEY" } = options;
  const keyHint = hintFor(credential, keyVariable);
  const endpoint = options.endpoint.replace(/\/+$/, "");
  const query = `?api-version=${encodeURIComponent(apiVersion)}`;
  const urlOf = (deployment: string, what: "chat/completions" | "embeddings") =>
    form === "v1"
      ? `${endpoint}/openai/v1/${what}`
      : `${endpoint}/openai/deployments/${encodeURIComponent(deployment)}/${what}${query}`;
  const streamedUsage = form === "v1" || tellsStreamedUsage(apiVersion);
  const modelsUrl = form === "v1" ? `${endpoint}/openai/v1/models` : `${endpoint}/openai/models${query}`;
  const authorization = async (): Promise<Record<string, string>> => {
    if ("apiKey" in credential) return { "api-key": checkedKey(credential.apiKey) };
    const token = await credential.token();
    checkTokenStaysHere(token, endpoint, keyVariable);
    return { authorization: `Bearer ${token}` };
  };
  return {
    name,
    kind: "azure-openai",
    tier: "azure",
    provenance: provenanceOf({ kind: "azure-openai", labUrls, baseUrl: endpoint, header: undefined }),
    async chat(request, chatOptions) {
      const headers = await authorization();
      const url = urlOf(request.model, "chat/completions");
      const reply = await chatOverHttp(
        { provider: name, kind: "azure-openai", url, headers, labUrls, streamedUsage, keyHint },
        request,
        chatOptions,
      );
      return { ...reply, contentFilter: () => reply.contentFilter() satisfies MicrosoftsReport };
    },
    async embed(request, { signal } = {}) {
      const headers = await authorization();
      const url = urlOf(request.model, "embeddings");
      return embedOverHttp(
        { provider: name, kind: "azure-openai", url, headers, labUrls, keyHint },
        request,
        signal,
      );
    },
    async models(signal) {
      return listModels({ provider: name, url: modelsUrl, headers: await authorization(), keyHint }, signal);
    },
  };
}

/** The filter's results in Microsoft's types: ours fit them, and the compiler checks it where an answer is returned. */
interface MicrosoftsReport {
  readonly prompt?: Omit<ContentFilterResultDetailsForPromptOutput, "error">;
  readonly answer?: Omit<ContentFilterResultsForChoiceOutput, "error">;
}

function hintFor(credential: AzureOpenAiOptions["credential"], keyVariable: string): string {
  if ("apiKey" in credential) return hintForKey(keyVariable);
  return `Sign in again (az login), or set ${keyVariable}: npm run doctor -- azure says what is set.`;
}
