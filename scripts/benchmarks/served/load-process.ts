import { connect, type Socket } from "node:net";
import { AnswerReader } from "./answer-reader.ts";
import type { LoadOrder, LoadResult } from "./load-order.ts";
import { quantile } from "./quantile.ts";

/** One kept connection, over which one request goes at a time. */
interface Line {
  readonly socket: Socket;
  ask(request: Buffer): Promise<Answered>;
}

/** Milliseconds of one answer. */
interface Answered {
  readonly status: number;
  readonly ms: number;
  readonly firstByteMs: number;
  /** The first event that has text. */
  readonly firstTextMs: number;
}

function openLine(host: string, port: number): Promise<Line> {
  return new Promise((resolve, reject) => {
    const socket = connect({ host, port, noDelay: true });
    let done: ((answered: Answered) => void) | undefined;
    let broken: ((error: Error) => void) | undefined;
    let reader = new AnswerReader(0);
    socket.once("error", reject);
    socket.once("connect", () => resolve({ socket, ask }));
    socket.on("data", (bytes: Buffer) => {
      const now = performance.now();
      if (!reader.take(bytes, now)) return;
      done?.({
        status: reader.status,
        ms: now - reader.askedAt,
        firstByteMs: reader.firstByteAt - reader.askedAt,
        firstTextMs: reader.firstTextAt - reader.askedAt,
      });
    });
    const fail = (error?: Error) => broken?.(error ?? new Error("The connection was closed."));
    socket.on("error", fail);
    socket.on("close", () => fail());
    function ask(request: Buffer): Promise<Answered> {
      return new Promise((answered, failed) => {
        done = answered;
        broken = failed;
        reader = new AnswerReader(performance.now());
        socket.write(request);
      });
    }
  });
}

/** Asks over so many connections, one after the other on each; or at a fixed rate, over whichever is free. */
async function load(order: LoadOrder): Promise<LoadResult> {
  const { url, connections, requests = Number.POSITIVE_INFINITY, forMs = Number.POSITIVE_INFINITY } = order;
  const { hostname, port } = new URL(url);
  const texts = order.bodies.map((body) => requestText(order, body));
  const lines = await Promise.all(
    Array.from({ length: connections }, () => openLine(hostname, Number(port))),
  );
  const answers: Answered[] = [];
  let errors = 0;
  let firstError: string | undefined;
  let asked = 0;
  const startedAt = performance.now();
  const isOver = () => asked >= requests || performance.now() - startedAt >= forMs;
  const askOne = async (line: Line) => {
    const text = texts[asked++ % texts.length] ?? Buffer.alloc(0);
    try {
      const answered = await line.ask(text);
      if (answered.status !== 200) throw new Error(`status ${answered.status}`);
      answers.push(answered);
    } catch (error) {
      errors += 1;
      firstError ??= String(error);
    }
  };
  const keepAsking = async (line: Line) => {
    while (!isOver() && !line.socket.destroyed) await askOne(line);
  };
  if (order.perSecond === undefined) await Promise.all(lines.map(keepAsking));
  else await askAtRate(lines, order.perSecond, { isOver, askOne });
  const seconds = (performance.now() - startedAt) / 1000;
  for (const { socket } of lines) socket.destroy();
  return {
    answered: answers.length,
    errors,
    ...(firstError !== undefined && { firstError }),
    seconds,
    ms: spread(answers.map(({ ms }) => ms)),
    firstByteMs: spread(answers.map(({ firstByteMs }) => firstByteMs)),
    firstTextMs: spread(answers.map(({ firstTextMs }) => firstTextMs)),
  };
}

interface RateTools {
  readonly isOver: () => boolean;
  readonly askOne: (line: Line) => Promise<void>;
}

function askAtRate(lines: readonly Line[], perSecond: number, { isOver, askOne }: RateTools): Promise<void> {
  const free = [...lines];
  const underWay = new Set<Promise<void>>();
  return new Promise((resolve) => {
    const timer = setInterval(() => {
      if (isOver()) {
        clearInterval(timer);
        Promise.all(underWay).then(() => resolve());
        return;
      }
      const line = free.pop();
      if (!line) return;
      const one = askOne(line).then(() => {
        free.push(line);
        underWay.delete(one);
      });
      underWay.add(one);
    }, 1000 / perSecond);
  });
}

function requestText({ url, key }: LoadOrder, body: string): Buffer {
  const { host } = new URL(url);
  return Buffer.from(
    `POST /v1/chat/completions HTTP/1.1\r\nhost: ${host}\r\naccept: */*\r\ncontent-type: application/json\r\nauthorization: Bearer ${key}\r\ncontent-length: ${Buffer.byteLength(body)}\r\n\r\n${body}`,
  );
}

function spread(times: readonly number[]) {
  const sorted = Float64Array.from(times).sort();
  return { p50: quantile(sorted, 0.5), p95: quantile(sorted, 0.95), p99: quantile(sorted, 0.99) };
}

process.on("message", async (order: LoadOrder | string) => {
  if (typeof order === "object") process.send?.(await load(order));
});
// It listens to nobody else, and would end for want of work.
process.channel?.ref();
console.log(JSON.stringify({ event: "ready", url: "" }));
