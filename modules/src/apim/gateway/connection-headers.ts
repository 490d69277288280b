import type { HeaderMap } from "../pipeline/header-map.ts";

/** Headers of one connection, not of the message that travels over it (RFC 9110, 7.6.1). */
const OF_THE_CONNECTION: ReadonlySet<string> = new Set([
  "connection",
  "keep-alive",
  "proxy-connection",
  "proxy-authenticate",
  "proxy-authorization",
  "te",
  "trailer",
  "transfer-encoding",
  "upgrade",
]);

/**
 * `[name, value, name, value, …]` of a message without what belongs to a connection, those headers included that
 * `Connection` names. `leaveOut` is one more, in lower case.
 */
export function travellingHeaders(headers: HeaderMap, leaveOut = ""): string[] {
  const named =
    headers
      .get("connection")
      ?.toLowerCase()
      .split(/\s*,\s*/) ?? [];
  const raw: string[] = [];
  for (const [name, values] of headers) {
    const lower = name.toLowerCase();
    if (OF_THE_CONNECTION.has(lower) || lower === leaveOut || named.includes(lower)) continue;
    const [only] = values;
    if (values.length === 1 && only !== undefined) raw.push(name, only);
    else if (lower === "set-cookie") for (const value of values) raw.push(name, value);
    else raw.push(name, values.join(", "));
  }
  return raw;
}
