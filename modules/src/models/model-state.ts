import { readFileSync, type Stats, statSync } from "node:fs";
import { rm, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { z } from "zod";
import { paths } from "../config/paths.ts";
import { hashFile } from "./hash-file.ts";
import { defaultModelName, findEntry, type ModelEntry, readManifest } from "./manifest.ts";

/** What is known of a model's file without loading it. */
export interface ModelState {
  readonly name: string;
  readonly title: string;
  readonly licence: string;
  /** Where the file is or will be. */
  readonly path: string;
  /** Size of the right file. */
  readonly bytes: number;
  readonly state: "present" | "missing" | "damaged";
  /** The SHA-256 of this very file was compared before; it has the same size and time since. */
  readonly verified: boolean;
  /** One line: why it cannot be used. Only when it is not present. */
  readonly problem?: string;
  /** How to mend that. */
  readonly hint?: string;
}

export interface ModelPlace {
  /** Folder of the model files; default `.cache/models`. */
  readonly folder?: string;
  /** Default: `data/models.json`. */
  readonly manifest?: readonly ModelEntry[];
}

/**
 * Whether a model's file is there, by size and by the stamp of its last verification: no hashing, no loading.
 * @throws ModelError when no model has this name.
 */
export function findModel(name: string = defaultModelName, place: ModelPlace = {}): ModelState {
  const entry = findEntry(name, place.manifest ?? readManifest());
  return stateOf(entry, place.folder ?? paths.models);
}

/** Every model of the table with its state. */
export function listModels({ manifest = readManifest(), folder = paths.models }: ModelPlace = {}) {
  return manifest.map((entry) => stateOf(entry, folder));
}

/** Hashes the file, whatever its stamp says, and stamps it when it is right. */
export async function verifyModel(
  entry: ModelEntry,
  folder: string = paths.models,
  signal?: AbortSignal,
): Promise<ModelState> {
  const seen = stateOf(entry, folder);
  if (seen.state !== "present") return seen;
  const before = await stat(seen.path);
  const sha256 = await hashFile(seen.path, signal);
  if (sha256 !== entry.sha256) {
    await rm(stampFile(seen.path), { force: true });
    return damaged(
      entry,
      folder,
      `its SHA-256 is ${sha256.slice(0, 12)}…, not ${entry.sha256.slice(0, 12)}…`,
    );
  }
  await writeFile(stampFile(seen.path), JSON.stringify(stampOf(before, entry)));
  return { ...seen, verified: true };
}

/** Remembers that the file as it lies there was compared just now. */
export async function stampVerified(entry: ModelEntry, folder: string): Promise<void> {
  const path = modelPath(entry, folder);
  await writeFile(stampFile(path), JSON.stringify(stampOf(await stat(path), entry)));
}

/** As `verifyModel`, but takes the stamp's word when there is one. */
export async function ensureVerified(
  entry: ModelEntry,
  folder: string,
  signal?: AbortSignal,
): Promise<ModelState> {
  const seen = stateOf(entry, folder);
  return seen.verified ? seen : await verifyModel(entry, folder, signal);
}

export const modelPath = (entry: ModelEntry, folder: string): string => join(folder, entry.file);

/** A download that is not finished yet. */
export const partPath = (entry: ModelEntry, folder: string): string => `${modelPath(entry, folder)}.part`;

function stateOf(entry: ModelEntry, folder: string): ModelState {
  const path = modelPath(entry, folder);
  const file = statSync(path, { throwIfNoEntry: false });
  if (!file?.isFile()) return missing(entry, folder);
  if (file.size !== entry.bytes)
    return damaged(entry, folder, `it has ${file.size} bytes, not ${entry.bytes}`);
  return { ...facts(entry, folder), state: "present", verified: hasStamp(path, file, entry) };
}

const facts = (entry: ModelEntry, folder: string) => ({
  name: entry.name,
  title: entry.title,
  licence: entry.licence,
  path: modelPath(entry, folder),
  bytes: entry.bytes,
});

function missing(entry: ModelEntry, folder: string): ModelState {
  const half = statSync(partPath(entry, folder), { throwIfNoEntry: false });
  const problem = half
    ? `The model ${entry.name} is only partly there: ${half.size} of ${entry.bytes} bytes.`
    : `The model ${entry.name} is missing.`;
  const hint = `Get it with: npm run models -- --get ${entry.name}`;
  return { ...facts(entry, folder), state: "missing", verified: false, problem, hint };
}

function damaged(entry: ModelEntry, folder: string, reason: string): ModelState {
  const path = modelPath(entry, folder);
  const problem = `The model file ${path} is damaged: ${reason}.`;
  const hint = `Fetch it again with: npm run models -- --get ${entry.name}`;
  return { ...facts(entry, folder), state: "damaged", verified: false, problem, hint };
}

const stampSchema = z.object({ bytes: z.number(), mtimeMs: z.number(), sha256: z.string() });

const stampFile = (path: string) => `${path}.verified.json`;

const stampOf = (file: Stats, entry: ModelEntry) => ({
  bytes: file.size,
  mtimeMs: file.mtimeMs,
  sha256: entry.sha256,
});

function hasStamp(path: string, file: Stats, entry: ModelEntry): boolean {
  const expected = stampOf(file, entry);
  const stamp = stampSchema.safeParse(readStamp(path));
  return (
    stamp.success &&
    stamp.data.bytes === expected.bytes &&
    stamp.data.mtimeMs === expected.mtimeMs &&
    stamp.data.sha256 === expected.sha256
  );
}

function readStamp(path: string): unknown {
  try {
    return JSON.parse(readFileSync(stampFile(path), "utf8"));
  } catch {
    // No stamp or a broken one: the file is hashed once more.
    return undefined;
  }
}
