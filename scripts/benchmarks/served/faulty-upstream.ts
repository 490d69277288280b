import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { createRandom } from "../../../modules/src/core/random.ts";
import { sayReady } from "./say-ready.ts";

/** What a faulty upstream is told: it counts its storms from now on. */
export interface FaultOrderMessage {
  readonly type: "begin" | "tell-injected";
}

/** What struck how often. */
export type Injected = Readonly<Record<Fault | "storm" | "none", number>>;

type Fault = "throttled" | "failed" | "reset" | "stalled" | "cut";

/** Shares of requests outside of storms. */
const SHARES: Readonly<Record<Fault, number>> = {
  throttled: 0.03,
  failed: 0.04,
  reset: 0.03,
  stalled: 0.005,
  cut: 0.01,
};
/** Every upstream throttles all requests for a while, one upstream after the other. */
const STORM_MS = 1000;
const TEXTS = 12;
/** Milliseconds that an answer takes. */
const PACE_MS = 8;

/** An OpenAI-compatible server with faults that a seed draws. */
const place = Number(process.argv[2] ?? 0);
const places = Number(process.argv[3] ?? 1);
const random = createRandom(100 + place);
const injected: Record<Fault | "storm" | "none", number> = {
  throttled: 0,
  failed: 0,
  reset: 0,
  stalled: 0,
  cut: 0,
  storm: 0,
  none: 0,
};
let begunAt = Number.POSITIVE_INFINITY;

const isStorm = () => {
  const span = Math.floor((performance.now() - begunAt) / STORM_MS);
  return span >= 0 && span % (places + 1) === place;
};

function draw(): Fault | undefined {
  if (begunAt === Number.POSITIVE_INFINITY) return undefined;
  let left = random();
  for (const [fault, share] of Object.entries(SHARES)) {
    if (left < share) return fault as Fault;
    left -= share;
  }
  return undefined;
}

const server = createServer((incoming, outgoing) => {
  let text = "";
  incoming.setEncoding("utf8");
  incoming.on("data", (more: string) => {
    text += more;
  });
  incoming.on("end", () => answer(incoming, outgoing, text));
});

function answer({ method, socket }: IncomingMessage, outgoing: ServerResponse, body: string): void {
  if (method === "GET") {
    sendJson(outgoing, 200, { object: "list", data: [{ id: "double-1", object: "model" }] });
    return;
  }
  if (isStorm()) {
    injected.storm += 1;
    refuse(outgoing, 429, { "retry-after": "1" });
    return;
  }
  const fault = draw();
  injected[fault ?? "none"] += 1;
  if (fault === "throttled") refuse(outgoing, 429, { "retry-after-ms": "20" });
  else if (fault === "failed") refuse(outgoing, random() < 0.5 ? 500 : 503);
  else if (fault === "reset") socket.resetAndDestroy();
  else setTimeout(speak, PACE_MS, outgoing, body, fault);
}

function refuse(outgoing: ServerResponse, status: number, headers: Record<string, string> = {}): void {
  sendJson(outgoing, status, { error: { message: `Injected ${status}.`, type: "injected" } }, headers);
}

function sendJson(outgoing: ServerResponse, status: number, value: object, headers = {}): void {
  const body = JSON.stringify(value);
  outgoing.writeHead(status, {
    "content-type": "application/json",
    "content-length": Buffer.byteLength(body),
    ...headers,
  });
  outgoing.end(body);
}

const usage = { prompt_tokens: 40, completion_tokens: TEXTS, total_tokens: 40 + TEXTS };
const named = { id: "chatcmpl-1", created: 1_760_000_000, model: "double-1" };

/** A stall falls silent, a cut breaks the connection: a stream after half of its words, a whole answer half-way. */
function speak(outgoing: ServerResponse, body: string, fault: Fault | undefined): void {
  if (outgoing.destroyed) return;
  if (!body.includes('"stream":true')) speakWhole(outgoing, fault);
  else speakStream(outgoing, fault);
}

function speakWhole(outgoing: ServerResponse, fault: Fault | undefined): void {
  const message = { role: "assistant", content: "word ".repeat(TEXTS) };
  const value = {
    ...named,
    object: "chat.completion",
    choices: [{ index: 0, message, finish_reason: "stop" }],
    usage,
  };
  if (fault === undefined) {
    sendJson(outgoing, 200, value);
    return;
  }
  const text = JSON.stringify(value);
  outgoing.writeHead(200, { "content-type": "application/json", "content-length": Buffer.byteLength(text) });
  outgoing.write(text.slice(0, text.length / 2));
  if (fault === "cut") setImmediate(() => outgoing.destroy());
}

function speakStream(outgoing: ServerResponse, fault: Fault | undefined): void {
  const send = (delta: object, finish: string | null = null, rest: object = {}) =>
    outgoing.write(
      `data: ${JSON.stringify({ ...named, object: "chat.completion.chunk", choices: [{ index: 0, delta, finish_reason: finish }], ...rest })}\n\n`,
    );
  outgoing.writeHead(200, { "content-type": "text/event-stream" });
  send({ role: "assistant", content: "" });
  const texts = fault === undefined ? TEXTS : TEXTS / 2;
  for (let text = 0; text < texts; text++) send({ content: `word${text} ` });
  if (fault === "cut") setImmediate(() => outgoing.destroy());
  if (fault !== undefined) return;
  send({}, "stop", { usage });
  outgoing.end("data: [DONE]\n\n");
}

process.on("message", (order: FaultOrderMessage | string) => {
  if (typeof order !== "object") return;
  if (order.type === "begin") begunAt = performance.now();
  else process.send?.(injected satisfies Injected);
});
sayReady(server);
