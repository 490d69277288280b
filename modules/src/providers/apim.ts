import { tellsStreamedUsage } from "../catalog/api-versions.ts";
import type { Settings } from "../config/settings.ts";
import { SettingsError } from "../core/errors.ts";
import { chatOverHttp } from "./chat-over-http.ts";
import { checkedKey } from "./checked-key.ts";
import { embedOverHttp } from "./embed-over-http.ts";
import { listModels } from "./list-models.ts";
import { provenanceOf } from "./provenance-of.ts";
import type { Provider } from "./provider.ts";
import { hintForKey } from "./provider-failure.ts";

export interface ApimOptions {
  readonly name?: string;
  /** Address of the API on the gateway: the output `inferenceAPIEndpoint`, `https://NAME.azure-api.net/inference/openai`. */
  readonly endpoint: string;
  /** Key of a subscription; undefined for an API that wants none. */
  readonly subscriptionKey: string | undefined;
  /** Header that the API reads the key from. Default: `api-key`, as the workshop's APIs do. */
  readonly keyHeader?: "api-key" | "Ocp-Apim-Subscription-Key";
  /** `dated`: `/deployments/NAME/…?api-version=…`; `v1`: `/v1/…`, the model in the body. */
  readonly form?: "dated" | "v1";
  /** API version of the dated form. */
  readonly apiVersion?: string;
  readonly labUrls?: readonly string[];
}

const KEY_VARIABLE = "APIM_API_KEY";

/** Models behind an API Management gateway. Which region answered and the request's id are the reply's, when the gateway passes them on. */
export function createApim(options: ApimOptions): Provider {
  const { name = "apim", form = "dated", apiVersion = "2025-03-01-preview", labUrls = [] } = options;
  const { subscriptionKey, keyHeader = "api-key" } = options;
  const endpoint = options.endpoint.replace(/\/+$/, "");
  const query = `?api-version=${encodeURIComponent(apiVersion)}`;
  const keyHint = hintForKey(KEY_VARIABLE);
  const urlOf = (deployment: string, what: "chat/completions" | "embeddings") =>
    form === "v1"
      ? `${endpoint}/v1/${what}`
      : `${endpoint}/deployments/${encodeURIComponent(deployment)}/${what}${query}`;
  const modelsUrl = form === "v1" ? `${endpoint}/v1/models` : `${endpoint}/models${query}`;
  const streamedUsage = form === "v1" || tellsStreamedUsage(apiVersion);
  const headersOf = (): Record<string, string> =>
    subscriptionKey === undefined ? {} : { [keyHeader.toLowerCase()]: checkedKey(subscriptionKey) };
  return {
    name,
    kind: "apim",
    tier: "apim",
    provenance: provenanceOf({ kind: "apim", labUrls, baseUrl: endpoint, header: undefined }),
    chat: async (request, chatOptions) =>
      chatOverHttp(
        {
          provider: name,
          kind: "apim",
          url: urlOf(request.model, "chat/completions"),
          headers: headersOf(),
          labUrls,
          streamedUsage,
          keyHint,
        },
        request,
        chatOptions,
      ),
    embed: async (request, { signal } = {}) =>
      embedOverHttp(
        {
          provider: name,
          kind: "apim",
          url: urlOf(request.model, "embeddings"),
          headers: headersOf(),
          labUrls,
          keyHint,
        },
        request,
        signal,
      ),
    models: async (signal) =>
      listModels({ provider: name, url: modelsUrl, headers: headersOf(), keyHint }, signal),
  };
}

/**
 * The gateway that the settings name: `APIM_GATEWAY_URL` with `APIM_OPENAI_API_PATH`, which says by a `/v1` at its end that the
 * API speaks that form.
 * @throws SettingsError when none is named
 */
export function createApimFromSettings({ apim, lab }: Pick<Settings, "apim" | "lab">): Provider {
  const { gatewayUrl, openaiApiPath, apiKey, apiVersion } = apim;
  if (gatewayUrl === undefined)
    throw new SettingsError(
      ["APIM_GATEWAY_URL is not set."],
      "Set it to the address of an API Management gateway: the output apimResourceGatewayURL of a deployment.",
    );
  const path = openaiApiPath.replace(/^\/+|\/+$/g, "");
  const [bare = "", version] = /^(.*?)(?:(?:^|\/)(v1))?$/.exec(path)?.slice(1) ?? [];
  return createApim({
    endpoint: `${gatewayUrl.replace(/\/+$/, "")}/${bare}`,
    subscriptionKey: apiKey,
    form: version === undefined ? "dated" : "v1",
    apiVersion,
    labUrls: [lab.http, lab.https].filter((url) => url !== undefined),
  });
}
