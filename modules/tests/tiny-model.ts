import { createHash } from "node:crypto";
import type { ModelEntry, ModelFile, ModelSource } from "../src/models/manifest.ts";

/** A manifest entry for made-up content, so that fetching can be tested without a real model. */
export function tinyModel(content: Buffer, source: ModelSource): ModelEntry {
  return {
    name: "tiny",
    title: "Tiny",
    kind: "chat",
    licence: "MIT",
    page: "https://example.org/tiny",
    contextTokens: 256,
    files: [tinyFile("tiny.gguf", content, source)],
  };
}

/** One file of made-up content. */
export function tinyFile(file: string, content: Buffer, source: ModelSource): ModelFile {
  const sha256 = createHash("sha256").update(content).digest("hex");
  return { file, bytes: content.length, sha256, sources: [source] };
}
