import type { IncomingMessage } from "node:http";
import { z } from "zod";
import { explainError } from "../../core/errors.ts";
import type { VirtualClock } from "./virtual-clock.ts";

/** Where the control endpoints live; no API's path begins like this. */
export const CONTROL_PATH = "/__emulator/";

export interface ControlAnswer {
  readonly status: number;
  readonly content: unknown;
}

export interface ControlSources {
  /** Only in test mode. */
  readonly clock: VirtualClock | undefined;
  state(): unknown;
  traces(): unknown;
  events(): unknown;
  clear(): void;
  /** Reads the files again; `false` and why when they cannot be used. */
  reload(): Promise<{ readonly ok: boolean }>;
}

/** Answers `/__emulator/…`: for this machine only, since nobody needs a key here. */
export async function answerControl(
  incoming: IncomingMessage,
  path: string,
  sources: ControlSources,
): Promise<ControlAnswer> {
  if (!isFromHere(incoming))
    return refused(403, "Only this machine may ask this, and no page of another origin.");
  const asked = `${incoming.method} ${path.slice(CONTROL_PATH.length)}`;
  switch (asked) {
    case "GET state":
      return answer(sources.state());
    case "GET traces":
      return answer(sources.traces());
    case "GET events":
      return answer(sources.events());
    case "POST clear":
      sources.clear();
      return answer({ cleared: true });
    case "POST reload":
      return answer(await sources.reload());
    case "POST clock":
      return moveClock(await readJson(incoming), sources.clock);
    default:
      return refused(404, `There is no "${asked}" here. There are: ${ENDPOINTS}.`);
  }
}

const ENDPOINTS = "GET state, GET traces, GET events, POST clock, POST clear, POST reload";

const answer = (content: unknown): ControlAnswer => ({ status: 200, content });

const refused = (status: number, message: string): ControlAnswer => ({
  status,
  content: { statusCode: status, message },
});

const clockOrder = z.strictObject({ advanceMs: z.number().nonnegative() });

function moveClock(order: unknown, clock: VirtualClock | undefined): ControlAnswer {
  if (!clock)
    return refused(409, "The clock is the machine's own; start with --test-mode for one that can be moved.");
  const parsed = clockOrder.safeParse(order);
  if (!parsed.success) return refused(400, 'Send {"advanceMs": n} with a number of milliseconds from 0 on.');
  clock.advance(parsed.data.advanceMs);
  return answer({ now: new Date(clock.now()).toISOString() });
}

const LONGEST_ORDER = 10_000;

async function readJson(incoming: IncomingMessage): Promise<unknown> {
  let text = "";
  for await (const chunk of incoming) {
    text += String(chunk);
    if (text.length > LONGEST_ORDER) return undefined;
  }
  try {
    return JSON.parse(text);
  } catch (error) {
    return explainError(error);
  }
}

const LOOPBACK = /^(?:(?:[a-z0-9-]+\.)*localhost|127\.0\.0\.1|\[::1\])(?::\d{1,5})?$/i;

/** A page anywhere can make a browser ask this machine; such a request names another host or another origin. */
function isFromHere({ headers }: IncomingMessage): boolean {
  const { host = "", origin } = headers;
  if (!LOOPBACK.test(host)) return false;
  if (origin !== undefined) return origin === `http://${host}`;
  return headers["sec-fetch-site"] !== "cross-site" && headers["sec-fetch-site"] !== "same-site";
}
