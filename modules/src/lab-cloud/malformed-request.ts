import { STATUS_CODES } from "node:http";
import type { Duplex } from "node:stream";
import { RequestError } from "@hono/node-server";

/** What is no proper HTTP request, or names an address that is none: told before any service sees it. */
interface Malformed {
  readonly status: 400 | 408 | 431;
  readonly code: string;
  readonly message: string;
}

const NO_REQUEST: Malformed = {
  status: 400,
  code: "BadRequest",
  message: "This is no proper HTTP request: its address or its headers cannot be read.",
};
const BY_CODE: Readonly<Record<string, Malformed>> = {
  HPE_HEADER_OVERFLOW: {
    status: 431,
    code: "RequestHeaderFieldsTooLarge",
    message: "The headers of the request are too large.",
  },
  ERR_HTTP_REQUEST_TIMEOUT: {
    status: 408,
    code: "Timeout",
    message: "The request did not come to its end in time.",
  },
};

const bodyOf = ({ code, message }: Malformed) => JSON.stringify({ error: { code, message } });

/** Answers a request whose address cannot be read. @throws every other error again */
export function refuseAddress(error: unknown): Response {
  if (!(error instanceof RequestError)) throw error;
  const headers = { "content-type": "application/json", connection: "close" };
  return new Response(bodyOf(NO_REQUEST), { status: NO_REQUEST.status, headers });
}

/** Answers what cannot be parsed as HTTP, and closes the connection. */
export function refuseBytes(error: NodeJS.ErrnoException, socket: Duplex): void {
  if (error.code === "ECONNRESET" || !socket.writable) {
    socket.destroy();
    return;
  }
  const malformed = BY_CODE[error.code ?? ""] ?? NO_REQUEST;
  const body = bodyOf(malformed);
  const head = [
    `HTTP/1.1 ${malformed.status} ${STATUS_CODES[malformed.status]}`,
    "content-type: application/json",
    `content-length: ${Buffer.byteLength(body)}`,
    "connection: close",
  ];
  socket.end(`${head.join("\r\n")}\r\n\r\n${body}`);
}
