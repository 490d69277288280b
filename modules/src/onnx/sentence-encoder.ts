import { existsSync } from "node:fs";
import { join } from "node:path";
import { ModelError } from "../core/errors.ts";
import { type OpenSessionOptions, openSession } from "./session.ts";
import { readTokenizer, type Tokenize } from "./tokenizer.ts";

/** An encoder's files, opened: any BERT whose ONNX file gives `embedding`, `sentence_embedding` or token vectors. */
export interface SentenceEncoder {
  readonly folder: string;
  readonly tokenize: Tokenize;
  /** The meaning of a text as a vector of length 1. */
  embed(text: string): Promise<Float32Array>;
  /** The same for token ids. */
  embedIds(ids: readonly number[]): Promise<Float32Array>;
  close(): Promise<void>;
}

export interface OpenEncoderOptions extends OpenSessionOptions {
  /** Most tokens read of a text. Default 256, as sentence-transformers does with MiniLM. */
  readonly longest?: number;
  /** Where the tokenizer lies; default the folder itself. */
  readonly tokenizerFolder?: string;
}

const MEND = "Make it with npm run models -- --build-encoder, or give another folder.";

/**
 * Opens `model.onnx` and the tokenizer of a folder.
 * @throws ModelError when a file is missing, damaged or of another kind.
 */
export async function openSentenceEncoder(
  folder: string,
  options: OpenEncoderOptions = {},
): Promise<SentenceEncoder> {
  const { longest = 256, tokenizerFolder = folder } = options;
  if (!existsSync(folder))
    throw new ModelError(`There is no model in ${folder}.`, { code: "MODEL_FILE_UNUSABLE", hint: MEND });
  const tokenize = readTokenizer(tokenizerFolder, longest);
  const session = await openSession(join(folder, "model.onnx"), MEND, options);
  const embedIds = async (ids: readonly number[]) => {
    const outputs = await session.run(ids);
    const whole = outputs.embedding ?? outputs.sentence_embedding;
    const tokens = outputs.last_hidden_state ?? outputs.token_embeddings;
    return unitVector(whole ?? meanOf(tokens ?? firstOf(outputs, folder), ids.length));
  };
  return { folder, tokenize, embedIds, embed: (text) => embedIds(tokenize(text)), close: session.close };
}

function firstOf(outputs: Readonly<Record<string, Float32Array>>, folder: string): Float32Array {
  const [first] = Object.values(outputs);
  if (first && first.length > 0) return first;
  throw new ModelError(`The model in ${folder} gives no vectors.`, { code: "MODEL_OTHER_KIND", hint: MEND });
}

function meanOf(tokens: Float32Array, count: number): Float32Array {
  const width = tokens.length / count;
  const mean = new Float32Array(width);
  for (const [at, value] of tokens.entries()) mean[at % width] = (mean[at % width] ?? 0) + value / count;
  return mean;
}

function unitVector(vector: Float32Array): Float32Array {
  const length = Math.hypot(...vector);
  return vector.map((value) => value / length);
}
