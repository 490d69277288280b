import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { createRandom, normalOf } from "../src/core/random.ts";

/** A BERT with random weights that is small enough to be computed by hand. */
export const TINY = { layers: 2, width: 16, heads: 2, inner: 24, vocabulary: 1020, positions: 64 };

const WORDS = "what is the capital of france not 7 ? , + ##s why prove that hello".split(" ");
const FIRST_WORD = 1000;

/** Writes `model.safetensors`, `config.json`, `tokenizer.json` and `tokenizer_config.json`. Returns the weights. */
export function writeTinyEncoder(folder: string, seed = 1): Record<string, Float32Array> {
  mkdirSync(folder, { recursive: true });
  const weights = tinyWeights(seed);
  writeFileSync(join(folder, "model.safetensors"), toSafetensors(weights));
  const json = (name: string, value: object) => writeFileSync(join(folder, name), JSON.stringify(value));
  json("config.json", {
    model_type: "bert",
    hidden_size: TINY.width,
    num_hidden_layers: TINY.layers,
    num_attention_heads: TINY.heads,
    intermediate_size: TINY.inner,
    vocab_size: TINY.vocabulary,
    max_position_embeddings: TINY.positions,
    layer_norm_eps: 1e-12,
  });
  json("tokenizer.json", tokenizerJson());
  json("tokenizer_config.json", { tokenizer_class: "BertTokenizer", unk_token: "[UNK]" });
  return Object.fromEntries(Object.entries(weights).map(([name, { values }]) => [name, values]));
}

interface Tensor {
  readonly shape: readonly number[];
  readonly values: Float32Array;
}

function tinyWeights(seed: number): Record<string, Tensor> {
  const random = createRandom(seed);
  const draw = (scale: number, ...shape: number[]): Tensor => ({
    shape,
    values: Float32Array.from(
      { length: shape.reduce((all, size) => all * size, 1) },
      () => scale * normalOf(random),
    ),
  });
  const { width, inner, vocabulary, positions, layers } = TINY;
  const norm = (name: string) => ({
    [`${name}.weight`]: { shape: [width], values: new Float32Array(width).fill(1) },
    [`${name}.bias`]: draw(0.1, width),
  });
  const linear = (name: string, outputs: number, inputs: number) => ({
    [`${name}.weight`]: draw(0.3, outputs, inputs),
    [`${name}.bias`]: draw(0.1, outputs),
  });
  const layer = (index: number) => {
    const at = `encoder.layer.${index}`;
    return {
      ...linear(`${at}.attention.self.query`, width, width),
      ...linear(`${at}.attention.self.key`, width, width),
      ...linear(`${at}.attention.self.value`, width, width),
      ...linear(`${at}.attention.output.dense`, width, width),
      ...norm(`${at}.attention.output.LayerNorm`),
      ...linear(`${at}.intermediate.dense`, inner, width),
      ...linear(`${at}.output.dense`, width, inner),
      ...norm(`${at}.output.LayerNorm`),
    };
  };
  return Object.assign(
    {
      "embeddings.word_embeddings.weight": draw(1, vocabulary, width),
      "embeddings.position_embeddings.weight": draw(0.3, positions, width),
      "embeddings.token_type_embeddings.weight": draw(0.3, 2, width),
      ...norm("embeddings.LayerNorm"),
    },
    ...Array.from({ length: layers }, (_, index) => layer(index)),
  );
}

function toSafetensors(tensors: Readonly<Record<string, Tensor>>): Buffer {
  const header: Record<string, object> = {};
  const parts: Buffer[] = [];
  let at = 0;
  for (const [name, { shape, values }] of Object.entries(tensors)) {
    const bytes = Buffer.from(values.buffer, values.byteOffset, values.byteLength);
    header[name] = { dtype: "F32", shape, data_offsets: [at, at + bytes.length] };
    parts.push(bytes);
    at += bytes.length;
  }
  const text = Buffer.from(JSON.stringify(header));
  const length = Buffer.alloc(8);
  length.writeBigUInt64LE(BigInt(text.length));
  return Buffer.concat([length, text, ...parts]);
}

