import { createServer, type Socket } from "node:net";
import { sayReady } from "./say-ready.ts";

/** How the upstream is to answer from now on. Milliseconds. */
export interface UpstreamPace {
  readonly type: "pace";
  /** Before an answer begins. */
  readonly delayMs: number;
  /** Events with text in a stream. */
  readonly events: number;
  /** Before each of them. */
  readonly gapMs: number;
}

const TEXT =
  "Paris is the capital of France. It lies on the Seine, and has been the seat of its government for most of the time since the tenth century.";
const head = (contentType: string, rest: string) =>
  `HTTP/1.1 200 OK\r\ncontent-type: ${contentType}\r\n${rest}\r\n\r\n`;
const json = (value: object) => {
  const body = JSON.stringify(value);
  return Buffer.from(`${head("application/json", `content-length: ${Buffer.byteLength(body)}`)}${body}`);
};
const usage = { prompt_tokens: 60, completion_tokens: 40, total_tokens: 100 };
const WHOLE = json({
  id: "chatcmpl-1",
  object: "chat.completion",
  created: 1_760_000_000,
  model: "double-1",
  choices: [{ index: 0, message: { role: "assistant", content: TEXT }, finish_reason: "stop" }],
  usage,
});
const MODELS = json({ object: "list", data: [{ id: "double-1", object: "model" }] });

const chunkOf = (text: string) => `${Buffer.byteLength(text).toString(16)}\r\n${text}\r\n`;
const event = (delta: object, finish: string | null = null, rest: object = {}) =>
  chunkOf(
    `data: ${JSON.stringify({ id: "chatcmpl-1", object: "chat.completion.chunk", created: 1_760_000_000, model: "double-1", choices: [{ index: 0, delta, finish_reason: finish }], ...rest })}\n\n`,
  );
const STREAM_HEAD =
  head("text/event-stream", "transfer-encoding: chunked") + event({ role: "assistant", content: "" });
const STREAM_TEXT = event({ content: " word" });
const STREAM_END = `${event({}, "stop", { usage })}${chunkOf("data: [DONE]\n\n")}0\r\n\r\n`;

let pace: Omit<UpstreamPace, "type"> = { delayMs: 0, events: 50, gapMs: 0 };

/**
 * Speaks just enough HTTP to answer at once, so that the measured servers are the ones at work: requests come one after
 * the other on a connection, each with `content-length`.
 */
function serve(socket: Socket): void {
  let waiting: Buffer = Buffer.alloc(0);
  socket.setNoDelay(true);
  socket.on("error", () => {});
  socket.on("data", (bytes: Buffer) => {
    waiting = waiting.length > 0 ? Buffer.concat([waiting, bytes]) : bytes;
    const end = waiting.indexOf("\r\n\r\n");
    if (end < 0) return;
    const request = waiting.toString("latin1");
    const length = Number(/\r\ncontent-length: *(\d+)/i.exec(request)?.[1] ?? 0);
    if (waiting.length < end + 4 + length) return;
    waiting = Buffer.alloc(0);
    if (pace.delayMs > 0) setTimeout(answer, pace.delayMs, socket, request);
    else answer(socket, request);
  });
}

function answer(socket: Socket, request: string): void {
  if (request.startsWith("GET")) socket.write(MODELS);
  else if (request.includes('"stream":true')) stream(socket, pace.events);
  else socket.write(WHOLE);
}

function stream(socket: Socket, events: number): void {
  socket.write(STREAM_HEAD);
  if (pace.gapMs === 0) {
    for (let event = 0; event < events; event++) socket.write(STREAM_TEXT);
    socket.write(STREAM_END);
    return;
  }
  let left = events;
  const timer = setInterval(() => {
    if (left-- > 0) socket.write(STREAM_TEXT);
    if (left >= 0) return;
    clearInterval(timer);
    socket.write(STREAM_END);
  }, pace.gapMs);
}

const server = createServer(serve);
sayReady(server);
process.on("message", (order: UpstreamPace | string) => {
  if (typeof order === "object") pace = order;
});
