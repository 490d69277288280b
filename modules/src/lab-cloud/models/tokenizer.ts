import { textSlices } from "../../cost/text-slices.ts";

/** Counts and splits text as the GPT-4o and GPT-4.1 models do (o200k). */
export interface Tokenizer {
  /** Tokens of any text. Exact but for runs of more than 500 characters without a space, which are counted in pieces. */
  count(text: string): number;
  encode(text: string): readonly number[];
  /** The text of each token in turn; tokens that only together make a character come as one piece. */
  pieces(tokens: readonly number[]): readonly string[];
}

/** Text such as `<|endoftext|>` is text here, never a control token. */
const AS_TEXT = { disallowedSpecial: new Set<string>() };

let loading: Promise<Tokenizer> | undefined;

/** Loads the vocabulary once, when it is first needed: it takes 0.1 s and 60 MB. */
export function loadTokenizer(): Promise<Tokenizer> {
  loading ??= import("gpt-tokenizer/encoding/o200k_base").then(
    ({ countTokens, encode, decodeGenerator }) => ({
      count: (text) => {
        let total = 0;
        for (const slice of textSlices(text)) total += countTokens(slice, AS_TEXT);
        return total;
      },
      encode: (text) => encode(text, AS_TEXT),
      pieces: (tokens) => [...decodeGenerator(tokens)],
    }),
  );
  return loading;
}
