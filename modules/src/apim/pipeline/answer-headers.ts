import { onAnswer } from "./answer-hooks.ts";
import type { Exchange } from "./exchange.ts";
import type { ResponseMessage } from "./message.ts";

/** Puts headers on the answer before outbound sees it; on an error's or a cache's answer before it goes out. */
export function setAnswerHeaders(exchange: Exchange, headers: () => Readonly<Record<string, string>>): void {
  let isSet = false;
  const set = (response: ResponseMessage) => {
    if (isSet) return;
    isSet = true;
    for (const [name, value] of Object.entries(headers())) response.headers.set(name, [value]);
  };
  onAnswer(exchange, () => {
    if (exchange.response) set(exchange.response);
  });
  exchange.atEnd(({ response, streamed }) => {
    if (!streamed) set(response);
  });
}
