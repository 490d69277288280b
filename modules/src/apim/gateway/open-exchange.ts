import type { ApiEntity, OperationEntity } from "../pipeline/exchange.ts";
import { gatewayAnswer } from "../pipeline/gateway-answer.ts";
import { PolicyError } from "../pipeline/policy-error.ts";
import { findOperation } from "./find-operation.ts";
import { GatewayExchange, type GatewayExchangeParts } from "./gateway-exchange.ts";
import type { GatewayModel } from "./gateway-model.ts";
import type { IncomingCall } from "./read-request.ts";
import { admit } from "./subscription-gate.ts";

export interface OpenedExchange {
  readonly exchange: GatewayExchange;
  /** Why no policy but those of on-error will run. */
  readonly refusal: PolicyError | undefined;
  /** A browser's question about another operation, which `cors` policies answer without a key; `refusal` when there are none. */
  readonly isPreflight?: boolean;
}

/** Finds what a request means and who sent it. */
export function openExchange(
  model: GatewayModel,
  call: IncomingCall,
  means: Pick<GatewayExchangeParts, "services" | "trace">,
): OpenedExchange {
  const preflight = openPreflight(model, call, means);
  if (preflight) return { exchange: preflight, refusal: notFound(), isPreflight: true };
  const found = findOperation(model, call.method, call.url);
  const { api } = found;
  if (!("operation" in found)) {
    const exchange = toExchange(call, means, {
      api: api?.entity ?? NO_API,
      operation: NO_OPERATION,
      ownPath: call.url.pathname,
      parameters: new Map(),
    });
    return { exchange, refusal: notFound() };
  }
  const admission = admit(found.api, call.headers, call.url.searchParams, model);
  const isAdmitted = admission.kind === "admitted";
  const exchange = toExchange(call, means, {
    api: found.api.entity,
    operation: found.operation.entity,
    ownPath: found.ownPath,
    parameters: found.parameters,
    ...(isAdmitted && { product: admission.product, subscription: admission.subscription }),
  });
  return {
    exchange,
    refusal: isAdmitted ? undefined : refuse("authorization", admission.reason, 401, admission.message),
  };
}

/**
 * A browser's question whether it may call an operation. It carries no key, so product policies hold only for one in the query.
 * An operation for OPTIONS is one like all others.
 */
function openPreflight(
  model: GatewayModel,
  call: IncomingCall,
  means: Pick<GatewayExchangeParts, "services" | "trace">,
): GatewayExchange | undefined {
  const asked = call.headers.get("Access-Control-Request-Method");
  if (call.method !== "OPTIONS" || asked === undefined || !call.headers.has("Origin")) return undefined;
  const own = findOperation(model, "OPTIONS", call.url);
  if ("operation" in own && own.operation.method === "OPTIONS") return undefined;
  const found = findOperation(model, asked.toUpperCase(), call.url);
  if (!("operation" in found)) return undefined;
  const { api, operation, ownPath, parameters } = found;
  const admission = admit(api, call.headers, call.url.searchParams, model);
  const product = admission.kind === "admitted" ? admission.product : undefined;
  return toExchange(call, means, {
    api: api.entity,
    operation: operation.entity,
    ownPath,
    parameters,
    product,
  });
}

/** What on-error sees of a request that no API or operation fits. */
const NO_API: ApiEntity = {
  id: "",
  name: "",
  path: "",
  serviceUrl: undefined,
  version: undefined,
  revision: "1",
};
const NO_OPERATION: OperationEntity = { id: "", name: "", method: "", urlTemplate: "" };

interface Meaning extends Pick<GatewayExchangeParts, "api" | "operation"> {
  readonly product?: GatewayExchangeParts["product"];
  readonly subscription?: GatewayExchangeParts["subscription"];
  readonly ownPath: string;
  readonly parameters: ReadonlyMap<string, string>;
}

function toExchange(
  call: IncomingCall,
  means: Pick<GatewayExchangeParts, "services" | "trace">,
  { ownPath, parameters, product, subscription, ...meaning }: Meaning,
): GatewayExchange {
  const url = new URL(`${call.url.origin}${ownPath}${call.url.search}`);
  return new GatewayExchange({
    ...means,
    ...meaning,
    product,
    subscription,
    request: {
      method: call.method,
      url,
      headers: call.headers,
      body: call.body,
      ipAddress: call.ipAddress,
      matchedParameters: parameters,
    },
    originalUrl: call.url,
  });
}

const refuse = (source: string, reason: string, status: number, message: string) =>
  new PolicyError(message, { source, reason, response: gatewayAnswer(status, message) });

const notFound = () => refuse("configuration", "OperationNotFound", 404, "Resource not found");
