import type { ApiEntity } from "../pipeline/exchange.ts";
import type { RequestMessage } from "../pipeline/message.ts";

/** As much of an exchange as an address depends on. */
export interface AddressedExchange {
  readonly request: Pick<RequestMessage, "url">;
  readonly originalUrl: URL;
  readonly api: Pick<ApiEntity, "path">;
}

/** Where a request goes: the backend's address, then the path behind the API's own, then both queries. */
export function upstreamUrl(baseUrl: URL, { request, originalUrl, api }: AddressedExchange): URL {
  const url = new URL(baseUrl);
  const base = baseUrl.pathname.replace(/\/$/, "");
  // Called at the very path of the API there is nothing to add, not even a slash.
  const isBare = request.url.pathname === "/" && originalUrl.pathname.length === api.path.length + 1;
  url.pathname = isBare && base !== "" ? base : `${base}${request.url.pathname}`;
  url.search = [baseUrl.search, request.url.search]
    .map((query) => query.slice(1))
    .filter((query) => query !== "")
    .join("&");
  return url;
}
