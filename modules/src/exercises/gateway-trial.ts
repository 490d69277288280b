import { startGateway } from "../apim/gateway/start-gateway.ts";
import type { OutgoingRequest } from "../apim/pipeline/gateway-services.ts";
import { HeaderMap } from "../apim/pipeline/header-map.ts";
import type { ResponseMessage } from "../apim/pipeline/message.ts";
import { MessageBody } from "../apim/pipeline/message-body.ts";
import { createRandom } from "../core/random.ts";

/** What a backend of a trial answers. */
export interface TrialAnswer {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: unknown;
}

/** A call as a backend of a trial gets it. */
export interface TrialCall {
  /** `foundry1` of `https://foundry1.test`. */
  readonly backend: string;
  /** How often this backend has been called before. */
  readonly before: number;
  readonly path: string;
  readonly headers: HeaderMap;
  readonly body: unknown;
}

export interface TrialOptions {
  /** The API's policy document. */
  readonly policy: string;
  /** Backends as Azure's definitions write them; their addresses are `https://NAME.test`. */
  readonly backends: readonly unknown[];
  readonly answer: (call: TrialCall) => TrialAnswer;
  /** Keys of the callers by the name of their subscription; without them no key is asked for. */
  readonly subscriptions?: Readonly<Record<string, string>>;
  readonly namedValues?: Readonly<Record<string, string>>;
}

export interface TrialRequest {
  /** Below the API: `/deployments/gpt-4.1/chat/completions` when absent. */
  readonly path?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: unknown;
}

/** A gateway that runs for one check: real requests over a port, backends of a script, a clock that can be moved. */
export interface Trial {
  /** Address of the API, without a slash at its end. */
  readonly url: string;
  send(request?: TrialRequest): Promise<Response>;
  /** Names of the backends in the order in which they were called. */
  readonly calls: readonly string[];
  /** Names of the backends whose circuit is open. */
  open(): readonly string[];
  advance(ms: number): void;
}

/**
 * Starts a gateway, lets `use` try it and stops it.
 * @throws LoadError for a policy or a backend that cannot be used
 */
export async function tryGateway<Result>(
  options: TrialOptions,
  use: (trial: Trial) => Promise<Result>,
): Promise<Result> {
  const calls: string[] = [];
  const gateway = await startGateway({
    config: configOf(options),
    testMode: true,
    watch: false,
    unref: true,
    random: createRandom(9),
    send: (request) => answerCall(request, options.answer, calls),
  });
  const url = `${gateway.url}/openai`;
  try {
    return await use({
      url,
      calls,
      advance: gateway.advance,
      open: () =>
        gateway
          .state()
          .backends.filter(({ circuit }) => circuit.kind === "open")
          .map(({ name }) => name),
      send: ({ path = DEFAULT_PATH, headers = {}, body = DEFAULT_BODY } = {}) =>
        fetch(`${url}${path}`, {
          method: "POST",
          headers: { "content-type": "application/json", ...headers },
          body: JSON.stringify(body),
        }),
    });
  } finally {
    await gateway.close();
  }
}

const DEFAULT_PATH = "/deployments/gpt-4.1/chat/completions";
const DEFAULT_BODY = { messages: [{ role: "user", content: "Hello" }] };

function configOf({ policy, backends, subscriptions, namedValues = {} }: TrialOptions) {
  return {
    api: {
      id: "openai",
      path: "openai",
      subscriptionRequired: subscriptions !== undefined,
      subscriptionKeyParameterNames: { header: "api-key", query: "api-key" },
      operations: [
        { id: "chat", method: "POST", urlTemplate: "/deployments/{deployment-id}/chat/completions" },
        { id: "other", method: "POST", urlTemplate: "/*" },
      ],
      policy,
    },
    subscriptions: Object.entries(subscriptions ?? {}).map(([id, primaryKey]) => ({ id, primaryKey })),
    backends: [...backends],
    namedValues: { ...namedValues },
  };
}

async function answerCall(
  request: OutgoingRequest,
  answer: TrialOptions["answer"],
  calls: string[],
): Promise<ResponseMessage> {
  const backend = request.url.hostname.replace(/\.test$/, "");
  const text = new TextDecoder().decode(await request.body.read());
  const before = calls.filter((name) => name === backend).length;
  calls.push(backend);
  const { status, headers, body } = answer({
    backend,
    before,
    path: request.url.pathname,
    headers: request.headers,
    body: text === "" ? undefined : JSON.parse(text),
  });
  const answered = new HeaderMap();
  answered.set("content-type", ["application/json"]);
  answered.set("x-ms-region", [backend]);
  for (const [name, value] of Object.entries(headers ?? {})) answered.set(name, [value]);
  return { status, reason: "", headers: answered, body: MessageBody.of(JSON.stringify(body ?? {})) };
}

/** A backend on its own, with or without a rule for its circuit breaker. */
export function trialBackend(name: string, rule?: unknown) {
  const breaker = rule === undefined ? {} : { circuitBreaker: { rules: [rule] } };
  return { name, properties: { url: `https://${name}.test/openai`, protocol: "http", ...breaker } };
}

/** The pool `pool`. */
export function trialPool(services: readonly unknown[], more: Readonly<Record<string, unknown>> = {}) {
  return { name: "pool", properties: { type: "Pool", pool: { services: [...services], ...more } } };
}

/** One failure of the kind is enough, for one minute. */
export const trippedBy = (status: number) => ({
  name: "rule",
  failureCondition: { count: 1, interval: "PT1M", statusCodeRanges: [{ min: status, max: status }] },
  tripDuration: "PT1M",
  acceptRetryAfter: true,
});

/** A whole document around what one section holds; the other sections are the broader scope's. */
export function trialPolicy(sections: {
  readonly inbound?: string;
  readonly backend?: string;
  readonly outbound?: string;
}): string {
  const { inbound = "<base />", backend = "<base />", outbound = "<base />" } = sections;
  return `<policies>
  <inbound>${inbound}</inbound>
  <backend>${backend}</backend>
  <outbound>${outbound}</outbound>
  <on-error><base /></on-error>
</policies>`;
}
