import type { GatewayApi, GatewayModel, GatewayOperation } from "./gateway-model.ts";
import { matchUrlTemplate, splitPath } from "./url-template.ts";

export interface FoundOperation {
  readonly api: GatewayApi;
  readonly operation: GatewayOperation;
  readonly parameters: ReadonlyMap<string, string>;
  /** The path behind the API's own, with its slash: what a backend gets. */
  readonly ownPath: string;
}

/** The operation that a request means: the API with the longest fitting path, in it the most exact template. */
export function findOperation(
  model: GatewayModel,
  method: string,
  url: URL,
): FoundOperation | Partial<Pick<FoundOperation, "api">> {
  const parts = splitPath(url.pathname);
  const api = model.apis.find(({ pathParts }) =>
    pathParts.every((part, index) => part === parts[index]?.toLowerCase()),
  );
  if (!api) return {};
  const ownParts = api.pathParts.length === 0 ? parts : parts.slice(api.pathParts.length);
  for (const operation of api.operations) {
    if (operation.method !== method && operation.method !== "*") continue;
    const parameters = matchUrlTemplate(operation.template, ownParts, url.searchParams);
    if (parameters) return { api, operation, parameters, ownPath: ownPath(url.pathname, ownParts) };
  }
  return { api };
}

/** A slash at the end is kept, as the caller wrote it. */
function ownPath(pathname: string, ownParts: readonly string[]): string {
  if (ownParts.length === 0) return "/";
  return `/${ownParts.join("/")}${pathname.endsWith("/") ? "/" : ""}`;
}
