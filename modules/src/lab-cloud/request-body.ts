import type { IncomingMessage } from "node:http";
import type { LabContext } from "./lab-app.ts";

/**
 * The body as text. One that is too large is read to its end all the same: a client that is still sending would see a
 * broken connection, not the refusal.
 * @throws what `refuse` makes of the limit, when the body is larger; Error when the client leaves before its end.
 */
export async function readBody(
  c: LabContext,
  limitBytes: number,
  refuse: (limitBytes: number) => Error,
): Promise<string> {
  return (await readBytes(c, limitBytes, refuse)).toString("utf8");
}

/** The body as it came; otherwise as `readBody`. */
export async function readBytes(
  c: LabContext,
  limitBytes: number,
  refuse: (limitBytes: number) => Error,
): Promise<Buffer<ArrayBuffer>> {
  const { bytes, chunks } = await readChunks(c.env.incoming, limitBytes);
  if (bytes > limitBytes) throw refuse(limitBytes);
  return Buffer.concat(chunks);
}

/** Read from the connection itself: the web stream of a request costs more than all that is done with a short body. */
function readChunks(incoming: IncomingMessage, limitBytes: number) {
  return new Promise<{ bytes: number; chunks: Buffer[] }>((resolve, reject) => {
    const chunks: Buffer[] = [];
    let bytes = 0;
    incoming.on("data", (chunk: Buffer) => {
      bytes += chunk.length;
      if (bytes <= limitBytes) chunks.push(chunk);
      else chunks.length = 0;
    });
    const leave = () => {
      if (!incoming.readableEnded) reject(new Error("the client left before the end of its request"));
    };
    incoming.on("end", () => resolve({ bytes, chunks }));
    incoming.on("error", reject);
    incoming.on("close", leave);
    if (incoming.destroyed) leave();
  });
}
