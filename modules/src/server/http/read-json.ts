import type { IncomingMessage } from "node:http";
import { ApiError } from "./api-error.ts";

/** How much more than the limit is read and thrown away, so that a client that is still sending sees the refusal. */
const PATIENCE = 8;

/**
 * The body of a request as JSON.
 * @throws ApiError 400 for what is no JSON or no UTF-8, 413 above the limit, 415 for another content type
 */
export async function readJson(incoming: IncomingMessage, limitBytes: number): Promise<unknown> {
  checkType(incoming);
  const bytes = await readBytes(incoming, limitBytes);
  if (bytes.length === 0) throw noJson("The request has no body.");
  const text = decode(bytes);
  try {
    return JSON.parse(text);
  } catch (error) {
    throw noJson(`The body is no JSON: ${reasonOf(error)}.`);
  }
}

function checkType({ headers }: IncomingMessage): void {
  const encoding = headers["content-encoding"];
  if (encoding !== undefined && encoding !== "identity") {
    throw unsupported(
      `The body has the content encoding ${JSON.stringify(encoding.slice(0, 40))}.`,
      "Send it as it is.",
    );
  }
  const type = headers["content-type"];
  if (type !== undefined && /^application\/(?:[\w.+-]+\+)?json(?:\s*;|\s*$)/i.test(type)) return;
  throw unsupported(
    type === undefined
      ? "The body has no content type."
      : `The body has the content type ${JSON.stringify(type.slice(0, 80))}.`,
    "Send JSON with the header content-type: application/json.",
  );
}

const unsupported = (message: string, hint: string) =>
  new ApiError(message, { status: 415, code: "UNSUPPORTED_MEDIA_TYPE", hint });

function readBytes(incoming: IncomingMessage, limitBytes: number): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let bytes = 0;
    incoming.on("data", (chunk: Buffer) => {
      bytes += chunk.length;
      if (bytes <= limitBytes) chunks.push(chunk);
      else chunks.length = 0;
      if (bytes > limitBytes * PATIENCE) incoming.destroy();
    });
    incoming.on("end", () => {
      if (bytes > limitBytes) reject(tooLarge(bytes, limitBytes));
      else resolve(chunks.length === 1 && chunks[0] ? chunks[0] : Buffer.concat(chunks));
    });
    incoming.on("error", reject);
    incoming.on("close", () => {
      if (!incoming.readableEnded) reject(new ClientGone("The client ended the connection."));
    });
  });
}

/** The client ended the connection; nobody is there to be told anything. */
export class ClientGone extends Error {}

function tooLarge(bytes: number, limitBytes: number): ApiError {
  return new ApiError(
    `The body has ${bytes.toLocaleString("en")} bytes; ${limitBytes.toLocaleString("en")} are accepted.`,
    {
      status: 413,
      code: "BODY_TOO_LARGE",
      hint: "Send less at a time, or a summary.",
    },
  );
}

const utf8 = new TextDecoder("utf-8", { fatal: true });

function decode(bytes: Buffer): string {
  try {
    return utf8.decode(bytes);
  } catch {
    throw new ApiError("The body is no valid UTF-8.", {
      status: 400,
      code: "INVALID_UTF8",
      hint: "Encode the JSON as UTF-8.",
    });
  }
}

const noJson = (message: string) =>
  new ApiError(message, { status: 400, code: "INVALID_JSON", hint: "Send one JSON object." });

/** Where or at which letter it stops being JSON; V8 tells one or the other. */
function reasonOf(error: unknown): string {
  const said = error instanceof Error ? error.message : "";
  const place = /at position \d+(?: \(line \d+ column \d+\))?/.exec(said)?.[0];
  const letter = /^Unexpected token '(.+?)'/.exec(said)?.[1];
  if (letter !== undefined) return `unexpected ${JSON.stringify(letter)}${place ? ` ${place}` : ""}`;
  return place ? `it is broken ${place}` : "it ends too early";
}
