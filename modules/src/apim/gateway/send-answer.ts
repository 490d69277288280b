import { once } from "node:events";
import type { ServerResponse } from "node:http";
import type { ResponseMessage } from "../pipeline/message.ts";
import { travellingHeaders } from "./connection-headers.ts";
import type { GatewayExchange } from "./gateway-exchange.ts";

/** How an answer went out. */
export interface SentAnswer {
  readonly streamed: boolean;
  /** The backend broke off or the caller left in mid-answer. */
  readonly cut: boolean;
}

/**
 * Writes the answer of an exchange: at once when its bytes are in memory, else as they come and no faster than the caller
 * reads. Whoever waits for its end is told before the first byte of an answer in one piece, after the last byte of a stream.
 * `settle` runs before the caller can see that the answer is complete.
 */
export async function sendAnswer(
  exchange: GatewayExchange,
  response: ResponseMessage,
  outgoing: ServerResponse,
  settle: (sent: SentAnswer) => void,
): Promise<void> {
  const body = shallGather(exchange, response) ? await gather(response, limitOf(exchange)) : undefined;
  if (body?.isWhole) {
    exchange.finish({ response, body: body.bytes, streamed: false, cut: body.cut });
    if (!body.cut)
      return sendWhole(response, body.bytes, outgoing, () => settle({ streamed: false, cut: false }));
  }
  const known = response.body.isConsumed ? new Uint8Array() : response.body.bytes;
  if (!body && known) {
    exchange.finish({ response, body: known, streamed: false, cut: false });
    return sendWhole(response, known, outgoing, () => settle({ streamed: false, cut: false }));
  }
  await sendStream(exchange, response, outgoing, body?.rest() ?? response.body.stream(), settle);
}

const limitOf = (exchange: GatewayExchange) => exchange.services.bodyLimitBytes;

const isEventStream = ({ headers }: ResponseMessage) =>
  headers.get("content-type")?.toLowerCase().startsWith("text/event-stream") ?? false;

/** An answer as short as this goes out in one piece with its headers: one write instead of three. */
const SHORT_BYTES = 64 * 1024;

function shallGather(exchange: GatewayExchange, response: ResponseMessage): boolean {
  if (isEventStream(response) || response.body.bytes) return false;
  return exchange.isAwaited || Number(response.headers.get("content-length") ?? Infinity) <= SHORT_BYTES;
}

interface Gathered {
  /** False when there is more than is kept in memory. */
  readonly isWhole: boolean;
  readonly cut: boolean;
  readonly bytes: Uint8Array;
  /** Everything, what has been gathered first. */
  rest(): AsyncGenerator<Uint8Array>;
}

/** Reads an answer to its end, or as far as it is kept in memory. */
async function gather({ body }: ResponseMessage, limitBytes: number): Promise<Gathered> {
  if (body.isConsumed) return gathered([], { isWhole: true, cut: false });
  if (body.bytes) return gathered([body.bytes], { isWhole: true, cut: false });
  const chunks: Uint8Array[] = [];
  const stream = body.stream();
  let length = 0;
  try {
    for (let next = await stream.next(); !next.done; next = await stream.next()) {
      chunks.push(next.value);
      length += next.value.byteLength;
      if (length > limitBytes) return gathered(chunks, { isWhole: false, cut: false }, stream);
    }
    return gathered(chunks, { isWhole: true, cut: false });
  } catch (error) {
    return gathered(chunks, { isWhole: true, cut: true }, failing(error));
  }
}

function gathered(
  chunks: readonly Uint8Array[],
  how: Pick<Gathered, "isWhole" | "cut">,
  more?: AsyncGenerator<Uint8Array>,
): Gathered {
  const [only] = chunks;
  return {
    ...how,
    bytes: chunks.length === 1 && only ? only : Buffer.concat(chunks),
    rest: async function* () {
      yield* chunks;
      if (more) yield* more;
    },
  };
}

// biome-ignore lint/correctness/useYield: it breaks off, as the stream did that it stands for.
async function* failing(error: unknown): AsyncGenerator<Uint8Array> {
  throw error;
}

const WITHOUT_BODY = new Set([204, 205, 304]);

function sendWhole(
  response: ResponseMessage,
  bytes: Uint8Array,
  outgoing: ServerResponse,
  settle: () => void,
): void {
  const bare = WITHOUT_BODY.has(response.status);
  const { headers } = response;
  const isHead = outgoing.req.method === "HEAD";
  if (bare) headers.delete("content-length");
  else if (!isHead || !headers.has("content-length"))
    headers.set("Content-Length", [String(bytes.byteLength)]);
  writeHead(response, outgoing);
  settle();
  outgoing.end(bare || isHead ? undefined : bytes);
}

async function sendStream(
  exchange: GatewayExchange,
  response: ResponseMessage,
  outgoing: ServerResponse,
  stream: AsyncGenerator<Uint8Array>,
  settle: (sent: SentAnswer) => void,
): Promise<void> {
  const kept = keepFor(exchange);
  writeHead(response, outgoing);
  // The headers of other answers travel with the first bytes.
  if (isEventStream(response)) outgoing.flushHeaders();
  let cut = false;
  try {
    for await (const chunk of stream) {
      if (outgoing.destroyed) throw new Error("the caller left");
      kept.add(chunk);
      if (!outgoing.write(chunk)) await drained(outgoing);
    }
  } catch {
    cut = true;
  }
  exchange.finish({ response, body: kept.bytes(), streamed: true, cut });
  settle({ streamed: true, cut });
  // An answer that broke off must not look complete.
  if (cut) outgoing.destroy();
  else outgoing.end();
}

/** Keeps the answer for those who wait for its end, as far as memory is given to it. */
function keepFor(exchange: GatewayExchange) {
  const chunks: Uint8Array[] = [];
  let room = exchange.isAwaited ? limitOf(exchange) : 0;
  return {
    add: (chunk: Uint8Array) => {
      if (room <= 0) return;
      chunks.push(chunk.byteLength <= room ? chunk : chunk.subarray(0, room));
      room -= chunk.byteLength;
    },
    bytes: () => Buffer.concat(chunks),
  };
}

/** Until the caller has read enough, or left. */
async function drained(outgoing: ServerResponse): Promise<void> {
  const over = new AbortController();
  try {
    await Promise.race([
      once(outgoing, "drain", { signal: over.signal }),
      once(outgoing, "close", { signal: over.signal }),
    ]);
  } finally {
    over.abort();
  }
}

function writeHead({ status, reason, headers }: ResponseMessage, outgoing: ServerResponse): void {
  const raw = travellingHeaders(headers);
  if (reason === "") outgoing.writeHead(status, raw);
  else outgoing.writeHead(status, reason.replace(/[^\t\x20-\x7e\x80-\xff]/g, " "), raw);
}
