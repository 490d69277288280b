import { once } from "node:events";
import type { Call } from "./route.ts";

/** Writes server-sent events. */
export interface EventWriter {
  readonly begun: boolean;
  /** One event, with a name where clients want one; the first begins the answer. Resolves when more may be written. */
  write(data: string, event?: string): Promise<void> | undefined;
  end(): void;
  /** Ends an answer that broke off: nobody is given it again. */
  cut(): void;
}

export interface EventWriterOptions {
  /** Headers of this answer beside those of every answer; read when the first event is written. */
  readonly headers?: () => Readonly<Record<string, string>>;
  /** Milliseconds of silence after which a comment keeps proxies from giving up. Default 15,000. */
  readonly keepAliveMs?: number;
}

type Asking = Pick<Call, "outgoing" | "headers" | "context" | "recording">;

/** Events of one turn of the event loop go out in one packet: each would cost a system call of its own. */
export function createEventWriter(call: Asking, options: EventWriterOptions = {}): EventWriter {
  const { outgoing, context, recording } = call;
  const { headers, keepAliveMs = 15_000 } = options;
  const { signal } = context;
  let begun = false;
  let waiting = "";
  let timer: NodeJS.Timeout | undefined;
  const flush = () => {
    const text = waiting;
    waiting = "";
    return text === "" || outgoing.destroyed || outgoing.write(text);
  };
  const begin = () => {
    begun = true;
    const own = headers?.();
    recording?.begin({ "content-type": EVENTS, ...own });
    outgoing.writeHead(200, {
      "content-type": EVENTS,
      "cache-control": "no-store",
      "x-accel-buffering": "no",
      ...call.headers(),
      ...own,
    });
    timer = setTimeout(() => outgoing.write(": still here\n\n"), keepAliveMs);
    timer.unref();
  };
  const close = () => {
    clearTimeout(timer);
    flush();
    outgoing.end();
  };
  return {
    get begun() {
      return begun;
    },
    write(data, event) {
      signal.throwIfAborted();
      if (!begun) begin();
      timer?.refresh();
      const text = event === undefined ? `data: ${data}\n\n` : `event: ${event}\ndata: ${data}\n\n`;
      recording?.add(text);
      if (waiting === "") process.nextTick(flush);
      waiting += text;
      if (!outgoing.writableNeedDrain) return undefined;
      return once(outgoing, "drain", { signal }).then(() => {});
    },
    end() {
      if (!begun) begin();
      recording?.finish();
      close();
    },
    cut: close,
  };
}

const EVENTS = "text/event-stream; charset=utf-8";
