import { paths } from "../../config/paths.ts";
import { explainError, type Logger } from "../../core/index.ts";
import { ensureVerified, findEntry, findModel, readManifest } from "../../models/index.ts";
import type { Embedder } from "./embedder.ts";
import { createHashedEmbedder } from "./embedder-hashed.ts";
import { createMiniLmEmbedder } from "./embedder-minilm.ts";

export interface EmbedderSideOptions {
  /** `auto`: the trained model when its files are there. */
  readonly choice: "auto" | "hashed-words";
  readonly logger: Logger;
  /** Folder of the model files. Default: `.cache/models`. */
  readonly modelFolder?: string;
}

/** Vectors and what made them. */
export interface EmbeddedTexts {
  readonly name: Embedder["name"];
  readonly vectors: readonly Float32Array[];
}

/** What embeds behind the embeddings routes, and what is told about it. */
export interface EmbedderSide {
  /** @throws ProviderError `EMBEDDER_BUSY`; the signal's reason when aborted. */
  embed(texts: readonly string[], signal?: AbortSignal): Promise<EmbeddedTexts>;
  /** One line for people. */
  note(): string;
  close(): Promise<void>;
}

const MODEL = "all-minilm-l6-v2";

/**
 * Chooses the embedder once, at the start: vectors of two embedders do not compare. Counted words stand in for the trained
 * model, marked as such, when its files are missing or damaged, and from the moment on when it cannot be used. Setup does not
 * fetch the model: `npm run models -- --get all-minilm-l6-v2` does, 23 MB.
 */
export function createEmbedderSide({
  choice,
  logger,
  modelFolder = paths.models,
}: EmbedderSideOptions): EmbedderSide {
  const found = findModel(MODEL, { folder: modelFolder });
  const check = async () => reasonOf(await ensureVerified(findEntry(MODEL, readManifest()), modelFolder));
  const hashed = createHashedEmbedder();
  let whyHashed = choice === "hashed-words" ? "It was started with counted words." : reasonOf(found);
  let embedder = whyHashed === undefined ? createMiniLmEmbedder({ folder: found.path, check }) : hashed;

  const standIn = (error: unknown) => {
    whyHashed = explainError(error);
    void embedder.close();
    embedder = hashed;
    logger.warn("the embedding model cannot be used; counted words stand in for it", { reason: whyHashed });
  };

  return {
    async embed(texts, signal) {
      const { name } = embedder;
      try {
        return { name, vectors: await embedder.embed(texts, signal) };
      } catch (error) {
        if (!isModelFailure(error)) throw error;
        standIn(error);
        return { name: hashed.name, vectors: await hashed.embed(texts, signal) };
      }
    },
    note: () =>
      whyHashed === undefined ? `Embeddings by ${found.title}.` : `Embeddings count words. ${whyHashed}`,
    close: () => embedder.close(),
  };
}

const isModelFailure = (error: unknown) =>
  typeof error === "object" && error !== null && "code" in error && error.code === "MODEL_FAILED";

const reasonOf = ({ state, problem, hint }: ReturnType<typeof findModel>): string | undefined =>
  state === "present" ? undefined : [problem, hint].filter((text) => text !== undefined).join(" ");
