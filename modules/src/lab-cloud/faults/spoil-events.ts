import { bringsToken, withModel, withoutText } from "./spoiled-json.ts";
import { type Strike, stallFor } from "./strike.ts";

/** Thrown where the connection is to break off. */
export class ConnectionCut extends Error {}

/** One event of a stream, taken apart. */
interface OpenEvent {
  /** `event: …` line of the responses API, or nothing. */
  readonly head: string;
  /** Its JSON; `undefined` for `[DONE]` and for what is none. */
  readonly json: unknown;
  /** As it is sent when nothing changes it. */
  readonly text: string;
}

/**
 * The events of a stream as the fault that struck it lets them out.
 * @throws ConnectionCut where the connection is to break off; the reason of `gone` when the client leaves during a stall.
 */
export async function* spoilEvents(
  events: AsyncIterable<string> | Iterable<string>,
  { fault, clock }: Strike,
  gone: AbortSignal,
): AsyncGenerator<string> {
  if (fault.empty === "body") return;
  let tokens = 0;
  let stalled = false;
  let broken = false;
  for await (const event of openEvents(events)) {
    const isToken = bringsToken(event.json);
    // What comes before the first token goes out before anything happens.
    const isReached = (wanted: number | undefined) => wanted === tokens && (tokens > 0 || isToken);
    if (fault.stall && !stalled && isReached(fault.stall.afterTokens)) {
      stalled = true;
      await stallFor(fault.stall, clock, gone);
    }
    if (fault.malformed && !broken && isReached(fault.malformed.afterTokens)) {
      broken = true;
      yield BROKEN_EVENT;
    }
    if (isReached(fault.cutAfterTokens)) throw new ConnectionCut();
    if (isToken) tokens += 1;
    if (isToken && fault.empty !== undefined) continue;
    yield spoilEvent(event, fault);
  }
}

/** As from a server that died while it wrote. */
const BROKEN_EVENT = 'data: {"id":"chatcmpl-broken","choices":[{"index":0,"delta":{"content":\n\n';

const DATA = /^((?:event: [^\n]*\n)?)data: (\{.*\})\n\n$/s;

/** One by one, also when several come in one piece of text. */
async function* openEvents(events: AsyncIterable<string> | Iterable<string>): AsyncGenerator<OpenEvent> {
  for await (const texts of events) {
    for (const text of texts.split(/(?<=\n\n)/)) {
      const [, head = "", json] = DATA.exec(text) ?? [];
      yield { head, json: json === undefined ? undefined : JSON.parse(json), text };
    }
  }
}

function spoilEvent({ head, json, text }: OpenEvent, { wrongModel, empty }: Strike["fault"]): string {
  if (json === undefined || (wrongModel === undefined && empty === undefined)) return text;
  const emptied = empty === undefined ? json : withoutText(json);
  return `${head}data: ${JSON.stringify(wrongModel === undefined ? emptied : withModel(emptied, wrongModel))}\n\n`;
}
