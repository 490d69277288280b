import { ModelError } from "../core/errors.ts";
import type { RouterHead } from "./head.ts";
import { GRAPH, METADATA, MODEL, TENSOR, writeMetadata, writeTensor } from "./onnx-graph.ts";
import { ProtobufWriter } from "./protobuf-writer.ts";
import { type ProtobufField, readProtobuf, textOfField } from "./read-protobuf.ts";
import { headConstants } from "./router-graph.ts";

/** The text that travels with an ONNX file. @throws ModelError when it is none. */
export function readMetadata(model: Uint8Array): Record<string, string> {
  const entries = readProtobuf(model)
    .filter(({ number }) => number === MODEL.metadata)
    .map(({ content }) => readProtobuf(content))
    .map((fields): [string, string] => [
      textOfField(fields, METADATA.key),
      textOfField(fields, METADATA.value),
    ]);
  return Object.fromEntries(entries);
}

/**
 * The same router with another head: encoder and everything else stay as they are, so nothing has to be built or fetched.
 * @param model a file made by `buildRouterGraph`
 * @param metadata entries to set
 * @throws ModelError when it is no such file.
 */
export function replaceHead(
  model: Uint8Array,
  head: RouterHead,
  metadata: Readonly<Record<string, string>> = {},
): Uint8Array {
  const written = new ProtobufWriter();
  for (const field of readProtobuf(model)) {
    if (field.number === MODEL.graph) written.bytes(MODEL.graph, withHead(field, head));
    else if (field.number !== MODEL.metadata) written.raw(field.raw);
  }
  for (const [key, value] of Object.entries({ ...readMetadata(model), ...metadata }))
    written.bytes(MODEL.metadata, writeMetadata(key, value));
  return written.finish();
}

function withHead({ content }: ProtobufField, head: RouterHead): ProtobufWriter {
  const constants = new Map(Object.entries(headConstants(head)));
  const graph = new ProtobufWriter();
  for (const field of readProtobuf(content)) {
    const name =
      field.number === GRAPH.constants ? textOfField(readProtobuf(field.content), TENSOR.name) : "";
    const own = constants.get(name);
    constants.delete(name);
    if (own) graph.bytes(GRAPH.constants, writeTensor(name, own.values, own.shape));
    else graph.raw(field.raw);
  }
  if (constants.size === 0) return graph;
  throw new ModelError(`The ONNX file is no router: it has no ${[...constants.keys()].join(", ")}.`, {
    code: "MODEL_NO_ROUTER",
    hint: "Give a folder that npm run train:bert or npm run models -- --build-encoder made.",
  });
}
