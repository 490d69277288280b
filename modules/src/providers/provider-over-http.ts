import { type ChatEndpoint, chatOverHttp } from "./chat-over-http.ts";
import { listModels, type ModelListing } from "./list-models.ts";
import { provenanceOf } from "./provenance-of.ts";
import type { Provider } from "./provider.ts";

/** One service: its addresses, its credentials and the form it speaks. */
export interface ServicePlace
  extends Pick<Provider, "name" | "kind" | "tier">,
    Pick<ChatEndpoint, "labUrls" | "wire" | "keyHint" | "streamedUsage">,
    Pick<ModelListing, "readNames"> {
  /** Credentials and versions. Throws SettingsError for a key that no header can carry. */
  headers(): Readonly<Record<string, string>> | Promise<Readonly<Record<string, string>>>;
  chatUrl(model: string, stream: boolean): string;
  readonly modelsUrl: string;
}

/** A provider over one service. Opens no connection before it is asked. */
export function providerOverHttp(place: ServicePlace): Provider {
  const { name, kind, tier, chatUrl, modelsUrl, headers, ...service } = place;
  return {
    name,
    kind,
    tier,
    provenance: provenanceOf({ kind, labUrls: place.labUrls, baseUrl: modelsUrl, header: undefined }),
    async chat(request, chatOptions) {
      const url = chatUrl(request.model, chatOptions?.stream ?? true);
      const endpoint = { ...service, provider: name, kind, url, headers: await headers() };
      return chatOverHttp(endpoint, request, chatOptions);
    },
    async models(signal) {
      return listModels({ ...service, provider: name, url: modelsUrl, headers: await headers() }, signal);
    },
  };
}

/** An address without slashes at its end. */
export const withoutSlash = (address: string): string => address.replace(/\/+$/, "");
