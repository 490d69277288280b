import { readFileSync } from "node:fs";
import { z } from "zod";
import { ModelError } from "../core/errors.ts";

/** A tensor of 32-bit floats, row by row. */
export interface Tensor {
  readonly shape: readonly number[];
  readonly values: Float32Array;
}

/** Gives a tensor by its name. @throws ModelError when there is none, or not one of 32-bit floats. */
export type Weights = (name: string) => Tensor;

const offset = z.int().min(0);
const entrySchema = z.object({
  dtype: z.string(),
  shape: z.array(offset),
  data_offsets: z.tuple([offset, offset]),
});

/** Bytes of the number that says how long the header is. */
const LENGTH_BYTES = 8;

/**
 * Reads a safetensors file: the length of a JSON header in 8 bytes, the header, then the values.
 * @throws ModelError when it cannot be read.
 */
export function readSafetensors(file: string): Weights {
  const bytes = readBytes(file);
  const { entries, start } = readHeader(bytes, file);
  return (name) => {
    const entry = entrySchema.safeParse(entries[name]);
    if (!entry.success) throw unusable(file, `has no tensor ${name}`);
    const { dtype, shape, data_offsets: offsets } = entry.data;
    if (dtype !== "F32") throw unusable(file, `has the tensor ${name} as ${dtype}, not F32`);
    const [from, to] = offsets;
    if (start + to > bytes.length || (to - from) % 4 !== 0) throw unusable(file, "is cut off");
    const copy = Uint8Array.from(bytes.subarray(start + from, start + to));
    return { shape, values: new Float32Array(copy.buffer) };
  };
}

function readBytes(file: string): Buffer {
  try {
    return readFileSync(file);
  } catch (cause) {
    throw unusable(file, "cannot be read", cause);
  }
}

function readHeader(bytes: Buffer, file: string) {
  const length = bytes.length < LENGTH_BYTES ? Number.POSITIVE_INFINITY : Number(bytes.readBigUInt64LE(0));
  if (LENGTH_BYTES + length > bytes.length) throw unusable(file, "is cut off or no safetensors file");
  const start = LENGTH_BYTES + length;
  try {
    const header: unknown = JSON.parse(bytes.subarray(LENGTH_BYTES, start).toString("utf8"));
    return { entries: z.record(z.string(), z.unknown()).parse(header), start };
  } catch (cause) {
    throw unusable(file, "has no readable header", cause);
  }
}

const unusable = (file: string, problem: string, cause?: unknown) =>
  new ModelError(`The weights ${file}: the file ${problem}.`, {
    code: "MODEL_WEIGHTS_UNUSABLE",
    hint: "Fetch them again: npm run models -- --build-encoder",
    cause,
  });
