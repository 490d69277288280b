import { createReadStream, createWriteStream } from "node:fs";
import { pipeline } from "node:stream/promises";

/** Copies a file and tells after each piece how many bytes are there. */
export async function copyFile(
  from: string,
  to: string,
  onBytes: (copied: number) => void,
  signal: AbortSignal | undefined,
): Promise<void> {
  let copied = 0;
  const count = async function* (pieces: AsyncIterable<Uint8Array>) {
    for await (const piece of pieces) {
      copied += piece.length;
      onBytes(copied);
      yield piece;
    }
  };
  await pipeline(createReadStream(from, { highWaterMark: 1 << 20 }), count, createWriteStream(to), {
    signal,
  });
}
