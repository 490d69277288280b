import { onAnswer } from "../pipeline/answer-hooks.ts";
import type { Exchange, ExchangeEnd } from "../pipeline/exchange.ts";
import type { ResponseMessage } from "../pipeline/message.ts";
import { readBody } from "../pipeline/read-body.ts";
import { answerText, streamText } from "./answer-text.ts";
import { decodeBody } from "./decode-body.ts";
import { type ModelRequest, mayBeJson, readModelRequest } from "./model-request.ts";
import { readEvents } from "./read-events.ts";
import { readJson } from "./read-json.ts";
import { readStreamUsage, readUsage } from "./read-usage.ts";
import type { TokenUsage } from "./token-usage.ts";

/** What a policy wants to know of the tokens of a request. */
export interface UsageListener {
  /** A stream has begun; `usage` follows when it has ended. Headers may still be set. */
  onStream?(): void;
  /**
   * Once for each request. Undefined when no model answered: an error, a refusal, an answer from a cache. For an answer in
   * one piece it comes before outbound, so that headers and variables may still be set.
   */
  onUsage(usage: TokenUsage | undefined): void;
}

interface Watch {
  readonly listeners: UsageListener[];
  isTold: boolean;
}

const watches = new WeakMap<Exchange, Watch>();

/** Has `listener` told what the answer used. The answer is looked at once, however many listen. */
export function watchUsage(exchange: Exchange, listener: UsageListener): void {
  const known = watches.get(exchange);
  if (known) {
    known.listeners.push(listener);
    return;
  }
  const watch: Watch = { listeners: [listener], isTold: false };
  watches.set(exchange, watch);
  startWatching(exchange, watch);
}

function startWatching(exchange: Exchange, watch: Watch): void {
  let counting: StreamCounting | undefined;
  onAnswer(exchange, async () => {
    const { response } = exchange;
    if (!response) return;
    if (!isEventStream(response)) return tell(watch, await usageOfWhole(response, exchange));
    // Everything that the end needs is fetched now: the end itself waits for nobody.
    counting = await prepareStreamCounting(exchange);
    for (const { onStream } of watch.listeners) onStream?.();
  });
  exchange.atEnd((end) => {
    tell(watch, counting && usageOfStream(end, counting, exchange));
  });
}

function tell(watch: Watch, usage: TokenUsage | undefined): void {
  if (watch.isTold) return;
  watch.isTold = true;
  for (const { onUsage } of watch.listeners) onUsage(usage);
}

export function isEventStream({ headers }: ResponseMessage): boolean {
  return headers.get("content-type")?.toLowerCase().startsWith("text/event-stream") ?? false;
}

async function usageOfWhole(response: ResponseMessage, exchange: Exchange): Promise<TokenUsage | undefined> {
  if (!mayBeJson(response.headers.get("content-type"))) return undefined;
  const text = decodeBody(
    await readBody(response.body, "llm-token-limit"),
    response.headers,
    exchange.services.bodyLimitBytes,
  );
  const answer = readJson(text);
  const reported = readUsage(answer);
  if (reported) return reported;
  const written = isSuccess(response) ? answerText(answer) : undefined;
  return written === undefined ? undefined : estimate(await readModelRequest(exchange), written);
}

function isSuccess({ status }: ResponseMessage): boolean {
  return status >= 200 && status <= 299;
}

async function estimate(request: ModelRequest | undefined, written: string): Promise<TokenUsage | undefined> {
  if (!request) return undefined;
  const count = await request.loadCounter();
  return estimated(await request.promptTokens(), count(written));
}

interface StreamCounting {
  readonly promptTokens: number;
  readonly count: (text: string) => number;
}

async function prepareStreamCounting(exchange: Exchange): Promise<StreamCounting | undefined> {
  const request = await readModelRequest(exchange);
  return request && { promptTokens: await request.promptTokens(), count: await request.loadCounter() };
}

function usageOfStream(
  { body, response }: ExchangeEnd,
  { promptTokens, count }: StreamCounting,
  { services }: Exchange,
): TokenUsage | undefined {
  const events = readEvents(decodeBody(body, response.headers, services.bodyLimitBytes));
  const reported = readStreamUsage(events);
  if (reported) return reported;
  const written = streamText(events);
  return written === undefined ? undefined : estimated(promptTokens, count(written));
}

function estimated(promptTokens: number, completionTokens: number): TokenUsage {
  return {
    promptTokens,
    completionTokens,
    totalTokens: promptTokens + completionTokens,
    source: "estimated",
  };
}
