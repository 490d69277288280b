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
/** The merge of one run without spaces takes quadratic time: a prompt of a million letters must not stop the server. */
const SLICE_LENGTH = 500;

let loading: Promise<Tokenizer> | undefined;

/** Loads the vocabulary once, when it is first needed: it takes 0.1 s and 60 MB. */
export function loadTokenizer(): Promise<Tokenizer> {
  loading ??= import("gpt-tokenizer/encoding/o200k_base").then(
    ({ countTokens, encode, decodeGenerator }) => ({
      count: (text) => {
        let total = 0;
        for (const slice of slices(text)) total += countTokens(slice, AS_TEXT);
        return total;
      },
      encode: (text) => encode(text, AS_TEXT),
      pieces: (tokens) => [...decodeGenerator(tokens)],
    }),
  );
  return loading;
}

/** Cuts before a space, where no token ever reaches across. */
function* slices(text: string): Generator<string> {
  let start = 0;
  while (text.length - start > SLICE_LENGTH) {
    const space = text.lastIndexOf(" ", start + SLICE_LENGTH);
    const end = space > start ? space : start + SLICE_LENGTH;
    yield text.slice(start, end);
    start = end;
  }
  yield text.slice(start);
}
