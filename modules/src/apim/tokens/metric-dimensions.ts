import type { PolicyElement } from "../documents/policy-element.ts";
import type { Exchange } from "../pipeline/exchange.ts";
import { gatewayAnswer } from "../pipeline/gateway-answer.ts";
import type { ElementShape, PolicyCompiler } from "../pipeline/policy.ts";
import { PolicyError } from "../pipeline/policy-error.ts";
import type { PolicyValue } from "../pipeline/policy-value.ts";

/** Where metrics go when a policy names no namespace. */
export const DEFAULT_NAMESPACE = "API Management";

export const dimensionShape: ElementShape = {
  required: true,
  many: true,
  attributes: { name: { required: true }, value: {} },
};

/** Dimensions that need no value, since the gateway knows it; "" for what a request lacks, such as a product. */
const KNOWN: Readonly<Record<string, (exchange: Exchange) => string>> = {
  "API ID": ({ api }) => api.id,
  "Operation ID": ({ operation }) => operation.id,
  "Product ID": ({ product }) => product?.id ?? "",
  "User ID": () => "",
  "Subscription ID": ({ subscription }) => subscription?.id ?? "",
  Location: () => "local",
  "Gateway ID": () => "managed",
  "Backend ID": ({ target }) => (target?.kind === "backend" ? target.name : ""),
};

/** The values of all dimensions for one request. */
export type ReadDimensions = (exchange: Exchange) => Promise<Readonly<Record<string, string>>>;

/** Compiles the `<dimension>`s of a metric. */
export function compileDimensions(
  element: PolicyElement,
  compiler: PolicyCompiler,
  most: number,
): ReadDimensions {
  if (element.children.length > most) {
    compiler.problem(
      `<${element.name}> has ${element.children.length} dimensions; at most ${most} are allowed.`,
      element.position,
    );
  }
  const dimensions = element.children.map((child) => ({
    name: compiler.required(child, "name"),
    value: compiler.attribute(child, "value"),
  }));
  for (const { name, value } of dimensions) checkKnown(name, value, compiler);
  return async (exchange) => {
    const entries: [string, string][] = [];
    for (const { name, value } of dimensions) {
      const text = await name.text(exchange);
      entries.push([text, value ? await value.text(exchange) : knownValue(text, element.name, exchange)]);
    }
    return Object.fromEntries(entries);
  };
}

function checkKnown(name: PolicyValue, value: PolicyValue | undefined, compiler: PolicyCompiler): void {
  if (value || name.literal === undefined || name.literal in KNOWN) return;
  compiler.problem(withoutValue(name.literal), name.position);
}

function knownValue(name: string, policy: string, exchange: Exchange): string {
  const known = KNOWN[name];
  if (known) return known(exchange);
  const message = withoutValue(name);
  const response = gatewayAnswer(500, "Internal server error");
  throw new PolicyError(message, { source: policy, reason: "DimensionWithoutValue", response });
}

function withoutValue(name: string): string {
  return `The dimension "${name}" needs a value. Without one it must be one of: ${Object.keys(KNOWN).join(", ")}.`;
}
