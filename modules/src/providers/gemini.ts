import { isJson } from "./chat-wire.ts";
import { checkedKey } from "./checked-key.ts";
import { geminiWire } from "./gemini-wire.ts";
import { namesIn } from "./list-models.ts";
import type { Provider } from "./provider.ts";
import { hintForKey } from "./provider-failure.ts";
import { providerOverHttp, withoutSlash } from "./provider-over-http.ts";

export interface GeminiOptions {
  readonly name?: string;
  /** Address with its version. Default: Google's own, `…/v1beta`. */
  readonly endpoint?: string;
  readonly apiKey: string;
  readonly labUrls?: readonly string[];
}

/** Gemini by Google's generateContent. A key that it refuses with 400 is told as 401, as others tell it. */
export function createGemini(options: GeminiOptions): Provider {
  const { name = "gemini", apiKey, labUrls = [] } = options;
  const endpoint = withoutSlash(options.endpoint ?? "https://generativelanguage.googleapis.com/v1beta");
  return providerOverHttp({
    name,
    kind: "gemini",
    tier: "cloud",
    wire: geminiWire,
    headers: () => ({ "x-goog-api-key": checkedKey(apiKey) }),
    chatUrl: (model, stream) =>
      `${endpoint}/models/${encodeURIComponent(plainName(model))}:${stream ? "streamGenerateContent?alt=sse" : "generateContent"}`,
    modelsUrl: `${endpoint}/models?pageSize=1000`,
    readNames: (list) => (isJson(list) ? namesIn(list.models, "name")?.map(plainName) : undefined),
    labUrls,
    keyHint: hintForKey("GEMINI_API_KEY"),
  });
}

/** Lists call a model `models/NAME`. */
const plainName = (model: string) => model.replace(/^models\//, "");
