import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/** Features that were computed before, in a file named after the encoder. */
export interface EmbeddingCache {
  get(text: string): Float32Array | undefined;
  set(text: string, features: Float32Array): void;
  /** Writes what is new, together with what the file holds by now. */
  save(): void;
}

const KEY_BYTES = 32;

/**
 * Opens the cache of an encoder: entries of 32 bytes (SHA-256 of the text) and `width` floats. A file that is cut off gives
 * its whole entries.
 */
export function openEmbeddingCache(folder: string, encoder: string, width: number): EmbeddingCache {
  const file = join(folder, `${encoder}.bin`);
  const known = readEntries(file, width);
  const fresh = new Map<string, Float32Array>();
  return {
    get: (text) => known.get(keyOf(text)),
    set(text, features) {
      known.set(keyOf(text), features);
      fresh.set(keyOf(text), features);
    },
    save() {
      if (fresh.size === 0) return;
      mkdirSync(folder, { recursive: true });
      const part = `${file}.${process.pid}.part`;
      writeFileSync(part, toBytes(new Map([...readEntries(file, width), ...fresh])));
      renameSync(part, file);
      fresh.clear();
    },
  };
}

function readEntries(file: string, width: number): Map<string, Float32Array> {
  const entries = new Map<string, Float32Array>();
  if (!existsSync(file)) return entries;
  const bytes = readFileSync(file);
  const size = KEY_BYTES + width * Float32Array.BYTES_PER_ELEMENT;
  for (let at = 0; at + size <= bytes.length; at += size) {
    const values = Uint8Array.from(bytes.subarray(at + KEY_BYTES, at + size));
    entries.set(bytes.subarray(at, at + KEY_BYTES).toString("hex"), new Float32Array(values.buffer));
  }
  return entries;
}

const toBytes = (entries: ReadonlyMap<string, Float32Array>) =>
  Buffer.concat(
    [...entries].flatMap(([key, { buffer, byteOffset, byteLength }]) => [
      Buffer.from(key, "hex"),
      Buffer.from(buffer, byteOffset, byteLength),
    ]),
  );

const keyOf = (text: string) => createHash("sha256").update(text).digest("hex");
