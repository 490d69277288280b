import type { EncoderShape } from "./encoder-shape.ts";
import { type OnnxGraph, TO_FLOAT, TO_INT32 } from "./onnx-graph.ts";
import { quantizeColumns, quantizeRows, transpose } from "./quantize.ts";
import type { Tensor, Weights } from "./safetensors.ts";

/** int8: weights in 8 bits with one scale a column, activations quantised as they come. */
export type Precision = "fp32" | "int8";

/** What an encoder is made of. */
export interface EncoderParts {
  readonly weights: Weights;
  readonly shape: EncoderShape;
  readonly precision: Precision;
}

/** Where an encoder is added. */
interface Site extends EncoderParts {
  readonly graph: OnnxGraph;
}

export interface EncoderInputs {
  /** Token ids, int64 [batch, tokens], no more than the encoder has positions. */
  readonly ids: string;
  /** 1 for a token, 0 for padding, int64 [batch, tokens]. */
  readonly mask: string;
}

/**
 * Adds a BERT encoder to a graph.
 * @param depth how many of its layers to add
 * @returns the token vectors, float [batch, tokens, width], of the embedding layer and of each layer after it
 */
export function addEncoder(
  graph: OnnxGraph,
  parts: EncoderParts,
  { ids, mask }: EncoderInputs,
  depth: number = parts.shape.layers,
): readonly string[] {
  const site = { graph, ...parts };
  const mask32 = graph.node("Cast", [mask], TO_INT32);
  const layers = [addEmbeddings(site, ids)];
  for (let index = 0; index < depth; index++)
    layers.push(addLayer(site, `encoder.layer.${index}.`, layers[index] ?? "", mask32));
  return layers;
}

function addEmbeddings(site: Site, ids: string): string {
  const { graph, weights } = site;
  const words = addLookup(site, weights("embeddings.word_embeddings.weight"), ids);
  return addLayerNorm(site, "embeddings.LayerNorm.", graph.node("Add", [words, addPlaces(site, ids)]));
}

/** Position vectors, with the vector of the first (and only) token type added. */
function addPlaces(site: Site, ids: string): string {
  const { graph, weights, shape } = site;
  const positions = weights("embeddings.position_embeddings.weight");
  const type = weights("embeddings.token_type_embeddings.weight").values;
  const values = positions.values.map((value, at) => value + (type[at % shape.width] ?? 0));
  const tokens = graph.node("Gather", [graph.node("Shape", [ids]), graph.integer(1)]);
  const numbers = graph.node("Range", [graph.integer(0), tokens, graph.integer(1)]);
  return addLookup(site, { shape: positions.shape, values }, numbers);
}

function addLookup({ graph, precision }: Site, table: Tensor, ids: string): string {
  if (precision === "fp32") return graph.node("Gather", [graph.constant(table.values, table.shape), ids]);
  const [rows = 0, columns = 0] = table.shape;
  const { values, scales } = quantizeRows(table.values, rows, columns);
  const whole = graph.node("Gather", [graph.constant(values, table.shape), ids]);
  const scale = graph.node("Gather", [graph.constant(scales, [rows, 1]), ids]);
  return graph.node("Mul", [graph.node("Cast", [whole], TO_FLOAT), scale]);
}

function addLayer(site: Site, at: string, input: string, mask: string): string {
  const attended = addAttention(site, `${at}attention.self.`, input, mask);
  const mixed = addLinear(site, `${at}attention.output.dense.`, attended);
  const settled = addResidual(site, `${at}attention.output.LayerNorm.`, mixed, input);
  const widened = site.graph.node("Gelu", [addLinear(site, `${at}intermediate.dense.`, settled)]);
  const narrowed = addLinear(site, `${at}output.dense.`, widened);
  return addResidual(site, `${at}output.LayerNorm.`, narrowed, settled);
}

const ATTENTION_PARTS = ["query", "key", "value"] as const;

