import type { BodySource } from "../pipeline/message-body.ts";
import { eventText } from "./prompt-text.ts";
import type { WindowSizes } from "./text-windows.ts";

export interface GuardOptions {
  readonly sizes: WindowSizes;
  /** Whether the text of a window may go on. */
  allows(text: string): Promise<boolean>;
}

/** Passes on an event stream window by window, each after its text was checked; ends it at the first that is not allowed. */
export async function* guardStream(
  source: BodySource,
  { sizes, allows }: GuardOptions,
): AsyncGenerator<Uint8Array> {
  let held = "";
  let text = "";
  for await (const event of eventsOf(source)) {
    held += event;
    text += eventText(event);
    if (text.length < sizes.size) continue;
    if (!(await allows(text))) return;
    yield Buffer.from(held);
    held = "";
    text = sizes.overlap > 0 ? text.slice(-sizes.overlap) : "";
  }
  if (held === "" || (text !== "" && !(await allows(text)))) return;
  yield Buffer.from(held);
}

/** Whole events with the empty line behind them; the last may lack it. */
async function* eventsOf(source: BodySource): AsyncGenerator<string> {
  const decoder = new TextDecoder();
  let rest = "";
  for await (const chunk of source) {
    rest += decoder.decode(chunk, { stream: true });
    for (let end = endOfEvent(rest); end > 0; end = endOfEvent(rest)) {
      yield rest.slice(0, end);
      rest = rest.slice(end);
    }
  }
  if (rest !== "") yield rest;
}

function endOfEvent(text: string): number {
  const found = /\r?\n\r?\n/.exec(text);
  return found ? found.index + found[0].length : 0;
}
