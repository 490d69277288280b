import type { Exchange } from "../pipeline/exchange.ts";

/** Where a request goes: the backend's address, then the path behind the API's own, then both queries. */
export function upstreamUrl(
  baseUrl: URL,
  { request, originalUrl, api }: Pick<Exchange, "request" | "originalUrl" | "api">,
): URL {
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
