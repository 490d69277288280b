import { bodyTooLarge } from "./azure-refusal.ts";
import type { LabContext } from "./lab-app.ts";

/** Largest body a service reads: a million characters are more than any model here takes. */
const BODY_LIMIT = 1_048_576;

/**
 * The body as text.
 * @throws AzureRefusal (413) when it is too large.
 */
export async function readBody(c: LabContext): Promise<string> {
  const announced = Number(c.req.header("content-length"));
  if (announced <= BODY_LIMIT) return c.req.text();
  return readUpToLimit(c);
}

/** Reads on to the end even of what is too large: a client that is still sending would see a broken connection, not the 413. */
async function readUpToLimit(c: LabContext): Promise<string> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of c.req.raw.body ?? []) {
    size += chunk.length;
    if (size <= BODY_LIMIT) chunks.push(chunk);
    else chunks.length = 0;
  }
  if (size > BODY_LIMIT) throw bodyTooLarge(BODY_LIMIT);
  return Buffer.concat(chunks).toString("utf8");
}
