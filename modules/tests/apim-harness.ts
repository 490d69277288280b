import { createBackendSet } from "../src/apim/backends/create-backend-set.ts";
import { readBackends } from "../src/apim/backends/read-backends.ts";
import { LoadError } from "../src/apim/documents/load-error.ts";
import { GatewayExchange } from "../src/apim/gateway/gateway-exchange.ts";
import { createVirtualClock, type VirtualClock } from "../src/apim/gateway/virtual-clock.ts";
import type {
  ApiEntity,
  Exchange,
  OperationEntity,
  ProductEntity,
  SubscriptionEntity,
} from "../src/apim/pipeline/exchange.ts";
import { emptyResponse, reasonOf } from "../src/apim/pipeline/gateway-answer.ts";
import type {
  CachedValue,
  Connection,
  EmittedMetric,
  EmittedTrace,
  GatewayServices,
  OutgoingRequest,
} from "../src/apim/pipeline/gateway-services.ts";
import { HeaderMap } from "../src/apim/pipeline/header-map.ts";
import type { ResponseMessage } from "../src/apim/pipeline/message.ts";
import { MessageBody } from "../src/apim/pipeline/message-body.ts";
import { PolicyError } from "../src/apim/pipeline/policy-error.ts";
import { runPipeline } from "../src/apim/pipeline/run-pipeline.ts";
import { createTrace, type TraceStep } from "../src/apim/pipeline/trace-recorder.ts";
import { loadPolicies, type PolicyConfig, type PolicySet } from "../src/apim/policy-set.ts";
import { silentLogger } from "../src/core/logger.ts";
import { createRandom } from "../src/core/random.ts";

type Texts = Readonly<Record<string, string>>;

/** What an upstream answers: JSON for an object, chunks of a stream for a list of texts, or a stream itself. */
export interface UpstreamAnswer {
  readonly status?: number;
  readonly headers?: Texts;
  readonly body?: unknown;
}

/** A call that reached an upstream. */
export interface UpstreamCall {
  readonly method: string;
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  readonly request: OutgoingRequest;
  /** Aborted when nobody waits for the answer any more. */
  readonly signal: AbortSignal;
}

export interface GatewayOptions {
  /** A document for the API's scope, or one for each scope. Only the policies of one section may be given with `section`. */
  readonly policies: string | PolicyTexts;
  readonly fragments?: Texts;
  readonly namedValues?: Texts;
  readonly placeholders?: Texts;
  /** `[{ name, properties }]` as ARM has them; default one backend `origin` at https://origin.test. */
  readonly backends?: readonly unknown[];
  /** Answers for every call, by origin (`https://origin.test`), or a function of the call; default 200 `ok`. */
  readonly upstream?: (
    call: UpstreamCall,
    index: number,
  ) => UpstreamAnswer | Promise<UpstreamAnswer> | PolicyError;
  readonly clock?: VirtualClock;
  readonly seed?: number;
  readonly bodyLimitBytes?: number;
  /** resource → token. */
  readonly tokens?: Texts;
  readonly tenants?: Readonly<Record<string, { readonly issuer: string; readonly jwksUrl: string }>>;
  /** Certificate id → PEM. */
  readonly certificates?: Texts;
  /** `PROVIDER/CONNECTION` → what it holds. */
  readonly connections?: Readonly<Record<string, Connection>>;
  readonly embed?: GatewayServices["embed"];
  readonly serviceUrl?: string;
}

export interface PolicyTexts {
  readonly global?: string;
  readonly product?: string;
  readonly api?: string;
  readonly operation?: string;
}

export interface RequestOptions {
  readonly method?: string;
  /** Path and query behind the API's own path: `/items/7?x=1`. */
  readonly path?: string;
  readonly headers?: Texts;
  /** Text, or what becomes JSON. */
  readonly body?: unknown;
  readonly ipAddress?: string;
  readonly matchedParameters?: Texts;
  readonly subscription?: SubscriptionEntity | undefined;
  readonly product?: ProductEntity;
  readonly operation?: Partial<OperationEntity>;
  readonly signal?: AbortSignal;
}

export interface Answer {
  readonly status: number;
  readonly reason: string;
  readonly headers: HeaderMap;
  readonly body: string;
  readonly response: ResponseMessage;
  readonly exchange: Exchange;
  /** Every step with what it noted. */
  readonly steps: readonly TraceStep[];
  /** Calls that this request made. */
  readonly calls: readonly UpstreamCall[];
}

