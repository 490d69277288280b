import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";

/** SHA-256 of a file as lower-case hex, read in pieces. Rejects with the signal's reason when aborted. */
export async function hashFile(file: string, signal?: AbortSignal): Promise<string> {
  const hash = createHash("sha256");
  const bytes = createReadStream(file, { highWaterMark: 1 << 20, ...(signal && { signal }) });
  for await (const piece of bytes) hash.update(piece);
  return hash.digest("hex");
}
