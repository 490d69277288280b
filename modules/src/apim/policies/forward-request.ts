import { LimitError } from "../../core/errors.ts";
import { gatewayFailure } from "../backends/backend-failure.ts";
import type { ChosenBackend } from "../backends/backend-set.ts";
import { discardBody, passOnBody } from "../backends/pass-on-body.ts";
import { upstreamUrl } from "../backends/upstream-url.ts";
import type { PolicyElement } from "../documents/policy-element.ts";
import type { Exchange } from "../pipeline/exchange.ts";
import { gatewayAnswer } from "../pipeline/gateway-answer.ts";
import type { OutgoingRequest } from "../pipeline/gateway-services.ts";
import { HeaderMap } from "../pipeline/header-map.ts";
import type { ResponseMessage } from "../pipeline/message.ts";
import { MessageBody } from "../pipeline/message-body.ts";
import type { PolicyCompiler, PolicyDefinition } from "../pipeline/policy.ts";
import { PolicyError } from "../pipeline/policy-error.ts";
import type { PolicyValue } from "../pipeline/policy-value.ts";

const SOURCE = "forward-request";
const TIMEOUT_SECONDS = 300;
/** What Azure gathers before it passes on pieces of a chunked answer. */
const GATHER_BYTES = 8192;

/** Sends the request to its backend and takes the answer, whatever its status. */
export const forwardRequest: PolicyDefinition = {
  name: "forward-request",
  sections: ["backend"],
  support: "partly",
  notes:
    "HTTP/2 to backends and continue-timeout are refused. Event streams are never gathered; Azure gathers 8 KB unless " +
    'buffer-response="false". A body that was sent and not kept cannot be sent again: 500.',
  attributes: {
    timeout: { kind: "number", min: 0 },
    "timeout-ms": { kind: "number", min: 0 },
    "continue-timeout": {},
    "http-version": { expression: false, values: ["1", "2or1", "2"] },
    "follow-redirects": { kind: "boolean" },
    "buffer-request-body": { expression: false, kind: "boolean" },
    "buffer-response": { expression: false, kind: "boolean" },
    "fail-on-error-status-code": { expression: false, kind: "boolean" },
  },
  compile: (element, compiler) => {
    refuseNotEmulated(element, compiler);
    const settings = readSettings(element, compiler);
    return {
      policy: element.name,
      position: element.position,
      run: (exchange) => forward(settings, exchange),
    };
  },
};

interface ForwardSettings {
  timeoutMs(exchange: Exchange): Promise<number>;
  readonly followRedirects: PolicyValue | undefined;
  readonly buffersRequest: boolean;
  readonly buffersResponse: boolean;
  readonly failsOnErrorStatus: boolean;
}

function refuseNotEmulated({ attributes, name, position }: PolicyElement, compiler: PolicyCompiler): void {
  const version = attributes.get("http-version");
  if (version?.value === "2")
    compiler.problem(`<${name} http-version="2">: backends are called by HTTP/1.1 only.`, version.position);
  const patience = attributes.get("continue-timeout");
  if (patience) compiler.problem(`<${name} continue-timeout> is not emulated.`, patience.position);
  if (attributes.has("timeout") && attributes.has("timeout-ms"))
    compiler.problem(`<${name}> takes timeout or timeout-ms, not both.`, position);
}

function readSettings(element: PolicyElement, compiler: PolicyCompiler): ForwardSettings {
  const isOn = (name: string, otherwise: boolean) => {
    const literal = compiler.attribute(element, name)?.literal;
    return literal === undefined ? otherwise : literal.trim().toLowerCase() === "true";
  };
  const seconds = compiler.attribute(element, "timeout");
  const milliseconds = compiler.attribute(element, "timeout-ms");
  return {
    timeoutMs: async (exchange) =>
      (await milliseconds?.number(exchange)) ?? ((await seconds?.number(exchange)) ?? TIMEOUT_SECONDS) * 1000,
    followRedirects: compiler.attribute(element, "follow-redirects"),
    buffersRequest: isOn("buffer-request-body", false),
    buffersResponse: isOn("buffer-response", true),
    failsOnErrorStatus: isOn("fail-on-error-status-code", false),
  };
}

async function forward(settings: ForwardSettings, exchange: Exchange): Promise<undefined> {
  // The answer of an earlier run inside <retry> is nobody's any more.
  if (exchange.response) void discardBody(exchange.response.body);
  const chosen = chooseBackend(exchange);
  const response = await send(await prepare(chosen, settings, exchange), chosen, exchange);
  exchange.response = watched(response, chosen, settings, exchange);
  chosen?.settle(exchange, response);
  exchange.trace.note(() => `answered ${response.status} ${response.reason}`.trim());
  if (settings.failsOnErrorStatus && response.status >= 400 && response.status <= 599)
    throw errorStatus(response);
}

/** The backend that was set last; undefined when an address was set, or nothing. */
function chooseBackend(exchange: Exchange): ChosenBackend | undefined {
  const { target, services, trace } = exchange;
  if (target?.kind !== "backend") return undefined;
  const chosen = services.backends.choose(target.name, exchange);
  trace.note(() => `sent to ${chosen.name}: ${chosen.reason}`);
  return chosen;
}

