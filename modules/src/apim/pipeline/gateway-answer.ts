import { randomUUID } from "node:crypto";
import { HeaderMap } from "./header-map.ts";
import type { ResponseMessage } from "./message.ts";
import { MessageBody } from "./message-body.ts";

const REASONS: Readonly<Record<number, string>> = {
  200: "OK",
  201: "Created",
  202: "Accepted",
  204: "No Content",
  301: "Moved Permanently",
  302: "Found",
  303: "See Other",
  304: "Not Modified",
  307: "Temporary Redirect",
  308: "Permanent Redirect",
  400: "Bad Request",
  401: "Unauthorized",
  403: "Forbidden",
  404: "Not Found",
  405: "Method Not Allowed",
  408: "Request Timeout",
  409: "Conflict",
  413: "Payload Too Large",
  415: "Unsupported Media Type",
  422: "Unprocessable Entity",
  429: "Too Many Requests",
  500: "Internal Server Error",
  501: "Not Implemented",
  502: "Bad Gateway",
  503: "Service Unavailable",
  504: "Gateway Timeout",
};

/** The usual words for a status: 404 is `Not Found`; an unknown status has none. */
export function reasonOf(status: number): string {
  return REASONS[status] ?? "";
}

/** An answer without a body. */
export function emptyResponse(status = 200): ResponseMessage {
  return { status, reason: reasonOf(status), headers: new HeaderMap(), body: MessageBody.empty() };
}

/** An answer of the gateway's own: `{"statusCode": …, "message": …}`. */
export function gatewayAnswer(status: number, message: string): ResponseMessage {
  return jsonAnswer(status, { statusCode: status, message });
}

/** What the caller gets when something failed that is no business of his. */
export function internalError(): ResponseMessage {
  return jsonAnswer(500, { statusCode: 500, message: "Internal server error", activityId: randomUUID() });
}

function jsonAnswer(status: number, content: unknown): ResponseMessage {
  return {
    status,
    reason: reasonOf(status),
    headers: HeaderMap.fromRaw(["Content-Type", "application/json"]),
    body: MessageBody.of(JSON.stringify(content)),
  };
}
