import { ModelError } from "../core/errors.ts";

/** One field of a message in the wire format of protocol buffers. */
export interface ProtobufField {
  readonly number: number;
  /** Of a string, bytes or embedded message field; empty for numbers. */
  readonly content: Uint8Array;
  /** The whole field, its header included. */
  readonly raw: Uint8Array;
}

/**
 * The fields of a message, in order. Views into `bytes`, nothing is copied.
 * @throws ModelError when the bytes are no such message.
 */
export function readProtobuf(bytes: Uint8Array): ProtobufField[] {
  const fields: ProtobufField[] = [];
  for (let at = 0; at < bytes.length; ) {
    const header = readVarint(bytes, at);
    const kind = header.value % 8;
    const from = kind === 2 ? readVarint(bytes, header.end).end : header.end;
    const end = endOfField(bytes, kind, header.end);
    fields.push({
      number: Math.floor(header.value / 8),
      content: kind === 2 ? bytes.subarray(from, end) : new Uint8Array(),
      raw: bytes.subarray(at, end),
    });
    at = end;
  }
  return fields;
}

/** Text of the first field with this number; empty when there is none. */
export function textOfField(fields: readonly ProtobufField[], number: number): string {
  const field = fields.find((candidate) => candidate.number === number);
  return field ? new TextDecoder().decode(field.content) : "";
}

const FIXED_BYTES: Readonly<Record<number, number>> = { 1: 8, 5: 4 };

function endOfField(bytes: Uint8Array, kind: number, at: number): number {
  const number = kind === 0 || kind === 2 ? readVarint(bytes, at) : undefined;
  const length = kind === 2 ? number?.value : FIXED_BYTES[kind];
  const end = kind === 0 ? number?.end : length === undefined ? undefined : (number?.end ?? at) + length;
  if (end === undefined || end > bytes.length) throw broken();
  return end;
}

function readVarint(bytes: Uint8Array, at: number): { value: number; end: number } {
  let value = 0;
  for (let place = 0; place < 10; place++) {
    const byte = bytes[at + place];
    if (byte === undefined) break;
    value += (byte & 127) * 2 ** (7 * place);
    if (byte < 128) return { value, end: at + place + 1 };
  }
  throw broken();
}

const broken = () =>
  new ModelError("The ONNX file is cut off or is none.", {
    code: "MODEL_NOT_ONNX",
    hint: "Fetch or make it again.",
  });
