import { parentPort, workerData } from "node:worker_threads";
import { explainError } from "../../modules/src/core/errors.ts";
import { shippedRouterFolder } from "../../modules/src/onnx/router-config.ts";
import { openSentenceEncoder } from "../../modules/src/onnx/sentence-encoder.ts";

/** What the thread is asked. `close`: ends it when the text it is at is done; it must not be ended within one. */
export type EmbedOrder = { readonly id: number; readonly text: string } | "close";

/** What it answers: the vector, or why there is none. */
export type EmbedDone =
  | { readonly id: number; readonly vector: Float32Array }
  | { readonly id: number; readonly problem: string };

const encoder = openSentenceEncoder(String(workerData), { tokenizerFolder: shippedRouterFolder });
// Each order tells what is wrong.
encoder.catch(() => {});

parentPort?.on("message", async (order: EmbedOrder) => {
  if (order === "close") {
    await encoder.then(({ close }) => close()).catch(() => {});
    parentPort?.close();
    return;
  }
  const { id, text } = order;
  const done: EmbedDone = await encoder
    .then(({ embed }) => embed(text))
    .then(
      (vector) => ({ id, vector }),
      (error: unknown) => ({ id, problem: explainError(error) }),
    );
  parentPort?.postMessage(done);
});
