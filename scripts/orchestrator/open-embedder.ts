import { once } from "node:events";
import { Worker } from "node:worker_threads";
import { isLabError, LabError } from "../../modules/src/core/index.ts";
import { findModel } from "../../modules/src/models/model-state.ts";
import type { EmbedDone, EmbedOrder } from "./embed-thread.ts";

/** The encoder that data/cache/threshold.json was measured with. */
const EMBEDDER = "all-minilm-l6-v2";

/** Meanings of texts as vectors, made in a thread of its own: the encoder holds up whatever runs beside it. */
export interface Embedder {
  /** Of the vectors: those of two names do not compare. */
  readonly name: string;
  /** Waits for the encoder, which the first text loads. */
  embed(text: string): Promise<Float32Array>;
  /** Does not wait for it. @throws LabError while it is not loaded; loading begins then. */
  embedNow(text: string): Promise<Float32Array>;
  close(): Promise<void>;
}

/** The embedder when its files are there, else why not, in one line. Loads nothing yet. */
export function findEmbedder(folder?: string): Embedder | string {
  const { state, path, problem } = findModel(EMBEDDER, folder === undefined ? {} : { folder });
  return state === "present" ? openEmbedder(path) : (problem ?? `The model ${EMBEDDER} is not here.`);
}

interface Waiting {
  readonly resolve: (vector: Float32Array) => void;
  readonly reject: (error: Error) => void;
}

function openEmbedder(folder: string): Embedder {
  const waiting = new Map<number, Waiting>();
  let thread: Worker | undefined;
  let loaded = false;
  let orders = 0;

  function start(): Worker {
    const started = new Worker(new URL("embed-thread.ts", import.meta.url), { workerData: folder });
    // It is nothing to stay alive for.
    started.unref();
    started.on("message", (done: EmbedDone) => {
      const order = waiting.get(done.id);
      waiting.delete(done.id);
      loaded ||= "vector" in done;
      if ("vector" in done) order?.resolve(done.vector);
      else order?.reject(failed(done.problem));
    });
    started.on("error", (error) => fail(error.message));
    return started;
  }

  /** The next text starts another thread. */
  function fail(why: string) {
    thread = undefined;
    loaded = false;
    for (const { reject } of waiting.values()) reject(failed(why));
    waiting.clear();
  }

  function embed(text: string): Promise<Float32Array> {
    thread ??= start();
    const id = orders++;
    const vector = new Promise<Float32Array>((resolve, reject) => waiting.set(id, { resolve, reject }));
    thread.postMessage({ id, text } satisfies EmbedOrder);
    return vector;
  }

  return {
    name: EMBEDDER,
    embed,
    async embedNow(text) {
      if (loaded) return embed(text);
      if (waiting.size === 0) embed(text).catch(() => {});
      throw failed("is still being loaded");
    },
    async close() {
      const ending = thread;
      fail("was closed");
      if (!ending) return;
      ending.ref();
      const ended = once(ending, "exit");
      ending.postMessage("close" satisfies EmbedOrder);
      await ended;
    },
  };
}

const FAILED = "EMBEDDER_FAILED";

export const isEmbedderFailure = (error: unknown): boolean => isLabError(error) && error.code === FAILED;

const failed = (why: string) =>
  new LabError(`The encoder ${EMBEDDER} gives no vector: ${why}.`, { code: FAILED });
