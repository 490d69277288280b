import { gatewayFailure } from "../backends/backend-failure.ts";
import { unknownBackend } from "../backends/create-backend-set.ts";
import { nearestName } from "../documents/nearest-name.ts";
import type { PolicyElement } from "../documents/policy-element.ts";
import { isExpression } from "../pipeline/compile-value.ts";
import type { Exchange } from "../pipeline/exchange.ts";
import type { PolicyCompiler, PolicyDefinition } from "../pipeline/policy.ts";
import type { PolicyValue } from "../pipeline/policy-value.ts";

const SERVICE_FABRIC = [
  "sf-resolve-condition",
  "sf-service-instance-name",
  "sf-partition-key",
  "sf-replica-type",
  "sf-listener-name",
] as const;

/** Where the request is forwarded to; the last one that runs wins. */
export const setBackendService: PolicyDefinition = {
  name: "set-backend-service",
  sections: ["inbound", "backend"],
  support: "partly",
  notes:
    "Service Fabric (sf-*) is refused. A base-url may follow a backend-id of a broader scope; Azure ignores it there.",
  attributes: {
    "base-url": {},
    "backend-id": {},
    ...Object.fromEntries(SERVICE_FABRIC.map((name) => [name, {}])),
  },
  compile: (element, compiler) => {
    const backendId = compiler.attribute(element, "backend-id");
    const baseUrl = compiler.attribute(element, "base-url");
    checkAttributes(element, compiler);
    const step = { policy: element.name, position: element.position };
    if (backendId) return { ...step, run: (exchange) => setBackend(backendId, exchange) };
    if (baseUrl) return { ...step, run: (exchange) => setBaseUrl(baseUrl, exchange) };
    return { ...step, run: () => undefined };
  },
};

function checkAttributes(element: PolicyElement, compiler: PolicyCompiler): void {
  const { attributes, name, position } = element;
  const chosen = ["base-url", "backend-id"].filter((attribute) => attributes.has(attribute));
  if (chosen.length !== 1)
    compiler.problem(
      `<${name}> needs either base-url or backend-id${chosen.length > 1 ? ", not both" : ""}.`,
      position,
    );
  for (const attribute of SERVICE_FABRIC) {
    const text = attributes.get(attribute);
    if (text)
      compiler.problem(`<${name} ${attribute}>: Service Fabric backends are not emulated.`, text.position);
  }
  checkLiteral(element, compiler);
}

function checkLiteral({ attributes }: PolicyElement, compiler: PolicyCompiler): void {
  const id = attributes.get("backend-id");
  const url = attributes.get("base-url");
  if (id && !isExpression(id.value) && !compiler.backendNames.has(id.value)) {
    const instead = nearestName(id.value, [...compiler.backendNames], "backends");
    compiler.problem(`There is no backend "${id.value}". ${instead}`, id.position);
  }
  if (url && !isExpression(url.value) && !isHttpUrl(url.value))
    compiler.problem(notAnAddress(url.value), url.position);
}

const notAnAddress = (text: string) =>
  `"${text}" is no base-url: it must be an address such as https://HOST/PATH.`;

async function setBackend(backendId: PolicyValue, exchange: Exchange): Promise<undefined> {
  const name = backendId.literal ?? (await backendId.text(exchange));
  const { names } = exchange.services.backends;
  if (!names.has(name)) throw unknownBackend(name, [...names]);
  exchange.target = { kind: "backend", name };
  exchange.trace.note(() => `the backend is now ${name}`);
}

async function setBaseUrl(value: PolicyValue, exchange: Exchange): Promise<undefined> {
  const baseUrl = await value.text(exchange);
  if (!isHttpUrl(baseUrl)) {
    throw gatewayFailure(notAnAddress(baseUrl), {
      status: 500,
      source: "set-backend-service",
      reason: "InvalidBackendUrl",
    });
  }
  exchange.target = { kind: "url", baseUrl };
  exchange.trace.note(() => `the backend is now ${baseUrl}`);
}

const isHttpUrl = (text: string): boolean => URL.canParse(text) && /^https?:$/.test(new URL(text).protocol);