/** A gateway in memory whose upstream is a function; counters, circuits and caches live as long as it does. */
export interface TestGateway {
  readonly clock: VirtualClock;
  readonly services: GatewayServices;
  readonly policySet: PolicySet;
  readonly calls: readonly UpstreamCall[];
  readonly metrics: readonly EmittedMetric[];
  readonly traces: readonly EmittedTrace[];
  readonly events: readonly { readonly logger: string; readonly body: string }[];
  send(request?: RequestOptions): Promise<Answer>;
}

export const alice: SubscriptionEntity = {
  id: "sub-alice",
  name: "Alice",
  primaryKey: "key-alice-1",
  secondaryKey: "key-alice-2",
};

const api: Omit<ApiEntity, "serviceUrl"> = {
  id: "api",
  name: "api",
  path: "api",
  version: undefined,
  revision: "1",
};

const operation: OperationEntity = { id: "any", name: "any", method: "*", urlTemplate: "/*" };

/** One gateway, one request. */
export async function runPolicy(options: GatewayOptions & { readonly request?: RequestOptions }) {
  const gateway = await openGateway(options);
  const answer = await gateway.send(options.request);
  return { ...answer, metrics: gateway.metrics, traces: gateway.traces, events: gateway.events, gateway };
}

/** A document with policies in the given sections and `<base />` in those left out. */
export function document(sections: {
  inbound?: string;
  backend?: string;
  outbound?: string;
  onError?: string;
}): string {
  const {
    inbound = "<base />",
    backend = "<base />",
    outbound = "<base />",
    onError = "<base />",
  } = sections;
  return `<policies>
<inbound>${inbound}</inbound>
<backend>${backend}</backend>
<outbound>${outbound}</outbound>
<on-error>${onError}</on-error>
</policies>`;
}

/** The problems that loading tells, one line each; fails when it loads. */
export async function loadProblems(options: GatewayOptions): Promise<readonly string[]> {
  try {
    await openGateway(options);
  } catch (error) {
    if (error instanceof LoadError) return error.message.split("\n");
    throw error;
  }
  throw new Error("The policies were accepted.");
}

export async function openGateway(options: GatewayOptions): Promise<TestGateway> {
  const clock = options.clock ?? createVirtualClock(Date.parse("2026-01-01T00:00:00Z"));
  const calls: UpstreamCall[] = [];
  const metrics: EmittedMetric[] = [];
  const traces: EmittedTrace[] = [];
  const events: { logger: string; body: string }[] = [];
  const states = new Map<string, unknown>();
  const random = createRandom(options.seed ?? 1);
  const backends = openBackends(options, clock, random);
  const bodyLimitBytes = options.bodyLimitBytes ?? 10_000_000;
  const services: GatewayServices = {
    clock,
    random,
    logger: silentLogger,
    bodyLimitBytes,
    backends,
    cache: new Map<string, CachedValue>(),
    state: <T>(key: string, make: () => T): T => {
      if (!states.has(key)) states.set(key, make());
      return states.get(key) as T;
    },
    emitMetric: (metric) => void metrics.push(metric),
    emitTrace: (trace) => void traces.push(trace),
    emitEvent: (logger, body) => void events.push({ logger, body }),
    send: async (request, signal) => {
      const call = await readCall(request, signal);
      calls.push(call);
      const answer = options.upstream ? await options.upstream(call, calls.length - 1) : { body: "ok" };
      if (answer instanceof PolicyError) throw answer;
      return toResponse(answer, bodyLimitBytes);
    },
    managedIdentityToken: async (resource) => options.tokens?.[resource] ?? noToken(resource),
    tenants: new Map(Object.entries(options.tenants ?? {})),
    certificates: new Map(Object.entries(options.certificates ?? {})),
    connections: new Map(Object.entries(options.connections ?? {})),
    embed: options.embed,
  };
  const policySet = await loadPolicies(policyConfig(options), { backendNames: backends.names });
  const entity: ApiEntity = { ...api, serviceUrl: options.serviceUrl ?? "https://origin.test" };
  return {
    clock,
    services,
    policySet,
    calls,
    metrics,
    traces,
    events,
    send: async (request = {}) => {
      const trace = createTrace(clock);
      const before = calls.length;
      const exchange = openExchange(request, entity, services, trace);
      const response = await runPipeline(policySet, exchange);
      const isInOnePiece = response.body.isRead;
      if (isInOnePiece) finish(exchange, response, response.body.bytes ?? new Uint8Array(), false);
      const bytes = await response.body.read();
      if (!isInOnePiece) finish(exchange, response, bytes, true);
      return {
        status: response.status,
        reason: response.reason,
        headers: response.headers,
        body: new TextDecoder().decode(bytes),
        response,
        exchange,
        steps: trace.steps(),
        calls: calls.slice(before),
      };
    },
  };
}

