import { createHash } from "node:crypto";
import { addEncoder, addMeanPooling, addTokenInputs, type EncoderParts } from "./encoder-graph.ts";
import { OUTCOME_COUNT, type RouterHead, worthOfOutcomes } from "./head.ts";
import { OnnxGraph, TO_FLOAT, type Values } from "./onnx-graph.ts";
import { TOKEN_CLASS_COUNT, TOKEN_SIGNALS } from "./token-classes.ts";

export interface RouterGraphParts extends EncoderParts {
  /** From `tokenClasses`. */
  readonly tokenClasses: Int8Array;
  /** Layer whose mean token vector the head reads, 1 for the first. Those above it are left out of the file. */
  readonly layer: number;
  /** The encoder reads no more tokens than this; the signals are of all tokens. */
  readonly encoderTokens: number;
}

/** How many numbers `features` has a prompt: a unit vector for the meaning, then the signals. */
export const featureCount = (width: number): number => width + TOKEN_SIGNALS.length;

/** Names of what the score is explained by: the meaning, then the signals; the order of the output `without`. */
export const EXPLAINED: readonly string[] = ["meaning", ...TOKEN_SIGNALS];

/**
 * The whole router in one graph: token ids in, and out
 * - `logits` [batch, 3]: weak better, same, strong better;
 * - `weak_wrong` [batch, 1]: probability that the weak model's answer is wrong;
 * - `gain` [batch, 1]: what the router orders by (see `Estimate`);
 * - `without` [batch, 10]: the gain with one part of the features at its usual value, in the order of EXPLAINED;
 * - `features` [batch, featureCount]: what the head reads.
 */
export function buildRouterGraph(parts: RouterGraphParts, head: RouterHead): Uint8Array {
  const graph = new OnnxGraph("bert-router");
  const features = addFeatures(graph, parts);
  graph.output("features", "float", ["batch", featureCount(parts.shape.width)]);
  graph.metadata(ENCODER_KEY, encoderKey(parts));
  addHead(graph, head, features);
  return graph.finish();
}

/** Metadata that says which encoder made the features: files that share it share their features. */
export const ENCODER_KEY = "encoder";

function encoderKey(parts: RouterGraphParts): string {
  const graph = new OnnxGraph("features");
  addFeatures(graph, parts);
  return createHash("sha256").update(graph.finish()).digest("hex").slice(0, 16);
}

function addFeatures(graph: OnnxGraph, parts: RouterGraphParts): string {
  const { ids, mask } = addTokenInputs(graph);
  const bounds = [0, parts.encoderTokens, 1].map((bound) => graph.integers(bound));
  const cut = (name: string) => graph.node("Slice", [name, ...bounds]);
  const seen = { ids: cut(ids), mask: cut(mask) };
  const tokens = addEncoder(graph, parts, seen, parts.layer).at(-1) ?? "";
  const meaning = addUnitLength(graph, addMeanPooling(graph, tokens, seen.mask));
  const signals = addSignals(graph, parts.tokenClasses, ids, mask);
  return graph.node("Concat", [meaning, signals], { axis: 1 }, "features");
}

function addUnitLength(graph: OnnxGraph, vector: string): string {
  return graph.node("Div", [vector, graph.node("ReduceL2", [vector], { axes: [1], keepdims: 1 })]);
}

function addSignals(graph: OnnxGraph, table: Int8Array, ids: string, mask: string): string {
  const shape = [table.length / TOKEN_CLASS_COUNT, TOKEN_CLASS_COUNT];
  const classes = graph.node("Cast", [graph.node("Gather", [graph.constant(table, shape), ids])], TO_FLOAT);
  const weight = graph.node("Cast", [mask], TO_FLOAT);
  const count = graph.node("ReduceSum", [weight, graph.integers(1)], { keepdims: 1 });
  return graph.node("Concat", [addMeanPooling(graph, classes, mask), graph.node("Log", [count])], {
    axis: 1,
  });
}

