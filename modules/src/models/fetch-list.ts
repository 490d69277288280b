import { readFileSync, statSync } from "node:fs";
import { mkdir, rename, rm } from "node:fs/promises";
import { join } from "node:path";
import { z } from "zod";
import { type Clock, systemClock } from "../core/clock.ts";
import { explainError, ModelError } from "../core/errors.ts";
import { withFileLock } from "../core/file-lock.ts";
import { hashFile } from "./hash-file.ts";
import { checkFile, partPath, stampVerified } from "./model-state.ts";

const listedSchema = z.strictObject({
  file: z.string().regex(/^[\w][\w.+-]*$/, "must be a plain file name"),
  url: z.url({ protocol: /^https?$/, error: "must be an http address" }),
  licence: z.string().min(1).optional(),
  bytes: z.int().positive().optional(),
  /** Without it a file is taken as it comes, and said to be unverified. */
  sha256: z
    .string()
    .regex(/^[0-9a-f]{64}$/, "must be 64 lower-case hex digits")
    .optional(),
});

const listSchema = z.strictObject({ files: z.array(listedSchema).min(1) });

/** A file that can be had at an address. */
export type ListedFile = z.infer<typeof listedSchema>;

/** What became of one file of a list. */
export interface ListedResult {
  readonly file: string;
  readonly state: "fetched" | "already there" | "failed";
  readonly bytes?: number;
  /** The SHA-256 that it has; of a file that has one in the list the same. */
  readonly sha256?: string;
  /** Its SHA-256 is that of the list. */
  readonly verified: boolean;
  /** Why it failed. */
  readonly problem?: string;
}

export interface FetchListOptions {
  readonly files: readonly ListedFile[];
  readonly folder: string;
  /** Files that are fetched at the same time. */
  readonly atOnce: number;
  readonly clock?: Clock;
  readonly signal?: AbortSignal | undefined;
  onBytes?(file: string, received: number, total: number): void;
}

/** @throws ModelError naming the file and the place in it that cannot be read. */
export function readFileList(path: string): readonly ListedFile[] {
  const result = listSchema.safeParse(readJson(path));
  if (result.success) return result.data.files;
  const [first] = result.error.issues;
  throw unreadable(path, `${first?.path.join(".") || "the list"}: ${first?.message ?? "not valid"}`);
}

function readJson(path: string): unknown {
  try {
    return JSON.parse(readFileSync(path, "utf8"));
  } catch (error) {
    throw unreadable(path, explainError(error));
  }
}

const unreadable = (path: string, reason: string) =>
  new ModelError(`${path} is no list of files: ${reason.replace(/\.$/, "")}.`, {
    code: "MODEL_LIST_INVALID",
    hint: 'Its form is { "files": [{ "file", "url", "bytes", "sha256" }] }; the last two may be left out.',
  });

/**
 * Brings the files of a list into a folder, several at once. One that is there is left alone, an interrupted download is
 * continued, and one that cannot be had leaves the others.
 * @throws only when it is aborted
 */
export async function fetchList(options: FetchListOptions): Promise<readonly ListedResult[]> {
  const { files, folder, atOnce } = options;
  await mkdir(folder, { recursive: true });
  const results: ListedResult[] = [];
  const waiting = files.entries();
  const work = async () => {
    for (const [index, listed] of waiting) results[index] = await bring(listed, options);
  };
  await Promise.all(Array.from({ length: Math.max(1, atOnce) }, work));
  return results;
}

async function bring(listed: ListedFile, options: FetchListOptions): Promise<ListedResult> {
  const { folder, clock = systemClock, signal } = options;
  const path = join(folder, listed.file);
  try {
    return await withFileLock(`${path}.lock`, () => bringLocked(listed, path, options), { clock, signal });
  } catch (error) {
    signal?.throwIfAborted();
    return { file: listed.file, state: "failed", verified: false, problem: explainError(error) };
  }
}

async function bringLocked(
  listed: ListedFile,
  path: string,
  options: FetchListOptions,
): Promise<ListedResult> {
  const { file, sha256 } = listed;
  const found = await lookAt(listed, path, options.signal);
  if (found === "right")
    return { file, state: "already there", verified: sha256 !== undefined, ...(sha256 && { sha256 }) };
  if (found === "wrong") await rename(path, `${path}.damaged`);
  return await fetchOne(listed, path, options);
}

async function lookAt({ file, bytes, sha256 }: ListedFile, path: string, signal: AbortSignal | undefined) {
  const size = statSync(path, { throwIfNoEntry: false })?.size;
  if (size === undefined) return "none";
  if (bytes !== undefined && size !== bytes) return "wrong";
  if (sha256 === undefined) return "right";
  const { state } = await checkFile(path, { file, bytes: size, sha256, sources: [] }, signal);
  return state === "present" ? "right" : "wrong";
}

async function fetchOne(listed: ListedFile, path: string, options: FetchListOptions): Promise<ListedResult> {
  const { clock = systemClock, signal, onBytes } = options;
  // Loaded on demand: a look at files that are there needs no network code.
  const { tellLength, urlSource } = await import("./sources/index.ts");
  const { file, url, sha256 = "" } = listed;
  const bytes = listed.bytes ?? (await tellLength(url, signal));
  const part = partPath(path);
  const task = { file: { file, bytes, sha256 }, inFolder: file, part, clock, signal };
  const { continued } = await urlSource(url, url).fetch({
    ...task,
    onBytes: (received) => onBytes?.(file, received, bytes),
  });
  const found = await hashFile(part, signal);
  if (sha256 !== "" && found !== sha256) {
    await rm(part, { force: true });
    // What an earlier try had left may be the wrong half: once more, from the first byte.
    if (continued) return await fetchOne(listed, path, options);
    throw new ModelError(
      `it gave another file: SHA-256 ${found.slice(0, 12)}…, not ${sha256.slice(0, 12)}…`,
      {
        code: "MODEL_SOURCE_UNUSABLE",
      },
    );
  }
  await rename(part, path);
  if (sha256 !== "") await stampVerified(path, { file, bytes, sha256, sources: [] });
  return { file, state: "fetched", bytes, sha256: found, verified: sha256 !== "" };
}
