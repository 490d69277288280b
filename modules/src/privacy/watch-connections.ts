import { subscribe, unsubscribe } from "node:diagnostics_channel";
import type { Socket } from "node:net";

/** A connection that this process opened. */
export interface Connection {
  /** Address of the other end, e.g. `127.0.0.1`; `unknown` when it was never reached. */
  readonly host: string;
  readonly port: number | undefined;
}

export interface ConnectionWatch {
  /** Stops watching and gives what was opened meanwhile, in order. */
  stop(): readonly Connection[];
}

/** Node tells here of every socket that JavaScript opens, whichever library does. */
const CHANNEL = "net.client.socket";

/** Writes down every TCP or TLS connection that JavaScript in this process opens from now on. Native code is not seen. */
export function watchConnections(): ConnectionWatch {
  const opened: { host: string; port: number | undefined }[] = [];
  const onSocket = (message: unknown) => {
    const { socket } = message as { socket: Socket };
    const connection = { host: "unknown", port: undefined as number | undefined };
    opened.push(connection);
    socket.once("connect", () => {
      connection.host = socket.remoteAddress ?? "unknown";
      connection.port = socket.remotePort;
    });
  };
  subscribe(CHANNEL, onSocket);
  return {
    stop() {
      unsubscribe(CHANNEL, onSocket);
      return opened;
    },
  };
}
