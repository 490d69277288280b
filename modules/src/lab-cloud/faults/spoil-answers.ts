import type { MiddlewareHandler } from "hono";
import type { LabContext, LabEnv } from "../lab-app.ts";
import { breakOff, isSent, sentAnswer } from "../sent-answer.ts";
import { withModel, withoutText } from "./spoiled-json.ts";
import { type Strike, stallFor, strikeHeaders } from "./strike.ts";

/** Lets the fault that struck a request spoil its answer, when that is none of a stream: a stream is spoiled as it goes out. */
export const spoilAnswers: MiddlewareHandler<LabEnv> = async (c, next) => {
  await next();
  const strike = c.get("strike");
  if (!strike || isSent(c.res)) return;
  const marked = withHeaders(c.res, strikeHeaders(strike.fault));
  const spoiled = marked.ok ? await spoil(c, marked, strike) : marked;
  // Hono would add the headers of the answer that this one replaces.
  c.res = undefined;
  c.res = spoiled;
};

async function spoil(c: LabContext, response: Response, strike: Strike): Promise<Response> {
  const { fault } = strike;
  const { status, headers } = response;
  if (fault.empty === "body") return new Response("", { status, headers });
  const text = spoilText(await response.text(), fault);
  if (fault.malformed) return new Response(half(text), { status, headers });
  if (fault.stall || fault.cutAfterTokens !== undefined) {
    const { outgoing } = c.env;
    const length = Buffer.byteLength(text);
    outgoing.writeHead(status, { ...Object.fromEntries(headers), "content-length": length });
    void sendHalting(c, text, strike);
    return sentAnswer(status);
  }
  return new Response(text, { status, headers });
}

function spoilText(text: string, { wrongModel, empty }: Strike["fault"]): string {
  if (wrongModel === undefined && empty === undefined) return text;
  const json: unknown = JSON.parse(text);
  const emptied = empty === undefined ? json : withoutText(json);
  return JSON.stringify(wrongModel === undefined ? emptied : withModel(emptied, wrongModel));
}

const half = (text: string) => text.slice(0, text.length / 2);

/** The first half, then silence, then the rest or the end of the connection. */
async function sendHalting(c: LabContext, text: string, { fault, clock }: Strike): Promise<void> {
  const { outgoing } = c.env;
  outgoing.write(half(text));
  try {
    if (fault.stall) await stallFor(fault.stall, clock, c.req.raw.signal);
  } catch {
    // The client has left, so nobody waits for the rest.
    return;
  }
  if (fault.cutAfterTokens === undefined) outgoing.end(text.slice(half(text).length));
  else breakOff(outgoing);
}

function withHeaders(response: Response, more: Readonly<Record<string, string>>): Response {
  const headers = new Headers(response.headers);
  for (const [name, value] of Object.entries(more)) headers.set(name, value);
  return new Response(response.body, { status: response.status, headers });
}
