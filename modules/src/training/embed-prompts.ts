import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { paths } from "../config/paths.ts";
import { shippedRouterFolder } from "../onnx/router-config.ts";
import { readMetadata } from "../onnx/router-file.ts";
import { ENCODER_KEY } from "../onnx/router-graph.ts";
import { openRouterModel } from "../onnx/router-model.ts";
import { cutText } from "../routers/cut-text.ts";
import { openEmbeddingCache } from "./embedding-cache.ts";
import type { FeatureTable } from "./feature-table.ts";

export interface EmbedPromptsOptions {
  /** Folder of a router or of a router's base, whose encoder is used. Default: the shipped router. */
  readonly encoderFolder?: string;
  /** Where features are kept. Default `.cache/embeddings`. */
  readonly cacheFolder?: string;
  readonly signal?: AbortSignal | undefined;
  /** Told after each prompt that had to be computed, and once at the end. */
  onProgress?(done: number, total: number): void;
  /** Told when entries on disk were damaged and are computed anew: one sentence. */
  onNote?(note: string): void;
}

/** Prompts between two saves, so that a stopped run loses little. */
const SAVE_EVERY = 500;

/**
 * What a router's head reads of each prompt: its meaning and its token signals. Each prompt is computed once and kept on
 * disk. About 5 ms a prompt of 100 tokens.
 * @throws ModelError when the encoder cannot be used.
 */
export async function embedPrompts(
  prompts: readonly string[],
  options: EmbedPromptsOptions = {},
): Promise<FeatureTable> {
  const { encoderFolder = shippedRouterFolder, cacheFolder = join(paths.cache, "embeddings") } = options;
  const model = await openRouterModel({ folder: encoderFolder });
  try {
    const width = (await model.features("")).length;
    const cache = openEmbeddingCache(cacheFolder, encoderKey(encoderFolder), width);
    if (cache.damaged > 0)
      options.onNote?.(`${cache.damaged} embedded prompts on disk were damaged; they are embedded anew.`);
    const values = new Float32Array(prompts.length * width);
    for (const [at, prompt] of prompts.entries()) {
      options.signal?.throwIfAborted();
      const text = cutText(prompt);
      let features = cache.get(text);
      if (!features) {
        features = await model.features(text);
        cache.set(text, features);
        options.onProgress?.(at + 1, prompts.length);
      }
      values.set(features, at * width);
      if (at % SAVE_EVERY === SAVE_EVERY - 1) cache.save();
    }
    cache.save();
    options.onProgress?.(prompts.length, prompts.length);
    return { rows: prompts.length, width, values };
  } finally {
    await model.close();
  }
}

/** The same for all routers with this encoder, whatever their heads are. */
function encoderKey(folder: string): string {
  const model = readFileSync(join(folder, "model.onnx"));
  return readMetadata(model)[ENCODER_KEY] ?? createHash("sha256").update(model).digest("hex").slice(0, 16);
}
