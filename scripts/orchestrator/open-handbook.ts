import { explainError, type Logger } from "../../modules/src/core/index.ts";
import { createPassageIndex, createRag, type Rag, readHandbook } from "../../modules/src/retrieval/index.ts";
import { type Embedder, isEmbedderFailure } from "./open-embedder.ts";

export interface HandbookOptions {
  /** Folder of the labs and guides. */
  readonly root: string;
  /** Without it they are searched by their words. */
  readonly embedder: Embedder | undefined;
  /** SQLite file that keeps the passages' vectors for the next start. */
  readonly vectorFile: string;
  /** Ends the making of vectors; those that are made stay in the file. */
  readonly signal?: AbortSignal | undefined;
  readonly logger: Logger;
}

interface Opened {
  readonly words: Rag;
  /** Searches by vectors too; undefined when there are none. */
  readonly vectors: Promise<Rag | undefined>;
}

/**
 * The workshop's labs and guides, read when the first question comes. Their vectors take a while the first time: until they are
 * there questions are answered by words, unless vectors are what they ask for.
 */
export function openHandbook(options: HandbookOptions): Rag {
  let opened: Promise<Opened> | undefined;
  let ready: Rag | undefined;
  const open = async () => {
    const both = await openBoth(options);
    both.vectors.then((rag) => {
      ready = rag;
    });
    return both;
  };
  return {
    async prepare(question, search = {}) {
      opened ??= open().catch((error: unknown) => {
        opened = undefined;
        throw error;
      });
      const { words, vectors } = await opened;
      const rag = search.by === "vectors" ? await vectors : ready;
      if (!rag) return words.prepare(question, search);
      return rag.prepare(question, search).catch((error: unknown) => {
        if (!isEmbedderFailure(error)) throw error;
        options.logger.warn(`The handbook was searched by words only: ${explainError(error)}`);
        return words.prepare(question, search);
      });
    },
  };
}

async function openBoth({ root, embedder, vectorFile, logger, signal }: HandbookOptions): Promise<Opened> {
  const passages = readHandbook(root);
  const words = createRag({ index: await createPassageIndex({ passages }) });
  if (!embedder) return { words, vectors: Promise.resolve(undefined) };
  const embedding = {
    name: embedder.name,
    cacheFile: vectorFile,
    // One after the other: a question that comes meanwhile has its turn between two passages.
    async embed(texts: readonly string[]) {
      const vectors: Float32Array[] = [];
      for (const text of texts) {
        signal?.throwIfAborted();
        vectors.push(await embedder.embed(text));
      }
      return vectors;
    },
  };
  const open = async () => {
    const index = await createPassageIndex({ passages, embedding });
    // Where all vectors were kept, the encoder is not loaded yet, and the first question would wait for it.
    await embedder.embed("");
    return createRag({ index });
  };
  const vectors = open().catch((error: unknown) => {
    if (!signal?.aborted) logger.warn(`The handbook is searched by words only: ${explainError(error)}`);
    return undefined;
  });
  return { words, vectors };
}
