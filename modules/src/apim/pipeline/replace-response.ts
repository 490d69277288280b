import { discardBody } from "../backends/pass-on-body.ts";
import type { Exchange } from "./exchange.ts";
import type { ResponseMessage } from "./message.ts";

/** Answers with something else; a backend's answer that nobody will read now gives its connection back. */
export function replaceResponse(exchange: Exchange, response: ResponseMessage): void {
  const before = exchange.response?.body;
  exchange.response = response;
  if (before && before !== response.body && !before.isRead) void discardBody(before);
}