async function prepare(
  chosen: ChosenBackend | undefined,
  settings: ForwardSettings,
  exchange: Exchange,
): Promise<OutgoingRequest> {
  const body = await bodyToSend(settings, exchange);
  const url = upstreamUrl(chosen?.baseUrl ?? addressOf(exchange), exchange);
  // A copy: another backend, in a retry, must not get the credentials of this one.
  const outgoing = { url, headers: headersToSend(exchange, body) };
  await chosen?.authorize(exchange, outgoing);
  return {
    ...outgoing,
    method: exchange.request.method,
    body,
    timeoutMs: await settings.timeoutMs(exchange),
    followRedirects: (await settings.followRedirects?.boolean(exchange)) ?? false,
    acceptAnyCertificate: chosen?.acceptAnyCertificate ?? false,
  };
}

function addressOf({ target, api }: Exchange): URL {
  const address = target?.kind === "url" ? target.baseUrl : api.serviceUrl;
  if (address !== undefined) return new URL(address);
  throw gatewayFailure(
    `The API ${api.id} has no serviceUrl and no policy has set a backend, so there is nowhere to forward to.`,
    { status: 500, source: SOURCE, reason: "BackendNotSet" },
  );
}

/** Bodies that have been given away unread and cannot be sent a second time. */
const givenAway = new WeakSet<MessageBody>();

async function bodyToSend({ buffersRequest }: ForwardSettings, exchange: Exchange): Promise<MessageBody> {
  const { body } = exchange.request;
  if (body.isConsumed) {
    exchange.trace.note(() => "sent without its body: an expression took it without preserveContent: true");
    return MessageBody.empty();
  }
  if (body.isRead) return body;
  if (givenAway.has(body)) throw notKept();
  if (buffersRequest) await keep(body);
  else givenAway.add(body);
  return body;
}

async function keep(body: MessageBody): Promise<void> {
  try {
    await body.read();
  } catch (error) {
    throw tooLarge(error);
  }
}

/** What is told of a body of more than the gateway takes; every other error as it is. */
function tooLarge(error: unknown): unknown {
  if (!(error instanceof LimitError)) return error;
  return new PolicyError(error.message, {
    source: SOURCE,
    reason: "MessagePayloadTooLarge",
    response: gatewayAnswer(413, error.message),
    cause: error,
  });
}

function notKept(): PolicyError {
  return gatewayFailure(
    'The body of the request was sent already and has not been kept. Give <forward-request> buffer-request-body="true".',
    { status: 500, source: SOURCE, reason: "RequestBodyNotBuffered" },
  );
}

/** Host is the backend's own unless a policy has set one; a length is right only for the body it came with. */
function headersToSend({ request, originalUrl }: Exchange, body: MessageBody): HeaderMap {
  const headers = new HeaderMap();
  for (const [name, values] of request.headers) headers.set(name, values);
  if (headers.get("host") === originalUrl.host) headers.delete("host");
  if (body.isRead) headers.delete("content-length");
  return headers;
}

async function send(
  request: OutgoingRequest,
  chosen: ChosenBackend | undefined,
  exchange: Exchange,
): Promise<ResponseMessage> {
  if (!chosen) exchange.trace.note(() => `sent to ${request.url.origin}${request.url.pathname}`);
  try {
    return await exchange.services.send(request, exchange.signal);
  } catch (error) {
    if (error instanceof PolicyError) chosen?.fail(exchange, error);
    throw tooLarge(error);
  }
}

/** The answer with an eye on its body: a break in it is counted, small pieces are gathered where Azure does so. */
function watched(
  response: ResponseMessage,
  chosen: ChosenBackend | undefined,
  { buffersResponse }: ForwardSettings,
  exchange: Exchange,
): ResponseMessage {
  const { body, headers } = response;
  if (body.isRead) return response;
  const isStream = headers.get("content-type")?.toLowerCase().startsWith("text/event-stream") ?? false;
  if (isStream && buffersResponse)
    exchange.trace.note(
      () => 'an event stream: Azure gathers 8 KB of it at a time unless buffer-response="false"',
    );
  const isGathered = buffersResponse && !isStream && !headers.has("content-length");
  const onCut = (error: unknown) => {
    if (exchange.signal.aborted) return error;
    chosen?.cutOff();
    return brokeOff(error);
  };
  const source = passOnBody(body.stream(), { gatherBytes: isGathered ? GATHER_BYTES : 0, onCut });
  response.body = MessageBody.from(source, exchange.services.bodyLimitBytes);
  return response;
}

const brokeOff = (cause: unknown) =>
  gatewayFailure("The backend broke off in the middle of its answer.", {
    status: 500,
    source: SOURCE,
    reason: "BackendConnectionFailure",
    cause,
  });

const errorStatus = (response: ResponseMessage) =>
  new PolicyError(`The backend answered ${response.status}, and fail-on-error-status-code is on.`, {
    source: SOURCE,
    reason: "BackendErrorStatusCode",
    response,
  });
