import { createReadStream, createWriteStream } from "node:fs";
import { mkdir, rename, rm, stat } from "node:fs/promises";
import { dirname } from "node:path";
import { pipeline } from "node:stream/promises";
import { ModelError } from "../../modules/src/core/errors.ts";
import { hashFile } from "../../modules/src/models/hash-file.ts";
import type { ModelFile } from "../../modules/src/models/manifest.ts";
import { partPath } from "../../modules/src/models/model-state.ts";

export interface CopyTask {
  readonly from: string;
  readonly to: string;
  readonly file: ModelFile;
  readonly signal?: AbortSignal | undefined;
  /** Bytes of this file that are there by now. */
  onBytes?(copied: number): void;
}

/**
 * Copies a model's file and reads the copy back: it gets its name only when its SHA-256 is right. What an earlier copy
 * left is continued, and begun anew should it be something else.
 * @throws ModelError when the copy reads back wrong; the system's error when the disk is full or gone
 */
export async function copyVerified(task: CopyTask): Promise<void> {
  const part = partPath(task.to);
  await mkdir(dirname(task.to), { recursive: true });
  const start = await bytesToContinue(part, task.file);
  await append(task, part, start);
  const sha256 = await hashFile(part, task.signal);
  if (sha256 === task.file.sha256) return await rename(part, task.to);
  await rm(part, { force: true });
  if (start > 0) return await copyVerified(task);
  throw new ModelError(`The copy ${task.to} reads back wrong: SHA-256 ${sha256.slice(0, 12)}….`, {
    code: "MODEL_COPY_WRONG",
    hint: "The disk it is on may be damaged: use another one.",
  });
}

async function bytesToContinue(part: string, { bytes }: ModelFile): Promise<number> {
  const size = await stat(part).then(
    (found) => found.size,
    () => 0,
  );
  return size <= bytes ? size : 0;
}

async function append({ from, file, signal, onBytes }: CopyTask, part: string, start: number): Promise<void> {
  let copied = start;
  onBytes?.(copied);
  if (start === file.bytes) return;
  const count = async function* (pieces: AsyncIterable<Uint8Array>) {
    for await (const piece of pieces) {
      yield piece;
      copied += piece.length;
      onBytes?.(copied);
    }
  };
  const source = createReadStream(from, { start, highWaterMark: 1 << 20 });
  // A stick may be pulled out as soon as we say that we are done.
  const target = createWriteStream(part, { flags: start > 0 ? "a" : "w", flush: true });
  await pipeline(source, count, target, { signal });
}
