import { checkedKey } from "./checked-key.ts";
import { bearer } from "./openai-compatible.ts";
import type { Provider } from "./provider.ts";
import { hintForKey } from "./provider-failure.ts";
import { providerOverHttp, withoutSlash } from "./provider-over-http.ts";

export interface HuggingFaceOptions {
  readonly name?: string;
  /** Address up to and including `/v1`. Default: Hugging Face's router. */
  readonly endpoint?: string;
  readonly token: string;
  /** Organisation that pays instead of the token's owner. */
  readonly billTo?: string;
  readonly labUrls?: readonly string[];
}

/**
 * Hugging Face's router over many inference providers, in OpenAI's form. A model may name who is to serve it, or how to choose:
 * `openai/gpt-oss-120b:groq`, `:fastest`, `:cheapest`.
 */
export function createHuggingFace(options: HuggingFaceOptions): Provider {
  const { name = "hugging-face", token, billTo, labUrls = [] } = options;
  const endpoint = withoutSlash(options.endpoint ?? "https://router.huggingface.co/v1");
  return providerOverHttp({
    name,
    kind: "hugging-face",
    tier: "cloud",
    headers: () => ({
      ...bearer(token),
      ...(billTo !== undefined && { "x-hf-bill-to": checkedKey(billTo) }),
    }),
    chatUrl: () => `${endpoint}/chat/completions`,
    modelsUrl: `${endpoint}/models`,
    labUrls,
    keyHint: hintForKey("HF_TOKEN"),
  });
}
