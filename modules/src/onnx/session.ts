import { readFile } from "node:fs/promises";
import type * as Runtime from "onnxruntime-node";
import { explainError, ModelError } from "../core/errors.ts";

/** Values of each output, row by row, by its name. */
export type Outputs = Readonly<Record<string, Float32Array>>;

/** An ONNX file that runs on this machine's processor. */
export interface OnnxSession {
  /** Runs the token ids of one text. @throws ModelError when the model fails, or was closed. */
  run(ids: readonly number[]): Promise<Outputs>;
  /** Lets the model go when the runs that have begun are done. */
  close(): Promise<void>;
}

export interface OpenSessionOptions {
  /** Threads of one run. Default 1: two are slower when anything else runs. */
  readonly threads?: number;
}

/**
 * Opens an ONNX file, or its bytes. The runtime is loaded on first use.
 * @param mend what to do when the file cannot be used, in one sentence
 * @throws ModelError when there is no runtime for this machine, or the file is missing or damaged.
 */
export async function openSession(
  model: string | Uint8Array,
  mend: string,
  { threads = 1 }: OpenSessionOptions = {},
): Promise<OnnxSession> {
  const runtime = await loadRuntime();
  const bytes = typeof model === "string" ? await readModel(model, mend) : model;
  const session = await createSession(runtime, bytes, threads).catch((cause: unknown) => {
    throw unusable(model, "damaged or no ONNX model", mend, cause);
  });
  const running = new Set<Promise<unknown>>();
  let closing: Promise<void> | undefined;
  const run = async (ids: readonly number[]): Promise<Outputs> => {
    const outputs = await session.run(inputsOf(runtime, session.inputNames, ids)).catch((cause: unknown) => {
      throw failed(model, cause);
    });
    return Object.fromEntries(Object.entries(outputs).map(([name, { data }]) => [name, floatsOf(data)]));
  };
  return {
    async run(ids) {
      if (closing) throw closed(model);
      const one = run(ids);
      running.add(one);
      return await one.finally(() => running.delete(one));
    },
    close() {
      closing ??= Promise.allSettled(running).then(() => session.release());
      return closing;
    },
  };
}

async function loadRuntime(): Promise<typeof Runtime> {
  try {
    return await import("onnxruntime-node");
  } catch (cause) {
    throw new ModelError(`onnxruntime-node cannot be loaded: ${firstLine(cause)}.`, {
      code: "MODEL_NO_RUNTIME",
      hint: "Run npm install; it has binaries for Windows, macOS and Linux on x64 and arm64.",
      cause,
    });
  }
}

async function readModel(file: string, mend: string): Promise<Uint8Array> {
  try {
    return await readFile(file);
  } catch (cause) {
    throw unusable(file, "missing", mend, cause);
  }
}

function createSession({ InferenceSession }: typeof Runtime, bytes: Uint8Array, threads: number) {
  return InferenceSession.create(bytes, {
    intraOpNumThreads: threads,
    interOpNumThreads: 1,
    executionMode: "sequential",
    graphOptimizationLevel: "all",
    // Its warnings go to stderr, past any Logger; errors are thrown.
    logSeverityLevel: 3,
  });
}

/** What BERT files ask beside the ids: a mask of ones, and token types that are all 0. */
function inputsOf({ Tensor }: typeof Runtime, names: readonly string[], ids: readonly number[]) {
  const tensorFor = (name: string) => {
    if (name === "input_ids") return BigInt64Array.from(ids, BigInt);
    return new BigInt64Array(ids.length).fill(name === "attention_mask" ? 1n : 0n);
  };
  return Object.fromEntries(
    names.map((name) => [name, new Tensor("int64", tensorFor(name), [1, ids.length])]),
  );
}

const floatsOf = (data: unknown) => (data instanceof Float32Array ? data : new Float32Array());

const nameOf = (model: string | Uint8Array) => (typeof model === "string" ? ` ${model}` : "");

const closed = (model: string | Uint8Array) =>
  new ModelError(`The model${nameOf(model)} was closed.`, {
    code: "MODEL_CLOSED",
    hint: "Open it again before it is asked.",
  });

const failed = (model: string | Uint8Array, cause: unknown) =>
  new ModelError(`The model${nameOf(model)} could not be run: ${firstLine(cause)}.`, {
    code: "MODEL_RUN_FAILED",
    cause,
  });

const unusable = (model: string | Uint8Array, what: string, mend: string, cause: unknown) =>
  new ModelError(`The model file${nameOf(model)} is ${what}.`, {
    code: "MODEL_FILE_UNUSABLE",
    hint: mend,
    cause,
  });

const firstLine = (error: unknown) => explainError(error).split("\n")[0] ?? "";
