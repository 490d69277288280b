import { Worker } from "node:worker_threads";
import { ModelError, ProviderError } from "../../core/errors.ts";
import type { Embedder } from "./embedder.ts";
import type { EmbeddingTask, ThreadMessage } from "./embedder-thread.ts";

export interface MiniLmOptions {
  /** Folder with `model.onnx` and `tokenizer.json`. */
  readonly folder: string;
  /** Looks at the files before they are used; one line saying why they cannot be. */
  check(): Promise<string | undefined>;
  /** Requests that may be at work and waiting; default 64. */
  readonly maxRequests?: number;
}

interface Thread {
  run(text: string): Promise<Float32Array>;
  end(): Promise<void>;
}

/**
 * all-MiniLM-L6-v2 in a thread of its own, because the model computes without a pause. The thread starts with the first
 * text. Texts are read one by one: in a batch their vectors would differ a little with their company. Requests take turns
 * text by text, so a long list holds up nobody else.
 */
export function createMiniLmEmbedder({ folder, check, maxRequests = 64 }: MiniLmOptions): Embedder {
  let thread: Promise<Thread> | undefined;
  let requests = 0;
  let last: Promise<unknown> = Promise.resolve();

  const open = async () => {
    const problem = await check();
    if (problem !== undefined) throw failed(problem);
    return await startThread(folder, () => {
      thread = undefined;
    });
  };

  const embedNext = (text: string, signal: AbortSignal | undefined): Promise<Float32Array> => {
    const turn = last.then(async () => {
      signal?.throwIfAborted();
      thread ??= open();
      return await (await thread).run(text);
    });
    last = turn.catch(() => {});
    return turn;
  };

  return {
    name: "all-MiniLM-L6-v2",
    async embed(texts, signal) {
      if (requests >= maxRequests) throw busy(requests);
      requests += 1;
      try {
        const vectors: Float32Array[] = [];
        for (const text of texts) vectors.push(await embedNext(text, signal));
        return vectors;
      } finally {
        requests -= 1;
      }
    },
    async close() {
      await (await thread?.catch(() => undefined))?.end();
    },
  };
}

/** Built code lies beside built code: `.js` next to `.js`. */
const threadFile = new URL(
  import.meta.url.endsWith(".ts") ? "./embedder-thread.ts" : "./embedder-thread.js",
  import.meta.url,
);

/** @throws ModelError when the model cannot be loaded. `onEnd` is called when the thread is no more. */
function startThread(folder: string, onEnd: () => void): Promise<Thread> {
  const worker = new Worker(threadFile, { workerData: folder, execArgv: [] });
  const waiting = new Map<number, PromiseWithResolvers<Float32Array>>();
  const ready = Promise.withResolvers<Thread>();
  let lastId = 0;

  const run = (text: string) => {
    const answer = Promise.withResolvers<Float32Array>();
    lastId += 1;
    worker.ref();
    waiting.set(lastId, answer);
    worker.postMessage({ id: lastId, text } satisfies EmbeddingTask);
    return answer.promise;
  };
  const fail = (reason: string) => {
    const error = failed(`The embedding model cannot be used: ${reason}`);
    ready.reject(error);
    for (const answer of waiting.values()) answer.reject(error);
    waiting.clear();
    onEnd();
  };
  const settle = (message: Exclude<ThreadMessage, { type: "ready" }>) => {
    const answer = waiting.get(message.id);
    waiting.delete(message.id);
    if (message.type === "vector") answer?.resolve(message.vector);
    else answer?.reject(failed(message.reason));
  };
  const end = async () => void (await worker.terminate());
  worker.on("message", (message: ThreadMessage) => {
    if (message.type === "ready") ready.resolve({ run, end });
    else settle(message);
    // A thread without work keeps no process alive.
    if (waiting.size === 0) worker.unref();
  });
  worker.on("error", (error) => fail(error instanceof Error ? error.message : String(error)));
  worker.on("exit", () => fail("its thread has ended."));
  return ready.promise;
}

const failed = (reason: string) => new ModelError(reason, { code: "MODEL_FAILED" });

const busy = (requests: number) =>
  new ProviderError(`The embedding model is busy: ${requests} requests are waiting already.`, {
    code: "EMBEDDER_BUSY",
    status: 429,
    retryable: true,
    retryAfterMs: 1_000,
  });
