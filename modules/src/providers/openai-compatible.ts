import type { Tier } from "../chat/source.ts";
import { chatOverHttp } from "./chat-over-http.ts";
import { checkedKey } from "./checked-key.ts";
import { embedOverHttp } from "./embed-over-http.ts";
import { listModels } from "./list-models.ts";
import { provenanceOf } from "./provenance-of.ts";
import type { Provider, ProviderKind } from "./provider.ts";

export interface OpenAiCompatibleOptions {
  /** Names the provider in attempts and errors. */
  readonly name: string;
  /** Address up to and including `/v1`. */
  readonly baseUrl: string;
  readonly apiKey?: string | undefined;
  /** What to do when the key is refused; names the variable that holds it. */
  readonly keyHint?: string;
  readonly tier: Tier;
  readonly kind?: ProviderKind;
  /** Addresses of the running lab cloud, so that its answers are called simulated. */
  readonly labUrls?: readonly string[];
}

/** Any server with `POST /chat/completions` and `GET /models` in OpenAI's form. */
export function createOpenAiCompatible(options: OpenAiCompatibleOptions): Provider {
  const { name, tier, kind = "openai-compatible", labUrls = [], apiKey, keyHint } = options;
  const baseUrl = options.baseUrl.replace(/\/+$/, "");
  const headers = bearer(apiKey);
  const chat = { provider: name, kind, tier, url: `${baseUrl}/chat/completions`, headers, labUrls, keyHint };
  return {
    name,
    kind,
    tier,
    provenance: provenanceOf({ kind, tier, labUrls, baseUrl, header: undefined }),
    chat: (request, chatOptions) => chatOverHttp(chat, request, chatOptions),
    embed: (request, { signal } = {}) =>
      embedOverHttp({ ...chat, url: `${baseUrl}/embeddings` }, request, signal),
    models: (signal) => listModels({ provider: name, url: `${baseUrl}/models`, headers, keyHint }, signal),
  };
}

/** The header that carries a key, if there is one. */
export const bearer = (apiKey: string | undefined): Record<string, string> =>
  apiKey ? { authorization: `Bearer ${checkedKey(apiKey)}` } : {};
