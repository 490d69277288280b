import { join } from "node:path";
import { Tokenizer } from "@huggingface/tokenizers";
import { z } from "zod";
import { ModelError } from "../core/errors.ts";
import { readJsonFile } from "./read-json-file.ts";

/** Turns text into token ids, start and end tokens included. */
export type Tokenize = (text: string) => readonly number[];

const schema = z.looseObject({
  model: z.looseObject({ type: z.literal("WordPiece"), vocab: z.record(z.string(), z.int().min(0)) }),
});
const configSchema = z.looseObject({});

const SEPARATOR = "[SEP]";

/** A `tokenizer.json` without its padding and its cut: short texts stay short, and long ones are cut by us. */
export function plainTokenizer(file: string, mend?: string): z.infer<typeof schema> {
  const parsed = schema.safeParse(readJsonFile(file, mend));
  if (parsed.success) return { ...parsed.data, truncation: null, padding: null };
  throw new ModelError(`${file} is no WordPiece tokenizer.`, {
    code: "MODEL_OTHER_KIND",
    hint: "Give the tokenizer.json of a BERT encoder.",
  });
}

/**
 * Reads `tokenizer.json` and `tokenizer_config.json` of a folder.
 * @param longest most tokens that are given; the rest of a text is left out
 * @param mend what to do when a file cannot be read, in one sentence
 * @throws ModelError when a file is missing or of another kind.
 */
export function readTokenizer(folder: string, longest: number, mend?: string): Tokenize {
  const json = plainTokenizer(join(folder, "tokenizer.json"), mend);
  const config = configSchema.parse(readJsonFile(join(folder, "tokenizer_config.json"), mend));
  const separator = json.model.vocab[SEPARATOR] ?? 0;
  const tokenizer = new Tokenizer(json, config);
  return (text) => {
    const { ids } = tokenizer.encode(text);
    return ids.length <= longest ? ids : [...ids.slice(0, longest - 1), separator];
  };
}

/** The tokens of a `tokenizer.json`, by id. */
export function readVocabulary(file: string): string[] {
  const vocabulary: string[] = [];
  for (const [token, id] of Object.entries(plainTokenizer(file).model.vocab)) vocabulary[id] = token;
  return vocabulary;
}
