import { createHash } from "node:crypto";
import type { ModelEntry, ModelSource } from "../src/models/manifest.ts";

/** A manifest entry for made-up content, so that fetching can be tested without a real model. */
export function tinyModel(content: Buffer, source: ModelSource): ModelEntry {
  return {
    name: "tiny",
    title: "Tiny",
    file: "tiny.gguf",
    bytes: content.length,
    sha256: createHash("sha256").update(content).digest("hex"),
    licence: "MIT",
    page: "https://example.org/tiny",
    contextTokens: 256,
    sources: [source],
  };
}
