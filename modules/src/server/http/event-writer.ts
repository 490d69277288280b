import { once } from "node:events";
import type { ServerResponse } from "node:http";

/** Writes server-sent events. */
export interface EventWriter {
  readonly begun: boolean;
  /** One event, with a name where clients want one; the first begins the answer. Resolves when more may be written. */
  write(data: string, event?: string): Promise<void> | undefined;
  end(): void;
}

export interface EventWriterOptions {
  /** Read when the first event is written. */
  readonly headers: () => Readonly<Record<string, string>>;
  readonly signal: AbortSignal;
  /** Milliseconds of silence after which a comment keeps proxies from giving up. Default 15,000. */
  readonly keepAliveMs?: number;
  /** Hears every event, for a replay. */
  readonly onEvent?: ((data: string) => void) | undefined;
}

/** Events of one turn of the event loop go out in one packet: each would cost a system call of its own. */
export function createEventWriter(outgoing: ServerResponse, options: EventWriterOptions): EventWriter {
  const { headers, signal, keepAliveMs = 15_000, onEvent } = options;
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
    outgoing.writeHead(200, {
      "content-type": "text/event-stream; charset=utf-8",
      "cache-control": "no-store",
      "x-accel-buffering": "no",
      ...headers(),
    });
    timer = setTimeout(() => outgoing.write(": still here\n\n"), keepAliveMs);
    timer.unref();
  };
  return {
    get begun() {
      return begun;
    },
    write(data, event) {
      signal.throwIfAborted();
      if (!begun) begin();
      timer?.refresh();
      onEvent?.(data);
      if (waiting === "") process.nextTick(flush);
      waiting += event === undefined ? `data: ${data}\n\n` : `event: ${event}\ndata: ${data}\n\n`;
      if (!outgoing.writableNeedDrain) return undefined;
      return once(outgoing, "drain", { signal }).then(() => {});
    },
    end() {
      if (!begun) begin();
      clearTimeout(timer);
      flush();
      outgoing.end();
    },
  };
}
