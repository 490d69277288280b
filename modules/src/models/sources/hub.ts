import { createWriteStream } from "node:fs";
import { rm, stat } from "node:fs/promises";
import { pipeline } from "node:stream/promises";
import { EnvHttpProxyAgent, fetch, type Response } from "undici";
import { explainError, ModelError } from "../../core/errors.ts";
import type { ModelSource } from "../manifest.ts";
import type { FetchTask, FileSource } from "./source.ts";

const defaultHubUrl = "https://huggingface.co";

/** Limits that keep an offline laptop from waiting: the hub answers within these or the next source is tried. */
const CONNECT_MS = 5_000;
const HEADERS_MS = 15_000;
const STALL_MS = 20_000;
const PAUSE_MS = 1_000;

/** A file of the Hugging Face hub, continued by Range after an interruption. */
export function hubSource(
  { repository, revision, file }: Extract<ModelSource, { kind: "hub" }>,
  hubUrl: string = defaultHubUrl,
): FileSource {
  const path = file.split("/").map(encodeURIComponent).join("/");
  const url = `${hubUrl.replace(/\/+$/, "")}/${repository}/resolve/${revision}/${path}`;
  return urlSource(url, `the hub (${repository})`);
}

/** A file at an address, continued by Range after an interruption. */
export const urlSource = (url: string, title: string): FileSource => ({
  title,
  fetch: (task) => download(url, task),
});

/**
 * Bytes of the file at an address, as its server tells them.
 * @throws ModelError when it does not
 */
export async function tellLength(url: string, signal: AbortSignal | undefined): Promise<number> {
  const dispatcher = openNetwork();
  try {
    const response = await fetch(url, { method: "HEAD", dispatcher, ...(signal && { signal }) });
    if (!response.ok) throw unusable(`it answered ${response.status}`);
    const length = Number(response.headers.get("content-length") ?? Number.NaN);
    if (!(length > 0)) throw unusable("it does not tell how long the file is");
    return length;
  } catch (error) {
    signal?.throwIfAborted();
    throw error instanceof ModelError ? error : unusable(networkReason(error));
  } finally {
    await dispatcher.destroy();
  }
}

const openNetwork = () =>
  new EnvHttpProxyAgent({
    connect: { timeout: CONNECT_MS },
    headersTimeout: HEADERS_MS,
    bodyTimeout: STALL_MS,
  });

/** As long as each try brings new bytes, a connection that breaks is taken up again. */
async function download(url: string, task: FetchTask): Promise<{ continued: boolean }> {
  const network = openNetwork();
  const atStart = await partBytes(task);
  try {
    for (;;) {
      const before = await partBytes(task);
      if (before === task.file.bytes) return { continued: atStart > 0 };
      const failure = await attempt(url, before, network, task);
      if (failure === undefined) return { continued: atStart > 0 };
      task.signal?.throwIfAborted();
      if ((await partBytes(task)) <= before) throw failure;
      await task.clock.sleep(PAUSE_MS, task.signal);
    }
  } finally {
    await network.destroy();
  }
}

/** One request. Returns the error that broke it off; throws what another request would not mend. */
async function attempt(
  url: string,
  start: number,
  dispatcher: EnvHttpProxyAgent,
  task: FetchTask,
): Promise<ModelError | undefined> {
  try {
    const response = await fetch(url, {
      dispatcher,
      ...(start > 0 && { headers: { range: `bytes=${start}-` } }),
      ...(task.signal && { signal: task.signal }),
    });
    await save(response, start, task);
    return undefined;
  } catch (error) {
    if (error instanceof ModelError) throw error;
    return unusable(networkReason(error));
  }
}

async function save(response: Response, asked: number, task: FetchTask): Promise<void> {
  const start = response.status === 206 ? asked : 0;
  const length = Number(response.headers.get("content-length") ?? Number.NaN);
  if (!response.ok || !response.body) throw unusable(`it answered ${response.status}`);
  if (Number.isFinite(length) && start + length !== task.file.bytes)
    throw unusable(
      `it answered ${length} bytes of ${response.headers.get("content-type") ?? "something"}, not the model file`,
    );
  let received = start;
  const count = async function* (pieces: AsyncIterable<Uint8Array>) {
    for await (const piece of pieces) {
      received += piece.length;
      task.onBytes(received);
      yield piece;
    }
  };
  const file = createWriteStream(task.part, { flags: start > 0 ? "a" : "w" });
  await pipeline(response.body, count, file, { signal: task.signal });
}

/** Bytes that can be continued; what is longer than the right file is dropped. */
async function partBytes({ part, file }: FetchTask): Promise<number> {
  const size = await stat(part).then(
    (found) => found.size,
    () => 0,
  );
  if (size <= file.bytes) return size;
  await rm(part, { force: true });
  return 0;
}

function networkReason(error: unknown): string {
  const cause = error instanceof Error && error.cause !== undefined ? error.cause : error;
  const code = (cause as { code?: unknown } | null)?.code;
  if (code === "UND_ERR_CONNECT_TIMEOUT") return `no connection within ${CONNECT_MS / 1000} s`;
  if (code === "ENOTFOUND" || code === "EAI_AGAIN") return "its name cannot be resolved (offline?)";
  if (code === "ENOSPC") return "the disk is full";
  return `the connection failed (${typeof code === "string" ? code : explainError(cause)})`;
}

const unusable = (reason: string) => new ModelError(reason, { code: "MODEL_SOURCE_UNUSABLE" });
