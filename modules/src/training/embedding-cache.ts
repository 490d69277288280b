import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { crc32 } from "node:zlib";

/** Features that were computed before, in a file named after the encoder. */
export interface EmbeddingCache {
  get(text: string): Float32Array | undefined;
  set(text: string, features: Float32Array): void;
  /** Entries of the file that are damaged and were left out. */
  readonly damaged: number;
  /** Writes what is new, together with what the file holds by now. */
  save(): void;
}

const KEY_BYTES = 32;
const SUM_BYTES = 4;

/**
 * Opens the cache of an encoder: entries of 32 bytes (SHA-256 of the text), the CRC-32 of what follows in 4, and `width`
 * floats. Entries that do not fit their sum are left out, and a file that is cut off gives its whole entries.
 */
export function openEmbeddingCache(folder: string, encoder: string, width: number): EmbeddingCache {
  const file = join(folder, `${encoder}.features`);
  const { entries: known, damaged } = readEntries(file, width);
  const fresh = new Map<string, Float32Array>();
  return {
    damaged,
    get: (text) => known.get(keyOf(text)),
    set(text, features) {
      known.set(keyOf(text), features);
      fresh.set(keyOf(text), features);
    },
    save() {
      if (fresh.size === 0) return;
      mkdirSync(folder, { recursive: true });
      const part = `${file}.${process.pid}.part`;
      writeFileSync(part, toBytes(new Map([...readEntries(file, width).entries, ...fresh])));
      renameSync(part, file);
      fresh.clear();
    },
  };
}

interface Entries {
  readonly entries: Map<string, Float32Array>;
  readonly damaged: number;
}

function readEntries(file: string, width: number): Entries {
  const entries = new Map<string, Float32Array>();
  let damaged = 0;
  const bytes = existsSync(file) ? readFileSync(file) : Buffer.alloc(0);
  const head = KEY_BYTES + SUM_BYTES;
  const size = head + width * Float32Array.BYTES_PER_ELEMENT;
  for (let at = 0; at + size <= bytes.length; at += size) {
    const values = Uint8Array.from(bytes.subarray(at + head, at + size));
    const features = new Float32Array(values.buffer);
    if (crc32(values) !== bytes.readUInt32LE(at + KEY_BYTES) || !features.every(Number.isFinite))
      damaged += 1;
    else entries.set(bytes.subarray(at, at + KEY_BYTES).toString("hex"), features);
  }
  return { entries, damaged };
}

const toBytes = (entries: ReadonlyMap<string, Float32Array>) =>
  Buffer.concat(
    [...entries].flatMap(([key, { buffer, byteOffset, byteLength }]) => {
      const values = Buffer.from(buffer, byteOffset, byteLength);
      const sum = Buffer.alloc(SUM_BYTES);
      sum.writeUInt32LE(crc32(values));
      return [Buffer.from(key, "hex"), sum, values];
    }),
  );

const keyOf = (text: string) => createHash("sha256").update(text).digest("hex");
