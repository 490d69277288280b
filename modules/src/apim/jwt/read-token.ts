import type { Exchange } from "../pipeline/exchange.ts";
import type { PolicyValue } from "../pipeline/policy-value.ts";

/** Where a request carries its token; one of the first three. */
export interface TokenPlace {
  readonly headerName: PolicyValue | undefined;
  readonly queryName: PolicyValue | undefined;
  readonly tokenValue: PolicyValue | undefined;
  /** Demanded of the header `Authorization` only. */
  readonly requireScheme: PolicyValue | undefined;
}

/** The token of a request without its scheme; undefined when there is none. */
export async function readToken(place: TokenPlace, exchange: Exchange): Promise<string | undefined> {
  const text = await placedText(place, exchange);
  return text === undefined || text.trim() === "" ? undefined : text.trim();
}

async function placedText(place: TokenPlace, exchange: Exchange): Promise<string | undefined> {
  const { headerName, queryName, tokenValue, requireScheme } = place;
  if (tokenValue) return tokenValue.text(exchange);
  if (queryName) return exchange.request.url.searchParams.get(await queryName.text(exchange)) ?? undefined;
  const name = headerName ? await headerName.text(exchange) : "Authorization";
  const [value] = exchange.request.headers.values(name);
  const scheme = name.toLowerCase() === "authorization" ? await requireScheme?.text(exchange) : undefined;
  if (scheme === undefined) return value?.replace(/^\s*bearer\s+/i, "");
  const [given = "", ...rest] = value?.trim().split(/\s+/) ?? [];
  return given.toLowerCase() === scheme.toLowerCase() ? rest.join(" ") : undefined;
}
