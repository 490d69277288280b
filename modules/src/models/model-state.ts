import { readFileSync, type Stats, statSync } from "node:fs";
import { rm, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { z } from "zod";
import { paths } from "../config/paths.ts";
import { hashFile } from "./hash-file.ts";
import { defaultModelName, findEntry, type ModelEntry, type ModelFile, readManifest } from "./manifest.ts";

/** What is known of a model's files without loading them. */
export interface ModelState {
  readonly name: string;
  readonly title: string;
  readonly licence: string;
  /** Where the file is or will be; of a model of several files their folder. */
  readonly path: string;
  /** Size of the right files together. */
  readonly bytes: number;
  readonly state: "present" | "missing" | "damaged";
  /** The SHA-256 of these very files was compared before; they have the same size and time since. */
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
 * Whether a model's files are there, by size and by the stamp of their last verification: no hashing, no loading.
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

/** Hashes every file, whatever its stamp says, and stamps those that are right. */
export async function verifyModel(
  entry: ModelEntry,
  folder: string = paths.models,
  signal?: AbortSignal,
): Promise<ModelState> {
  const seen = stateOf(entry, folder);
  if (seen.state !== "present") return seen;
  for (const file of entry.files) {
    const problem = await compareHash(fileInFolder(entry, file, folder), file, signal);
    if (problem !== undefined) return damaged(entry, folder, problem);
  }
  return { ...seen, verified: true };
}

/** As `verifyModel`, but takes the stamps' word when there are some. */
export async function ensureVerified(
  entry: ModelEntry,
  folder: string,
  signal?: AbortSignal,
): Promise<ModelState> {
  const seen = stateOf(entry, folder);
  return seen.verified ? seen : await verifyModel(entry, folder, signal);
}

/** As `ensureVerified` for one file: one line saying why it cannot be used, nothing when it can. */
export async function checkFile(path: string, file: ModelFile, signal?: AbortSignal) {
  const { state, verified, problem } = fileState(path, file);
  if (state !== "present" || verified) return { state, problem };
  const found = await compareHash(path, file, signal);
  return found === undefined ? { state, problem } : { state: "damaged" as const, problem: found };
}

/** Remembers that a file as it lies there was compared just now. */
export async function stampVerified(path: string, file: ModelFile): Promise<void> {
  await writeFile(stampFile(path), JSON.stringify(stampOf(await stat(path), file)));
}

/** Where one file of a model is or will be, below the folder of all models. */
export const fileInFolder = (entry: ModelEntry, { file }: ModelFile, folder: string): string =>
  join(folder, entry.folder ?? "", file);

/** The file of a model of one file, else the folder of its files. */
export function modelPath(entry: ModelEntry, folder: string): string {
  const [only] = entry.files;
  return entry.folder === undefined && only
    ? fileInFolder(entry, only, folder)
    : join(folder, entry.folder ?? "");
}

/** A download that is not finished yet. */
export const partPath = (path: string): string => `${path}.part`;

function stateOf(entry: ModelEntry, folder: string): ModelState {
  const states = entry.files.map((file) => fileState(fileInFolder(entry, file, folder), file));
  const broken = states.find(({ state }) => state === "damaged");
  if (broken?.problem !== undefined) return damaged(entry, folder, broken.problem);
  if (states.some(({ state }) => state === "missing")) return missing(entry, folder);
  return { ...facts(entry, folder), state: "present", verified: states.every(({ verified }) => verified) };
}

interface FileState {
  readonly state: ModelState["state"];
  readonly verified: boolean;
  /** Only when it is damaged: which file, and why. */
  readonly problem?: string;
}

function fileState(path: string, expected: ModelFile): FileState {
  const found = statSync(path, { throwIfNoEntry: false });
  if (!found?.isFile()) return { state: "missing", verified: false };
  if (found.size !== expected.bytes) {
    const problem = damage(path, `it has ${found.size} bytes, not ${expected.bytes}`);
    return { state: "damaged", verified: false, problem };
  }
  return { state: "present", verified: hasStamp(path, found, expected) };
}

/** Stamps the file when it is right; else one line saying why it is not. */
async function compareHash(path: string, file: ModelFile, signal?: AbortSignal): Promise<string | undefined> {
  const before = await stat(path);
  const sha256 = await hashFile(path, signal);
  if (sha256 === file.sha256) {
    await writeFile(stampFile(path), JSON.stringify(stampOf(before, file)));
    return undefined;
  }
  await rm(stampFile(path), { force: true });
  return damage(path, `its SHA-256 is ${sha256.slice(0, 12)}…, not ${file.sha256.slice(0, 12)}…`);
}

const facts = (entry: ModelEntry, folder: string) => ({
  name: entry.name,
  title: entry.title,
  licence: entry.licence,
  path: modelPath(entry, folder),
  bytes: totalBytes(entry),
});

/** Size of all files of a model. */
export const totalBytes = ({ files }: ModelEntry): number => files.reduce((sum, { bytes }) => sum + bytes, 0);

function missing(entry: ModelEntry, folder: string): ModelState {
  const there = entry.files
    .map((file) => fileInFolder(entry, file, folder))
    .reduce((sum, path) => sum + (sizeOf(path) ?? sizeOf(partPath(path)) ?? 0), 0);
  const problem =
    there > 0
      ? `The model ${entry.name} is only partly there: ${there} of ${totalBytes(entry)} bytes.`
      : `The model ${entry.name} is missing.`;
  const hint = `Get it with: npm run models -- --get ${entry.name}`;
  return { ...facts(entry, folder), state: "missing", verified: false, problem, hint };
}

const sizeOf = (path: string) => statSync(path, { throwIfNoEntry: false })?.size;

const damage = (path: string, reason: string) => `The model file ${path} is damaged: ${reason}.`;

function damaged(entry: ModelEntry, folder: string, problem: string): ModelState {
  const hint = `Fetch it again with: npm run models -- --get ${entry.name}`;
  return { ...facts(entry, folder), state: "damaged", verified: false, problem, hint };
}

const stampSchema = z.object({ bytes: z.number(), mtimeMs: z.number(), sha256: z.string() });

const stampFile = (path: string) => `${path}.verified.json`;

const stampOf = (found: Stats, { sha256 }: ModelFile) => ({
  bytes: found.size,
  mtimeMs: found.mtimeMs,
  sha256,
});

function hasStamp(path: string, found: Stats, file: ModelFile): boolean {
  const expected = stampOf(found, file);
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
