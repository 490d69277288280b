import { textSlices } from "../../cost/text-slices.ts";

/** Counts and decodes text as OpenAI's embedding models do (cl100k). */
export interface EmbeddingTokenizer {
  count(text: string): number;
  /** @throws Error naming a token that the vocabulary does not have. */
  decode(tokens: readonly number[]): string;
}

/** Text such as `<|endoftext|>` is text here, never a control token. */
const AS_TEXT = { disallowedSpecial: new Set<string>() };

let loading: Promise<EmbeddingTokenizer> | undefined;

/** Loads the vocabulary once, when the first text is embedded: it takes 0.2 s and 40 MB. */
export function loadEmbeddingTokenizer(): Promise<EmbeddingTokenizer> {
  loading ??= import("gpt-tokenizer/encoding/cl100k_base").then(({ countTokens, decode }) => ({
    count: (text) => textSlices(text).reduce((sum, slice) => sum + countTokens(slice, AS_TEXT), 0),
    decode: (tokens) => decode(tokens),
  }));
  return loading;
}