function tokenizerJson(): object {
  const special = { "[PAD]": 0, "[UNK]": 100, "[CLS]": 101, "[SEP]": 102 };
  const words = Object.fromEntries(WORDS.map((word, index) => [word, FIRST_WORD + index]));
  const rest = Array.from({ length: TINY.vocabulary }, (_, id): [string, number] => [`[unused${id}]`, id]);
  const taken = new Set<number>([...Object.values(special), ...Object.values(words)]);
  const vocab = { ...special, ...words, ...Object.fromEntries(rest.filter(([, id]) => !taken.has(id))) };
  return {
    version: "1.0",
    truncation: { max_length: 8, strategy: "LongestFirst", stride: 0, direction: "Right" },
    padding: { strategy: { Fixed: 8 }, direction: "Right", pad_id: 0, pad_type_id: 0, pad_token: "[PAD]" },
    added_tokens: Object.entries(special).map(([content, id]) => ({ id, content, special: true })),
    normalizer: {
      type: "BertNormalizer",
      clean_text: true,
      handle_chinese_chars: true,
      strip_accents: null,
      lowercase: true,
    },
    pre_tokenizer: { type: "BertPreTokenizer" },
    post_processor: {
      type: "TemplateProcessing",
      single: [
        { SpecialToken: { id: "[CLS]", type_id: 0 } },
        { Sequence: { id: "A", type_id: 0 } },
        { SpecialToken: { id: "[SEP]", type_id: 0 } },
      ],
      pair: [],
      special_tokens: {
        "[CLS]": { id: "[CLS]", ids: [101], tokens: ["[CLS]"] },
        "[SEP]": { id: "[SEP]", ids: [102], tokens: ["[SEP]"] },
      },
    },
    decoder: { type: "WordPiece", prefix: "##", cleanup: true },
    model: {
      type: "WordPiece",
      unk_token: "[UNK]",
      continuing_subword_prefix: "##",
      max_input_chars_per_word: 100,
      vocab,
    },
  };
}

type Matrix = number[][];

/** The vector of the mean token after `layers` layers, computed by the book in plain arithmetic. */
export function tinyMeaning(
  weights: Readonly<Record<string, Float32Array>>,
  ids: readonly number[],
  layers: number,
): number[] {
  const get = (name: string) => weights[name] ?? new Float32Array();
  const { width, inner } = TINY;
  const linear = (rows: Matrix, name: string, inputs: number, outputs: number) =>
    rows.map((row) =>
      Array.from({ length: outputs }, (_, out) =>
        row.reduce(
          (sum, value, at) => sum + value * (get(`${name}.weight`)[out * inputs + at] ?? 0),
          get(`${name}.bias`)[out] ?? 0,
        ),
      ),
    );
  const norm = (rows: Matrix, name: string) =>
    rows.map((row) => {
      const mean = row.reduce((sum, value) => sum + value, 0) / width;
      const deviation = Math.sqrt(row.reduce((sum, value) => sum + (value - mean) ** 2, 0) / width + 1e-12);
      return row.map(
        (value, at) =>
          ((value - mean) / deviation) * (get(`${name}.weight`)[at] ?? 0) + (get(`${name}.bias`)[at] ?? 0),
      );
    });
  const add = (one: Matrix, other: Matrix) =>
    one.map((row, at) => row.map((value, column) => value + (other[at]?.[column] ?? 0)));
  const embedded = ids.map((id, place) =>
    Array.from(
      { length: width },
      (_, at) =>
        (get("embeddings.word_embeddings.weight")[id * width + at] ?? 0) +
        (get("embeddings.position_embeddings.weight")[place * width + at] ?? 0) +
        (get("embeddings.token_type_embeddings.weight")[at] ?? 0),
    ),
  );
  let tokens = norm(embedded, "embeddings.LayerNorm");
  for (let index = 0; index < layers; index++) {
    const at = `encoder.layer.${index}`;
    const [query, key, value] = ["query", "key", "value"].map((part) =>
      linear(tokens, `${at}.attention.self.${part}`, width, width),
    );
    const attended = attend(query ?? [], key ?? [], value ?? []);
    const mixed = linear(attended, `${at}.attention.output.dense`, width, width);
    const settled = norm(add(mixed, tokens), `${at}.attention.output.LayerNorm`);
    const wide = linear(settled, `${at}.intermediate.dense`, width, inner).map((row) => row.map(gelu));
    tokens = norm(add(linear(wide, `${at}.output.dense`, inner, width), settled), `${at}.output.LayerNorm`);
  }
  return Array.from(
    { length: width },
    (_, at) => tokens.reduce((sum, row) => sum + (row[at] ?? 0), 0) / tokens.length,
  );
}

function attend(query: Matrix, key: Matrix, value: Matrix): Matrix {
  const size = TINY.width / TINY.heads;
  return query.map((row) =>
    Array.from({ length: TINY.width }, (_, column) => {
      const from = Math.floor(column / size) * size;
      const scores = key.map((other) => {
        let sum = 0;
        for (let at = from; at < from + size; at++) sum += (row[at] ?? 0) * (other[at] ?? 0);
        return Math.exp(sum / Math.sqrt(size));
      });
      const total = scores.reduce((sum, score) => sum + score, 0);
      return scores.reduce((sum, score, at) => sum + (score / total) * (value[at]?.[column] ?? 0), 0);
    }),
  );
}

/** x times the normal distribution's share below x, by a series of the error function. */
function gelu(x: number): number {
  const z = x / Math.SQRT2;
  let [sum, term] = [z, z];
  for (let n = 1; n < 60; n++) {
    term *= -(z * z) / n;
    sum += term / (2 * n + 1);
  }
  return 0.5 * x * (1 + (2 / Math.sqrt(Math.PI)) * sum);
}
