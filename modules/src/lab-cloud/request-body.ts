import type { LabContext } from "./lab-app.ts";

/**
 * The body as text. One that is too large is read to its end all the same: a client that is still sending would see a
 * broken connection, not the refusal.
 * @throws what `refuse` makes of the limit, when the body is larger.
 */
export async function readBody(
  c: LabContext,
  limitBytes: number,
  refuse: (limitBytes: number) => Error,
): Promise<string> {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of c.req.raw.body ?? []) {
    bytes += chunk.length;
    if (bytes <= limitBytes) chunks.push(chunk);
    else chunks.length = 0;
  }
  if (bytes > limitBytes) throw refuse(limitBytes);
  return Buffer.concat(chunks).toString("utf8");
}
