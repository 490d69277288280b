import type { HeaderMap } from "../pipeline/header-map.ts";

/** Headers of one connection, not of the message that travels over it (RFC 9110, 7.6.1). */
const OF_THE_CONNECTION = [
  "connection",
  "keep-alive",
  "proxy-connection",
  "proxy-authenticate",
  "proxy-authorization",
  "te",
  "trailer",
  "transfer-encoding",
  "upgrade",
];

/** Takes them out of `headers`, those included that `Connection` names, and gives it back. */
export function withoutConnectionHeaders(headers: HeaderMap): HeaderMap {
  const named = headers.get("connection");
  if (named !== undefined) for (const name of named.split(",")) headers.delete(name.trim());
  for (const name of OF_THE_CONNECTION) headers.delete(name);
  return headers;
}
