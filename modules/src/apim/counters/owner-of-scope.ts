import type { Exchange } from "../pipeline/exchange.ts";

/** What a counter of a scope belongs to: `product team`, `api inference`, `operation inference/chat`. */
export function ownerOfScope(scope: string, { product, api, operation }: Exchange): string {
  if (scope === "product") return `product ${product?.id ?? ""}`;
  return scope === "operation" ? `operation ${api.id}/${operation.id}` : `api ${api.id}`;
}
