import type { IncomingMessage, ServerResponse } from "node:http";
import { explainError } from "../../core/errors.ts";
import type { Logger } from "../../core/logger.ts";
import { answerPreflight } from "../pipeline/answer-preflight.ts";
import { gatewayAnswer, internalError } from "../pipeline/gateway-answer.ts";
import type { GatewayServices } from "../pipeline/gateway-services.ts";
import type { ResponseMessage } from "../pipeline/message.ts";
import { createTrace, noTrace } from "../pipeline/trace-recorder.ts";
import { runPipeline } from "../policy-set.ts";
import type { GatewayExchange } from "./gateway-exchange.ts";
import type { GatewayJournal } from "./gateway-journal.ts";
import type { GatewayModel } from "./gateway-model.ts";
import { type OpenedExchange, openExchange } from "./open-exchange.ts";
import { type IncomingCall, type ReadRequestOptions, readRequest } from "./read-request.ts";
import { type SentAnswer, sendAnswer } from "./send-answer.ts";
import type { WaitingClock } from "./waiting-clock.ts";

export interface ServeOptions extends ReadRequestOptions {
  readonly services: GatewayServices;
  readonly clock: WaitingClock;
  readonly journal: GatewayJournal;
  readonly logger: Logger;
  /** Whether the steps of each request are kept. */
  readonly keepTraces: boolean;
}

/** The way of one request: read it, find its operation and check its key, run the policies, send the answer, note it all. */
export async function serveRequest(
  model: GatewayModel,
  incoming: IncomingMessage,
  outgoing: ServerResponse,
  options: ServeOptions,
): Promise<void> {
  const call = readRequest(incoming, options);
  if (!call) return refuse(outgoing, gatewayAnswer(400, "The address of the request cannot be read."));
  const noted = startNote(call, options);
  const give = (response: ResponseMessage) => {
    noted.finish(response.status, WHOLE);
    refuse(outgoing, response);
  };
  if (call.isTooLarge()) return give(tooLarge(options));
  const opened = openExchange(model, call, { services: options.services, trace: noted.trace });
  const { exchange } = opened;
  noted.exchange = exchange;
  outgoing.on("close", () => {
    if (!outgoing.writableFinished) exchange.leave();
  });
  const response = await runPolicies(model, opened, options.logger);
  if (!response) return noted.finish(CALLER_LEFT, { streamed: false, cut: true });
  if (call.isTooLarge()) return give(tooLarge(options));
  await sendAnswer(exchange, response, outgoing, (sent) => noted.finish(response.status, sent));
}

/** Read by nobody but the journal: 499, as proxies note a caller that left. */
const CALLER_LEFT = 499;

const WHOLE: SentAnswer = { streamed: false, cut: false };

const tooLarge = ({ bodyLimitBytes }: ServeOptions) =>
  gatewayAnswer(413, `The body of the request is longer than ${bodyLimitBytes} bytes.`);

/** An answer of the gateway's own, before any policy ran. */
function refuse(outgoing: ServerResponse, response: ResponseMessage): void {
  const bytes = response.body.bytes ?? new Uint8Array();
  response.headers.set("Content-Length", [String(bytes.byteLength)]);
  outgoing.writeHead(response.status, response.reason, response.headers.toRaw());
  outgoing.end(outgoing.req.method === "HEAD" ? undefined : bytes);
}

/** Undefined when nobody waits for an answer any more. */
async function runPolicies(
  { policies }: GatewayModel,
  { exchange, refusal, isPreflight }: OpenedExchange,
  logger: Logger,
): Promise<ResponseMessage | undefined> {
  try {
    const answer = isPreflight ? await answerPreflight(policies, exchange) : undefined;
    return answer ?? (await runPipeline(policies, exchange, refusal));
  } catch (error) {
    if (exchange.signal.aborted) return undefined;
    logger.error(`A request failed: ${explainError(error)}`, { request: exchange.id });
    return internalError();
  }
}

/** What the journal will say of a request; complete when the answer is. */
function startNote(call: IncomingCall, { clock, journal, keepTraces }: ServeOptions) {
  const at = new Date(clock.now()).toISOString();
  const startedAt = clock.elapsed();
  const waitedBefore = clock.waitedMs();
  const kept = keepTraces ? createTrace(clock) : undefined;
  return {
    trace: kept ?? noTrace,
    exchange: undefined as GatewayExchange | undefined,
    finish(status: number, { streamed, cut }: SentAnswer): void {
      const { exchange } = this;
      const error = exchange?.lastError;
      journal.addTrace({
        id: exchange?.id ?? "",
        at,
        method: call.method,
        path: call.url.pathname,
        api: exchange?.api.id || undefined,
        operation: exchange?.operation.id || undefined,
        subscription: exchange?.subscription?.id,
        product: exchange?.product?.id,
        status,
        durationMs: Math.round((clock.elapsed() - startedAt) * 1000) / 1000,
        waitedMs: clock.waitedMs() - waitedBefore,
        streamed,
        cut,
        error: error && `${error.reason}: ${error.message}`,
        steps: kept?.steps() ?? [],
      });
    },
  };
}
