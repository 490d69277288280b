import { mkdirSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Precision } from "./encoder-graph.ts";
import { type EncoderShape, readEncoderShape } from "./encoder-shape.ts";
import { OUTCOME_COUNT, ROUTER_LABELS, type RouterHead } from "./head.ts";
import { readJsonFile } from "./read-json-file.ts";
import { buildRouterGraph, featureCount } from "./router-graph.ts";
import { readSafetensors } from "./safetensors.ts";
import { buildSentenceGraph } from "./sentence-graph.ts";
import { ENCODER_TOKENS, ROUTER_TOKENS } from "./token-bounds.ts";
import { tokenClasses } from "./token-classes.ts";
import { plainTokenizer, readVocabulary } from "./tokenizer.ts";

export interface BuildEncoderOptions {
  /** Folder with `model.safetensors`, `config.json`, `tokenizer.json` and `tokenizer_config.json` of a BERT encoder. */
  readonly from: string;
  /** Folder that is made. */
  readonly to: string;
  /** Default int8: a quarter of the size, and faster. */
  readonly precision?: Precision;
}

/**
 * Makes an ONNX file of an encoder's weights: token ids in, `embedding` out.
 * @throws ModelError when the weights are missing or of another kind.
 */
export function buildEncoder({ from, to, precision = "int8" }: BuildEncoderOptions): void {
  const shape = readEncoderShape(join(from, "config.json"));
  const weights = readSafetensors(join(from, "model.safetensors"));
  writeModel(
    to,
    { model: buildSentenceGraph({ weights, shape, precision }), ...textFiles(from) },
    {
      ...configOf(shape, shape.layers),
      architectures: ["BertModel"],
    },
  );
}

/** Which part of the encoder routers read: the third layer carries over best to subjects not seen before. */
const ROUTER_LAYER = 3;

/**
 * Makes the base of routers: the encoder's first layers, the signals, and a head that knows nothing yet (every gain is 0).
 * `npm run train:bert` puts a trained head into it.
 * @throws ModelError when the weights are missing or of another kind.
 */
export function buildRouterBase({
  from,
  to,
  precision = "int8",
  layer = ROUTER_LAYER,
}: BuildEncoderOptions & { readonly layer?: number }): void {
  const shape = readEncoderShape(join(from, "config.json"));
  const parts = {
    weights: readSafetensors(join(from, "model.safetensors")),
    shape,
    precision,
    tokenClasses: tokenClasses(readVocabulary(join(from, "tokenizer.json"))),
    layer,
    encoderTokens: Math.min(ENCODER_TOKENS, shape.positions),
  };
  const model = buildRouterGraph(parts, emptyHead(featureCount(shape.width)));
  writeModel(
    to,
    { model, ...textFiles(from) },
    {
      ...configOf(shape, layer),
      architectures: ["BertForSequenceClassification"],
      problem_type: "single_label_classification",
      id2label: Object.fromEntries(ROUTER_LABELS.map((label, index) => [index, label])),
      label2id: Object.fromEntries(ROUTER_LABELS.map((label, index) => [label, index])),
      routing: { threshold: 0.5, slope: 1, intercept: 0 },
    },
  );
}

function emptyHead(inputs: number): RouterHead {
  return {
    inputs,
    hidden: 1,
    weightsIn: new Float32Array(inputs),
    biasIn: new Float32Array(1),
    weightsOut: new Float32Array(OUTCOME_COUNT),
    biasOut: new Float32Array(OUTCOME_COUNT),
    means: new Float32Array(inputs),
    weakWrongShare: 0,
  };
}

function textFiles(from: string) {
  return {
    tokenizer: plainTokenizer(join(from, "tokenizer.json")),
    tokenizerConfig: {
      ...asRecord(readJsonFile(join(from, "tokenizer_config.json"))),
      model_max_length: ROUTER_TOKENS,
    },
  };
}

const asRecord = (value: unknown) => (typeof value === "object" && value !== null ? value : {});

/** What transformers.js wants to know. */
const configOf = (shape: EncoderShape, layers: number) => ({
  model_type: "bert",
  hidden_size: shape.width,
  num_hidden_layers: layers,
  num_attention_heads: shape.heads,
  intermediate_size: shape.inner,
  vocab_size: shape.vocabulary,
  max_position_embeddings: shape.positions,
  layer_norm_eps: shape.epsilon,
});

/** The files of a model as they are written. */
export interface ModelFiles {
  readonly model: Uint8Array;
  readonly tokenizer: object;
  readonly tokenizerConfig: object;
}

/** Writes a model's folder; each file is there whole or not at all. */
export function writeModel(folder: string, files: ModelFiles, config: object): void {
  mkdirSync(folder, { recursive: true });
  const write = (name: string, content: Uint8Array | string) => {
    const file = join(folder, name);
    writeFileSync(`${file}.part`, content);
    renameSync(`${file}.part`, file);
  };
  write("tokenizer.json", toText(files.tokenizer));
  write("tokenizer_config.json", toText(files.tokenizerConfig));
  write("config.json", toText(config));
  write("model.onnx", files.model);
}

const toText = (value: object) => `${JSON.stringify(value)}\n`;