function addAttention({ graph, weights, shape, precision }: Site, at: string, input: string, mask: string) {
  const { width, heads } = shape;
  const matrices = ATTENTION_PARTS.map((part) =>
    transpose(weights(`${at}${part}.weight`).values, width, width),
  );
  const joined = besideEachOther(matrices, width, width);
  const bias = graph.floats(ATTENTION_PARTS.flatMap((part) => [...weights(`${at}${part}.bias`).values]));
  const columns = width * ATTENTION_PARTS.length;
  if (precision === "fp32") {
    const weight = graph.constant(joined, [width, columns]);
    return graph.node("Attention", [input, weight, bias, mask], { num_heads: heads });
  }
  const { values, scales } = quantizeColumns(joined, width, columns);
  const [whole = "", scale = "", zero = ""] = graph.nodes("DynamicQuantizeLinear", [input], 3);
  const weight = graph.constant(values, [width, columns]);
  const weightZero = graph.constant(new Int8Array(columns));
  const inputs = [whole, weight, bias, scale, graph.constant(scales), mask, zero, weightZero];
  return graph.node("QAttention", inputs, { num_heads: heads });
}

function addLinear({ graph, weights, precision }: Site, at: string, input: string): string {
  const { shape, values } = weights(`${at}weight`);
  const [outputs = 0, inputs = 0] = shape;
  const turned = transpose(values, outputs, inputs);
  const bias = graph.constant(weights(`${at}bias`).values);
  if (precision === "fp32") {
    const weight = graph.constant(turned, [inputs, outputs]);
    return graph.node("Add", [graph.node("MatMul", [input, weight]), bias]);
  }
  const quantized = quantizeColumns(turned, inputs, outputs);
  const weight = graph.constant(quantized.values, [inputs, outputs]);
  return graph.node("DynamicQuantizeMatMul", [input, weight, graph.constant(quantized.scales), "", bias]);
}

/** `Sum`, not `Add`: onnxruntime would fuse Add and LayerNormalization into an operator that takes four times as long on a CPU. */
function addResidual(site: Site, at: string, input: string, skip: string): string {
  return addLayerNorm(site, at, site.graph.node("Sum", [input, skip]));
}

function addLayerNorm({ graph, weights, shape }: Site, at: string, input: string): string {
  const [gamma, beta] = [`${at}weight`, `${at}bias`].map((name) => graph.constant(weights(name).values));
  const attributes = { axis: -1, epsilon: { float: shape.epsilon } };
  return graph.node("LayerNormalization", [input, gamma ?? "", beta ?? ""], attributes);
}

function besideEachOther(matrices: readonly Float32Array[], rows: number, columns: number): Float32Array {
  const joined = new Float32Array(rows * columns * matrices.length);
  for (const [index, matrix] of matrices.entries()) {
    for (let row = 0; row < rows; row++) {
      const part = matrix.subarray(row * columns, (row + 1) * columns);
      joined.set(part, (row * matrices.length + index) * columns);
    }
  }
  return joined;
}

/** Adds the mean of token vectors under the mask: float [batch, tokens, width] to [batch, width]. */
export function addMeanPooling(graph: OnnxGraph, tokens: string, mask: string): string {
  const weight = graph.node("Cast", [mask], TO_FLOAT);
  const count = graph.node("ReduceSum", [weight, graph.integers(1)], { keepdims: 1 });
  const row = graph.node("Unsqueeze", [graph.node("Div", [weight, count]), graph.integers(1)]);
  return graph.node("Squeeze", [graph.node("MatMul", [row, tokens]), graph.integers(1)]);
}

/** Adds the two inputs of every graph here. */
export function addTokenInputs(graph: OnnxGraph): EncoderInputs {
  const shape = ["batch", "tokens"];
  return {
    ids: graph.input("input_ids", "int64", shape),
    mask: graph.input("attention_mask", "int64", shape),
  };
}
