import type { Exchange } from "./exchange.ts";
import type { ResponseMessage } from "./message.ts";

type AnswerEdit = (response: ResponseMessage) => void;

const edits = new WeakMap<Exchange, AnswerEdit[]>();

/** Changes the answer, whichever it will be, when all sections have run: also an error's and that of `return-response`. */
export function beforeAnswer(exchange: Exchange, edit: AnswerEdit): void {
  const known = edits.get(exchange);
  if (known) known.push(edit);
  else edits.set(exchange, [edit]);
}

/** Makes the changes that policies have asked for. */
export function editAnswer(exchange: Exchange, response: ResponseMessage): void {
  for (const edit of edits.get(exchange) ?? []) edit(response);
}
