import { gatewayFailure } from "../backends/backend-failure.ts";
import { upstreamUrl } from "../backends/upstream-url.ts";
import type { PolicyElement } from "../documents/policy-element.ts";
import type { Exchange } from "../pipeline/exchange.ts";
import type { OutgoingRequest } from "../pipeline/gateway-services.ts";
import { HeaderMap } from "../pipeline/header-map.ts";
import { MessageBody } from "../pipeline/message-body.ts";
import type { AttributeShapes, ElementShape, PolicyCompiler } from "../pipeline/policy.ts";
import { compileBodyEdit, setBody } from "./set-body.ts";
import { compileHeaderEdit, setHeader } from "./set-header.ts";

const DEFAULT_TIMEOUT_SECONDS = 60;

/** Attributes that both policies with requests of their own have. */
export const outgoingAttributes: AttributeShapes = {
  mode: { values: ["new", "copy"] },
  timeout: { kind: "number", min: 0 },
};

/** What stands inside `<send-request>` and `<send-one-way-request>`. */
export const outgoingChildren: Readonly<Record<string, ElementShape>> = {
  "set-url": { text: true },
  "set-method": { text: true },
  "set-header": { ...setHeader, many: true },
  "set-body": setBody,
  "authentication-managed-identity": {
    attributes: { resource: { required: true }, "client-id": { expression: false } },
  },
  "authentication-certificate": {
    attributes: { thumbprint: {}, "certificate-id": {}, body: {}, password: {} },
  },
  proxy: { attributes: { url: { required: true }, username: {}, password: {} } },
};

type MutableRequest = { -readonly [Name in keyof OutgoingRequest]: OutgoingRequest[Name] };
type RequestEdit = (exchange: Exchange, request: MutableRequest) => Promise<unknown>;

/** Compiles the request that a policy sends by itself. */
export function compileOutgoing(element: PolicyElement, compiler: PolicyCompiler) {
  checkOutgoing(element, compiler);
  const mode = compiler.attribute(element, "mode");
  const timeout = compiler.attribute(element, "timeout");
  const edits = element.children.flatMap((child) => compileEdit(child, compiler) ?? []);
  return async (exchange: Exchange): Promise<OutgoingRequest> => {
    const isCopy = (await mode?.text(exchange)) === "copy";
    const seconds = (await timeout?.number(exchange)) ?? DEFAULT_TIMEOUT_SECONDS;
    const request = isCopy ? await copyOf(exchange, element) : newRequest();
    request.timeoutMs = seconds * 1000;
    for (const edit of edits) await edit(exchange, request);
    exchange.trace.note(() => `${request.method} ${request.url.origin}${request.url.pathname}`);
    return request;
  };
}

function checkOutgoing(element: PolicyElement, compiler: PolicyCompiler): void {
  const has = (name: string) => element.children.some((child) => child.name === name);
  if (element.attributes.get("mode")?.value === "copy") return;
  if (!has("set-url")) {
    compiler.problem(`<${element.name}> needs <set-url> inside it, or mode="copy".`, element.position);
  }
}

function compileEdit(child: PolicyElement, compiler: PolicyCompiler): RequestEdit | undefined {
  switch (child.name) {
    case "set-url":
      return compileUrl(child, compiler);
    case "set-method": {
      const method = compiler.value(child.text ?? { value: "", position: child.position });
      return async (exchange, request) => {
        request.method = (await method.text(exchange)).trim().toUpperCase();
      };
    }
    case "set-header": {
      const edit = compileHeaderEdit(child, compiler);
      return (exchange, { headers }) => edit(exchange, headers);
    }
    case "set-body":
      return compileBodyEdit(child, compiler);
    case "authentication-managed-identity":
      return compileIdentity(child, compiler);
    default:
      compiler.problem(`<${child.name}> inside this policy is not emulated.`, child.position);
      return undefined;
  }
}

function compileUrl(child: PolicyElement, compiler: PolicyCompiler): RequestEdit {
  const value = compiler.value(child.text ?? { value: "", position: child.position });
  if (value.literal !== undefined && !isHttpUrl(value.literal)) {
    compiler.problem(
      `"${value.literal.trim()}" in <set-url> is no address: write https://HOST/PATH.`,
      value.position,
    );
  }
  return async (exchange, request) => {
    const text = (await value.text(exchange)).trim();
    if (!isHttpUrl(text)) throw badUrl(text);
    request.url = new URL(text);
  };
}

const isHttpUrl = (text: string): boolean =>
  URL.canParse(text.trim()) && /^https?:$/.test(new URL(text.trim()).protocol);

const badUrl = (text: string) =>
  gatewayFailure(`"${text}" in <set-url> is no address: it must be https://HOST/PATH.`, {
    status: 500,
    source: "send-request",
    reason: "InvalidUrl",
  });

function compileIdentity(child: PolicyElement, compiler: PolicyCompiler): RequestEdit {
  const resource = compiler.required(child, "resource");
  const clientId = compiler.attribute(child, "client-id")?.literal;
  return async (exchange, { headers }) => {
    const { services, signal } = exchange;
    const token = await services.managedIdentityToken(await resource.text(exchange), clientId, signal);
    headers.set("Authorization", [`Bearer ${token}`]);
  };
}

function newRequest(): MutableRequest {
  return {
    method: "GET",
    url: new URL("http://address.invalid"),
    headers: new HeaderMap(),
    body: MessageBody.empty(),
    timeoutMs: 0,
    followRedirects: false,
  };
}

/** The request as it is now, on its way to its backend; on the way back without its body. */
async function copyOf(exchange: Exchange, element: PolicyElement): Promise<MutableRequest> {
  const { request, section } = exchange;
  const copied = newRequest();
  copied.method = request.method;
  if (!element.children.some(({ name }) => name === "set-url")) copied.url = currentUrl(exchange);
  for (const [name, values] of request.headers) copied.headers.set(name, values);
  for (const name of ["host", "content-length"]) copied.headers.delete(name);
  const hasBody = (section === "inbound" || section === "backend") && !request.body.isConsumed;
  if (hasBody) copied.body = MessageBody.of(await request.body.read());
  return copied;
}

function currentUrl(exchange: Exchange): URL {
  const { target, api, services } = exchange;
  if (target?.kind === "backend")
    return upstreamUrl(services.backends.choose(target.name, exchange).baseUrl, exchange);
  const base = target?.baseUrl ?? api.serviceUrl;
  if (base === undefined) throw badUrl("");
  return upstreamUrl(new URL(base), exchange);
}
