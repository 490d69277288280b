import {
  createServer,
  type IncomingMessage,
  type OutgoingHttpHeader,
  type OutgoingHttpHeaders,
  type Server,
  ServerResponse,
  STATUS_CODES,
} from "node:http";
import type { Duplex } from "node:stream";
import { LabError } from "../../core/errors.ts";

export interface ListenerOptions {
  readonly host: string;
  /** 0 = any free one. */
  readonly port: number;
  /** What the port is for, and the flag that changes it. */
  readonly purpose: string;
  readonly flag: string;
  readonly answer: (incoming: IncomingMessage, outgoing: ServerResponse) => unknown;
  /** Whether it is about to close: from then on each answer ends its connection. */
  readonly isLeaving?: () => boolean;
}

export interface Listener {
  /** `http://127.0.0.1:8000` */
  readonly url: string;
  /** Takes no new connections, waits for requests under way, and ends those that last longer than `graceMs`. */
  close(graceMs: number): Promise<void>;
}

type Headers = OutgoingHttpHeaders | OutgoingHttpHeader[];

/** How often connections that became idle are looked for while the server closes. */
const SWEEP_MS = 20;

/** Bytes of the request line and all headers. */
const MOST_HEADER_BYTES = 16_384;

/** @throws LabError naming the port when it is taken or may not be used */
export async function openListener({
  host,
  port,
  purpose,
  flag,
  answer,
  isLeaving = () => false,
}: ListenerOptions): Promise<Listener> {
  class Answer extends ServerResponse {
    override writeHead(status: number, text?: string | Headers, headers?: Headers): this {
      if (isLeaving()) this.shouldKeepAlive = false;
      return typeof text === "string"
        ? super.writeHead(status, text, headers)
        : super.writeHead(status, text);
    }
  }
  const server = createServer(
    {
      maxHeaderSize: MOST_HEADER_BYTES,
      headersTimeout: 15_000,
      requestTimeout: 60_000,
      keepAliveTimeout: 65_000,
      requireHostHeader: false,
      ServerResponse: Answer,
    },
    (incoming, outgoing) => void answer(incoming, outgoing),
  );
  server.on("clientError", refuseBytes);
  await listen(server, host, port, `${purpose}; ${flag}`);
  const address = server.address();
  const shownHost = host.includes(":") ? `[${host}]` : host;
  return {
    url: `http://${shownHost}:${typeof address === "object" && address ? address.port : port}`,
    close: (graceMs) => closeServer(server, graceMs),
  };
}

function listen(server: Server, host: string, port: number, place: string): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once("error", (error: NodeJS.ErrnoException) => {
      const busy = error.code === "EADDRINUSE";
      reject(
        new LabError(`Port ${port} of ${host} ${busy ? "is in use" : `cannot be opened (${error.code})`}.`, {
          code: busy ? "PORT_BUSY" : "PORT_REFUSED",
          hint: `It is meant for the ${place} changes it (0 = any free one).`,
          cause: error,
        }),
      );
    });
    // A burst of a thousand clients waits here until the event loop gets to them.
    server.listen({ host, port, backlog: 2048 }, resolve);
  });
}

function closeServer(server: Server, graceMs: number): Promise<void> {
  return new Promise((resolve) => {
    const cut = setTimeout(() => server.closeAllConnections(), graceMs);
    // A client keeps its connection open when its answer has ended; nobody will ask over it any more.
    const sweep = setInterval(() => server.closeIdleConnections(), SWEEP_MS);
    server.close(() => {
      clearTimeout(cut);
      clearInterval(sweep);
      resolve();
    });
    server.closeIdleConnections();
  });
}

const REFUSALS: Readonly<Record<string, readonly [status: number, code: string, message: string]>> = {
  HPE_HEADER_OVERFLOW: [
    431,
    "headers_too_large",
    `The headers have more than ${MOST_HEADER_BYTES.toLocaleString("en")} bytes.`,
  ],
  ERR_HTTP_REQUEST_TIMEOUT: [408, "request_timeout", "The request did not come to its end in time."],
};

/** Answers what cannot be parsed as HTTP, and closes the connection. */
function refuseBytes(error: NodeJS.ErrnoException, socket: Duplex): void {
  if (error.code === "ECONNRESET" || !socket.writable) {
    socket.destroy();
    return;
  }
  const [status, code, message] = REFUSALS[error.code ?? ""] ?? [
    400,
    "malformed_request",
    "This is no proper HTTP request.",
  ];
  const body = JSON.stringify({
    error: { message, type: "invalid_request_error", param: null, code, hint: null, request_id: "" },
  });
  socket.end(
    `HTTP/1.1 ${status} ${STATUS_CODES[status]}\r\ncontent-type: application/json\r\ncontent-length: ${Buffer.byteLength(body)}\r\nconnection: close\r\n\r\n${body}`,
  );
}