/** A head as constants of the graph, by their names. */
export function headConstants(
  head: RouterHead,
): Record<string, { values: Values; shape: readonly number[] }> {
  const { inputs, hidden } = head;
  return {
    head_weights_in: { values: head.weightsIn, shape: [inputs, hidden] },
    head_bias_in: { values: head.biasIn, shape: [hidden] },
    head_weights_out: { values: head.weightsOut, shape: [hidden, OUTCOME_COUNT] },
    head_bias_out: { values: head.biasOut, shape: [OUTCOME_COUNT] },
    head_means: { values: head.means, shape: [inputs] },
    head_worth: { values: worthOfOutcomes(head.weakWrongShare), shape: [OUTCOME_COUNT, 1] },
  };
}

function addHead(graph: OnnxGraph, head: RouterHead, features: string): void {
  for (const [name, { values, shape }] of Object.entries(headConstants(head)))
    graph.constant(values, shape, name);
  const inner = graph.node("Gemm", [features, "head_weights_in", "head_bias_in"]);
  const outcomes = graph.node("Gemm", [graph.node("Relu", [inner]), "head_weights_out", "head_bias_out"]);
  addAnswers(graph, outcomes);
  addGain(graph, outcomes, "gain");
  graph.output("gain", "float", ["batch", 1]);
  addGainWithout(graph, features, inner, head.inputs - TOKEN_SIGNALS.length);
}

function addAnswers(graph: OnnxGraph, outcomes: string): void {
  const [bothRight = "", bothWrong = "", onlyStrong = "", onlyWeak = ""] = graph.nodes(
    "Split",
    [outcomes],
    4,
    {
      axis: 1,
    },
  );
  const either = (one: string, other: string) =>
    graph.node("ReduceLogSumExp", [graph.node("Concat", [one, other], { axis: 1 })], {
      axes: [1],
      keepdims: 1,
    });
  graph.node("Concat", [onlyWeak, either(bothRight, bothWrong), onlyStrong], { axis: 1 }, "logits");
  graph.output("logits", "float", ["batch", 3]);
  const odds = graph.node("Sub", [either(bothWrong, onlyStrong), either(bothRight, onlyWeak)]);
  graph.node("Sigmoid", [odds], {}, "weak_wrong");
  graph.output("weak_wrong", "float", ["batch", 1]);
}

/** Adds what the outcomes' probabilities are worth; the last dimension goes from 4 to 1. */
function addGain(graph: OnnxGraph, outcomes: string, output?: string): string {
  return graph.node("MatMul", [graph.node("Softmax", [outcomes], { axis: -1 }), "head_worth"], {}, output);
}

/** What a part of the features adds to each hidden unit, taken off one part at a time. */
function addGainWithout(graph: OnnxGraph, features: string, inner: string, width: number): void {
  const beyond = graph.node("Sub", [features, "head_means"]);
  const slice = (name: string, from: number, to: number, axis: number) =>
    graph.node("Slice", [name, ...[from, to, axis].map((bound) => graph.integers(bound))]);
  const end = width + TOKEN_SIGNALS.length;
  const meaning = graph.node("MatMul", [slice(beyond, 0, width, 1), slice("head_weights_in", 0, width, 0)]);
  const signals = graph.node("Mul", [
    graph.node("Unsqueeze", [slice(beyond, width, end, 1), graph.integers(2)]),
    slice("head_weights_in", width, end, 0),
  ]);
  const parts = graph.node("Concat", [graph.node("Unsqueeze", [meaning, graph.integers(1)]), signals], {
    axis: 1,
  });
  const left = graph.node("Relu", [
    graph.node("Sub", [graph.node("Unsqueeze", [inner, graph.integers(1)]), parts]),
  ]);
  const outcomes = graph.node("Add", [graph.node("MatMul", [left, "head_weights_out"]), "head_bias_out"]);
  graph.node("Squeeze", [addGain(graph, outcomes), graph.integers(2)], {}, "without");
  graph.output("without", "float", ["batch", EXPLAINED.length]);
}
