import { hash } from "node:crypto";
import { DatabaseSync } from "node:sqlite";
import { explainError, LabError } from "../core/errors.ts";
import type { EmbedTexts } from "./passage.ts";

const SCHEMA = `
PRAGMA journal_mode = WAL;
PRAGMA synchronous = NORMAL;
PRAGMA busy_timeout = 2000;
CREATE TABLE IF NOT EXISTS vectors (
  embedder TEXT NOT NULL, text_hash TEXT NOT NULL, vector BLOB NOT NULL, PRIMARY KEY (embedder, text_hash)
);
`;

/** Texts embedded at one time. */
const BATCH = 32;

export interface EmbedCachedOptions {
  readonly embed: EmbedTexts;
  /** Vectors of two embedders do not compare. */
  readonly embedder: string;
  /** SQLite file; `:memory:` keeps nothing. */
  readonly file: string;
  readonly signal?: AbortSignal | undefined;
}

/**
 * Vectors of all texts, in order; those a former run made come from the file.
 * @throws LabError VECTOR_CACHE_UNUSABLE when the file cannot be used; what `embed` throws.
 */
export async function embedCached(
  texts: readonly string[],
  { embed, embedder, file, signal }: EmbedCachedOptions,
): Promise<readonly Float32Array[]> {
  const database = open(file);
  try {
    const read = database.prepare("SELECT vector FROM vectors WHERE embedder = ? AND text_hash = ?");
    const write = database.prepare("INSERT OR REPLACE INTO vectors VALUES (?, ?, ?)");
    const vectors = new Map<string, Float32Array>();
    for (const text of texts) {
      const vector = toVector(read.get(embedder, hash("sha256", text))?.vector);
      if (vector) vectors.set(text, vector);
    }
    const missing = [...new Set(texts)].filter((text) => !vectors.has(text));
    for (let at = 0; at < missing.length; at += BATCH) {
      const batch = missing.slice(at, at + BATCH);
      for (const [place, vector] of (await embed(batch, signal)).entries()) {
        const text = batch[place];
        if (text === undefined) continue;
        write.run(embedder, hash("sha256", text), new Uint8Array(Float32Array.from(vector).buffer));
        vectors.set(text, vector);
      }
    }
    return texts.map((text) => vectors.get(text) ?? new Float32Array(0));
  } finally {
    database.close();
  }
}

/** Copied, as what SQLite gives need not lie at a place where numbers may be read. */
const toVector = (blob: unknown) =>
  blob instanceof Uint8Array && blob.byteLength % 4 === 0
    ? new Float32Array(Uint8Array.from(blob).buffer)
    : undefined;

function open(file: string): DatabaseSync {
  try {
    const database = new DatabaseSync(file);
    database.exec(SCHEMA);
    return database;
  } catch (error) {
    throw new LabError(`The file of vectors ${file} cannot be used (${explainError(error)}).`, {
      code: "VECTOR_CACHE_UNUSABLE",
      hint: "Delete it: it is made anew.",
      cause: error,
    });
  }
}
