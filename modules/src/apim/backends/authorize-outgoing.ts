import type { Exchange } from "../pipeline/exchange.ts";
import type { BackendCredentials } from "./backend-definition.ts";
import type { OutgoingMessage } from "./backend-set.ts";

/** Puts a backend's credentials on what goes out to it, over whatever the caller or a policy has put there. */
export async function authorizeOutgoing(
  { header, query, authorization, managedIdentity }: BackendCredentials,
  { services, signal }: Exchange,
  outgoing: OutgoingMessage,
): Promise<void> {
  for (const [name, values] of Object.entries(header)) outgoing.headers.set(name, values);
  if (authorization) setAuthorization(outgoing, authorization.scheme, authorization.parameter);
  if (managedIdentity) {
    const { resource, clientId } = managedIdentity;
    setAuthorization(outgoing, "Bearer", await services.managedIdentityToken(resource, clientId, signal));
  }
  if (Object.keys(query).length > 0) outgoing.url = withQuery(outgoing.url, query);
}

function setAuthorization({ headers }: OutgoingMessage, scheme: string, parameter: string): void {
  headers.set("Authorization", [`${scheme} ${parameter}`.trim()]);
}

function withQuery(url: URL, query: BackendCredentials["query"]): URL {
  const extended = new URL(url);
  for (const [name, values] of Object.entries(query)) {
    extended.searchParams.delete(name);
    for (const value of values) extended.searchParams.append(name, value);
  }
  return extended;
}
