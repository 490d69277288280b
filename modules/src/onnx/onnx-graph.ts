import { ProtobufWriter } from "./protobuf-writer.ts";

/** Element types of a tensor, with ONNX's numbers. */
const ELEMENT = { float: 1, int8: 3, int64: 7 } as const;
export type Element = keyof typeof ELEMENT;

/** The same numbers where a node wants one. */
export const TO_FLOAT = { to: 1 };
export const TO_INT32 = { to: 6 };

export type Values = Float32Array | Int8Array | BigInt64Array;
/** Integers are written as ONNX ints, `{ float }` as floats, arrays as lists of ints. */
type Attribute = number | readonly number[] | { readonly float: number };
type Attributes = Readonly<Record<string, Attribute>>;
type Shape = readonly (number | string)[];

/** Operators of onnxruntime's own domain; all others are standard ones. */
const CONTRIB = "com.microsoft";
const CONTRIB_OPERATORS = new Set(["Attention", "QAttention", "Gelu", "DynamicQuantizeMatMul"]);
/** Field numbers of ONNX's messages that are needed again to change a file. */
export const MODEL = { graph: 7, metadata: 14 } as const;
export const GRAPH = { constants: 5 } as const;
export const TENSOR = { name: 8, values: 9 } as const;
export const METADATA = { key: 1, value: 2 } as const;

const OPSET = 17;
const IR_VERSION = 8;

/**
 * Builds one ONNX model node by node. Each method returns the name of the tensor it makes, so that calls read as the
 * computation does.
 */
export class OnnxGraph {
  readonly #graph = new ProtobufWriter();
  readonly #metadata: [string, string][] = [];
  #next = 0;

  constructor(name: string) {
    this.#graph.bytes(2, name);
  }

  /** Adds a node with one output. An empty input name leaves an optional input out. */
  node(operator: string, inputs: readonly string[], attributes: Attributes = {}, output?: string): string {
    const [name] = this.nodes(operator, inputs, 1, attributes, output === undefined ? undefined : [output]);
    return name ?? "";
  }

  /** Adds a node with `count` outputs. */
  nodes(
    operator: string,
    inputs: readonly string[],
    count: number,
    attributes: Attributes = {},
    outputs?: readonly string[],
  ): readonly string[] {
    const names = outputs ?? Array.from({ length: count }, () => this.#fresh(operator));
    const node = new ProtobufWriter();
    for (const input of inputs) node.bytes(1, input);
    for (const output of names) node.bytes(2, output);
    node.bytes(3, `${operator}:${names[0]}`).bytes(4, operator);
    for (const [name, value] of Object.entries(attributes)) node.bytes(5, writeAttribute(name, value));
    if (CONTRIB_OPERATORS.has(operator)) node.bytes(7, CONTRIB);
    this.#graph.bytes(1, node);
    return names;
  }

  /** Adds a constant; one that is to be found again gets a name. */
  constant(values: Values, shape: readonly number[] = [values.length], name?: string): string {
    const own = name ?? this.#fresh("constant");
    this.#graph.bytes(GRAPH.constants, writeTensor(own, values, shape));
    return own;
  }

  floats(values: readonly number[]): string {
    return this.constant(Float32Array.from(values));
  }

  integers(...values: number[]): string {
    return this.constant(BigInt64Array.from(values, BigInt));
  }

  /** One whole number, without a dimension. */
  integer(value: number): string {
    return this.constant(BigInt64Array.of(BigInt(value)), []);
  }

  /** A string in `shape` names a size that is known only at run time. */
  input(name: string, element: Element, shape: Shape): string {
    this.#graph.bytes(11, writeValueInfo(name, element, shape));
    return name;
  }

  output(name: string, element: Element, shape: Shape): void {
    this.#graph.bytes(12, writeValueInfo(name, element, shape));
  }

  /** Text that travels with the file. */
  metadata(key: string, value: string): void {
    this.#metadata.push([key, value]);
  }

  finish(): Uint8Array {
    const model = new ProtobufWriter()
      .integer(1, IR_VERSION)
      .bytes(2, "hybrid-router-workshop")
      .bytes(MODEL.graph, this.#graph);
    model.bytes(8, new ProtobufWriter().bytes(1, "").integer(2, OPSET));
    model.bytes(8, new ProtobufWriter().bytes(1, CONTRIB).integer(2, 1));
    for (const [key, value] of this.#metadata) model.bytes(MODEL.metadata, writeMetadata(key, value));
    return model.finish();
  }

  #fresh(word: string): string {
    this.#next += 1;
    return `${word}_${this.#next}`;
  }
}

/** A constant as an ONNX file holds it. */
export function writeTensor(name: string, values: Values, shape: readonly number[]): ProtobufWriter {
  const tensor = new ProtobufWriter();
  for (const size of shape) tensor.integer(1, size);
  tensor.integer(2, ELEMENT[elementOf(values)]).bytes(TENSOR.name, name);
  return tensor.bytes(TENSOR.values, new Uint8Array(values.buffer, values.byteOffset, values.byteLength));
}

/** One entry of a file's metadata. */
export const writeMetadata = (key: string, value: string): ProtobufWriter =>
  new ProtobufWriter().bytes(METADATA.key, key).bytes(METADATA.value, value);

function elementOf(values: Values): Element {
  if (values instanceof Float32Array) return "float";
  return values instanceof Int8Array ? "int8" : "int64";
}

function writeAttribute(name: string, value: Attribute): ProtobufWriter {
  const attribute = new ProtobufWriter().bytes(1, name);
  if (typeof value === "number") return attribute.integer(3, value).integer(20, 2);
  if ("float" in value) return attribute.float(2, value.float).integer(20, 1);
  for (const entry of value) attribute.integer(8, entry);
  return attribute.integer(20, 7);
}

function writeValueInfo(name: string, element: Element, shape: Shape): ProtobufWriter {
  const dimensions = new ProtobufWriter();
  for (const size of shape) {
    const dimension = new ProtobufWriter();
    dimensions.bytes(1, typeof size === "number" ? dimension.integer(1, size) : dimension.bytes(2, size));
  }
  const tensor = new ProtobufWriter().integer(1, ELEMENT[element]).bytes(2, dimensions);
  return new ProtobufWriter().bytes(1, name).bytes(2, new ProtobufWriter().bytes(1, tensor));
}