function finish(
  exchange: GatewayExchange,
  response: ResponseMessage,
  body: Uint8Array,
  streamed: boolean,
): void {
  exchange.finish({ response, body, streamed, cut: false });
}

function openBackends(options: GatewayOptions, clock: VirtualClock, random: () => number) {
  const content = options.backends ?? [
    { name: "origin", properties: { url: "https://origin.test", protocol: "http" } },
  ];
  const { definitions: backends, problems } = readBackends({
    content,
    positionOf: () => ({ file: "backends.json", line: 1, column: 1 }),
  });
  if (problems.length > 0) throw new LoadError(problems);
  return createBackendSet({ definitions: backends, clock, random });
}

function policyConfig(options: GatewayOptions): PolicyConfig {
  const texts = typeof options.policies === "string" ? { api: options.policies } : options.policies;
  const only = (id: string, text: string | undefined, file: string) =>
    text === undefined ? undefined : new Map([[id, { file, text }]]);
  const operations = only(operation.id, texts.operation, "operation.xml");
  return {
    global: texts.global === undefined ? undefined : { file: "global.xml", text: texts.global },
    products: only("team", texts.product, "product.xml"),
    apis: only(api.id, texts.api, "api.xml"),
    operations: operations && new Map([[api.id, operations]]),
    fragments: new Map(
      Object.entries(options.fragments ?? {}).map(([id, text]) => [id, { file: `${id}.fragment.xml`, text }]),
    ),
    namedValues: new Map(Object.entries(options.namedValues ?? {})),
    placeholders: new Map(Object.entries(options.placeholders ?? {})),
  };
}

function openExchange(
  request: RequestOptions,
  entity: ApiEntity,
  services: GatewayServices,
  trace: ReturnType<typeof createTrace>,
): GatewayExchange {
  const path = request.path ?? "/items";
  const exchange = new GatewayExchange({
    services,
    api: entity,
    operation: { ...operation, ...request.operation },
    product: request.product,
    subscription: "subscription" in request ? request.subscription : alice,
    request: {
      method: request.method ?? (request.body === undefined ? "GET" : "POST"),
      url: new URL(`https://gateway.test${path}`),
      headers: HeaderMap.fromRaw(Object.entries(request.headers ?? {}).flat()),
      body: request.body === undefined ? MessageBody.empty() : bodyOf(request.body, services.bodyLimitBytes),
      ipAddress: request.ipAddress ?? "203.0.113.7",
      matchedParameters: new Map(Object.entries(request.matchedParameters ?? {})),
    },
    originalUrl: new URL(`https://gateway.test/${entity.path}${path}`),
    trace,
  });
  request.signal?.addEventListener("abort", () => exchange.leave());
  return exchange;
}

async function readCall(request: OutgoingRequest, signal: AbortSignal): Promise<UpstreamCall> {
  return {
    method: request.method,
    url: request.url.href,
    headers: Object.fromEntries(
      [...request.headers].map(([name, values]) => [name.toLowerCase(), values.join(", ")]),
    ),
    // As a socket does it: what was not kept before is gone afterwards.
    body: new TextDecoder().decode(Buffer.concat(await Array.fromAsync(request.body.stream()))),
    request,
    signal,
  };
}

function toResponse(
  { status = 200, headers = {}, body }: UpstreamAnswer,
  limitBytes: number,
): ResponseMessage {
  return {
    ...emptyResponse(status),
    reason: reasonOf(status),
    headers: HeaderMap.fromRaw([...contentType(body), ...Object.entries(headers).flat()]),
    body: body === undefined ? MessageBody.empty() : bodyOf(body, limitBytes),
  };
}

function contentType(body: unknown): string[] {
  if (body === undefined || typeof body === "string" || isFlow(body)) return [];
  return ["Content-Type", Array.isArray(body) ? "text/event-stream" : "application/json"];
}

function isFlow(content: unknown): content is AsyncIterable<Uint8Array> {
  return typeof content === "object" && content !== null && Symbol.asyncIterator in content;
}

/** Flows as it does from a socket: nothing is in memory before somebody reads. */
function bodyOf(content: unknown, limitBytes: number): MessageBody {
  if (isFlow(content)) return MessageBody.from(content, limitBytes);
  const texts = Array.isArray(content)
    ? content.map(String)
    : [typeof content === "string" ? content : JSON.stringify(content)];
  async function* flow() {
    for (const text of texts) yield new TextEncoder().encode(text);
  }
  return MessageBody.from(flow(), limitBytes);
}

function noToken(resource: string): never {
  throw new PolicyError(`There is no token for ${resource}.`, {
    source: "authentication-managed-identity",
    reason: "ManagedIdentityTokenNotAvailable",
    response: emptyResponse(500),
  });
}
