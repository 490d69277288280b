/** Writes the wire format of protocol buffers: just what an ONNX file needs. */
export class ProtobufWriter {
  readonly #parts: Uint8Array[] = [];
  #length = 0;

  /** An integer field (int32, int64, enum): two's complement in 64 bits when negative. */
  integer(field: number, value: number | bigint): this {
    return this.#push(varint(BigInt(field) << 3n)).#push(varint(BigInt.asUintN(64, BigInt(value))));
  }

  /** A 32-bit float field. */
  float(field: number, value: number): this {
    const bytes = new Uint8Array(4);
    new DataView(bytes.buffer).setFloat32(0, value, true);
    return this.#push(varint((BigInt(field) << 3n) | 5n)).#push(bytes);
  }

  /** A string, bytes or embedded message field. */
  bytes(field: number, value: string | Uint8Array | ProtobufWriter): this {
    const bytes = bytesOf(value);
    return this.#push(varint((BigInt(field) << 3n) | 2n))
      .#push(varint(BigInt(bytes.length)))
      .#push(bytes);
  }

  /** A field as it was read, its header included. */
  raw(bytes: Uint8Array): this {
    return this.#push(bytes);
  }

  finish(): Uint8Array {
    const whole = new Uint8Array(this.#length);
    let at = 0;
    for (const part of this.#parts) {
      whole.set(part, at);
      at += part.length;
    }
    return whole;
  }

  #push(bytes: Uint8Array): this {
    this.#parts.push(bytes);
    this.#length += bytes.length;
    return this;
  }
}

function bytesOf(value: string | Uint8Array | ProtobufWriter): Uint8Array {
  if (typeof value === "string") return new TextEncoder().encode(value);
  return value instanceof ProtobufWriter ? value.finish() : value;
}

function varint(value: bigint): Uint8Array {
  const bytes: number[] = [];
  let rest = value;
  do {
    const low = Number(rest & 127n);
    rest >>= 7n;
    bytes.push(rest > 0n ? low | 128 : low);
  } while (rest > 0n);
  return Uint8Array.from(bytes);
}
