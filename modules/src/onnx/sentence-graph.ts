import { addEncoder, addMeanPooling, addTokenInputs, type EncoderParts } from "./encoder-graph.ts";
import { OnnxGraph } from "./onnx-graph.ts";

/** A whole encoder: token ids in; `embedding` [batch, width] out, the mean of the token vectors, not normalised. */
export function buildSentenceGraph(parts: EncoderParts): Uint8Array {
  const graph = new OnnxGraph("sentence-encoder");
  const inputs = addTokenInputs(graph);
  const tokens = addEncoder(graph, parts, inputs).at(-1) ?? "";
  graph.node("Identity", [addMeanPooling(graph, tokens, inputs.mask)], {}, "embedding");
  graph.output("embedding", "float", ["batch", parts.shape.width]);
  return graph.finish();
}
