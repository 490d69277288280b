import { readFileSync, statSync } from "node:fs";
import { stat, statfs } from "node:fs/promises";
import { join, resolve } from "node:path";
import { ModelError } from "../../modules/src/core/errors.ts";
import { hashFile } from "../../modules/src/models/hash-file.ts";
import type { ModelEntry, ModelFile } from "../../modules/src/models/manifest.ts";
import {
  ensureVerified,
  fileInFolder,
  type ModelState,
  partPath,
} from "../../modules/src/models/model-state.ts";
import { CHECKSUMS, isOurText, pathInBundle, README } from "./bundle-texts.ts";
import { inMegabytes } from "./progress-view.ts";

/** What is to be done to make a bundle. */
export interface BundlePlan {
  /** Models that will be in it. */
  readonly models: readonly ModelEntry[];
  readonly copies: readonly { readonly from: string; readonly to: string; readonly file: ModelFile }[];
  /** Models that are neither here nor in the bundle. */
  readonly leftOut: readonly ModelState[];
}

export interface BundlePlaces {
  readonly manifest: readonly ModelEntry[];
  /** Where the models are. */
  readonly folder: string;
  /** Where the bundle is to be. */
  readonly to: string;
  readonly signal?: AbortSignal | undefined;
}

/**
 * Looks at both folders; writes nothing but the stamps of files that were compared.
 * @throws ModelError when no model is here, when a file of somebody else is in the way, or when there is no room
 */
export async function planBundle(places: BundlePlaces): Promise<BundlePlan> {
  const { manifest, folder, to, signal } = places;
  checkFolders(places);
  const models: ModelEntry[] = [];
  const leftOut: ModelState[] = [];
  const copies: BundlePlan["copies"][number][] = [];
  const foreign = [README, CHECKSUMS].filter((name) => isForeignText(name, to));
  for (const entry of manifest) {
    const absent: ModelFile[] = [];
    for (const file of entry.files) {
      const found = await lookAt(fileInFolder(entry, file, to), file, signal);
      if (found === "other") foreign.push(pathInBundle(entry, file.file));
      if (found !== "ours") absent.push(file);
    }
    const state = absent.length === 0 ? undefined : await ensureVerified(entry, folder, signal);
    if (state && state.state !== "present") {
      leftOut.push(state);
      continue;
    }
    models.push(entry);
    for (const file of absent)
      copies.push({ from: fileInFolder(entry, file, folder), to: fileInFolder(entry, file, to), file });
  }
  if (models.length === 0) throw nothingHere(leftOut);
  if (foreign.length > 0) throw inTheWay(foreign, to);
  await checkRoom(copies, to);
  return { models, copies, leftOut };
}

function checkFolders({ folder, to }: BundlePlaces): void {
  if (statSync(to, { throwIfNoEntry: false })?.isFile())
    throw new ModelError(`${to} is a file, not a folder.`, { code: "BUNDLE_NO_FOLDER" });
  if (resolve(to) !== resolve(folder)) return;
  throw new ModelError(`${to} is the folder of the models itself.`, {
    code: "BUNDLE_SAME_FOLDER",
    hint: "Name another one, such as a folder on a USB stick.",
  });
}

/** Whether a file of the bundle is there: the right one, another one, or none. */
async function lookAt(path: string, file: ModelFile, signal: AbortSignal | undefined) {
  const found = statSync(path, { throwIfNoEntry: false });
  if (!found) return "none";
  if (!found.isFile() || found.size !== file.bytes) return "other";
  return (await hashFile(path, signal)) === file.sha256 ? "ours" : "other";
}

function isForeignText(name: string, to: string): boolean {
  const path = join(to, name);
  const found = statSync(path, { throwIfNoEntry: false });
  return found !== undefined && !(found.isFile() && isOurText(name, readFileSync(path, "utf8")));
}

const nothingHere = ([first]: readonly ModelState[]) =>
  new ModelError(first?.problem ?? "No model is listed in data/models.json.", {
    code: "BUNDLE_EMPTY",
    hint: first?.hint,
  });

const inTheWay = (names: readonly string[], to: string) =>
  new ModelError(
    `${to} has ${names.length === 1 ? "a file" : "files"} of another kind under our names: ${names.join(", ")}.`,
    {
      code: "BUNDLE_IN_THE_WAY",
      hint: "Nothing is overwritten: move them away, or name another folder.",
    },
  );

/** For README, checksums and what a file system keeps for itself. */
const SPARE_BYTES = 1_000_000;

async function checkRoom(copies: BundlePlan["copies"], to: string): Promise<void> {
  const parts = await Promise.all(copies.map((copy) => sizeOf(partPath(copy.to))));
  const needed = copies.reduce((sum, { file }, index) => sum + file.bytes - (parts[index] ?? 0), SPARE_BYTES);
  const { bavail, bsize } = await statfs(nearestFolder(to));
  if (copies.length === 0 || bavail * bsize >= needed) return;
  throw new ModelError(
    `${to} has ${inMegabytes(bavail * bsize)} free, and the bundle needs ${inMegabytes(needed)} more.`,
    { code: "BUNDLE_NO_ROOM", hint: "Make room there, or name a folder on another disk." },
  );
}

const sizeOf = (path: string) =>
  stat(path).then(
    ({ size }) => size,
    () => 0,
  );

/** The folder itself, or the nearest above it that is there already. */
function nearestFolder(path: string): string {
  const whole = resolve(path);
  const above = resolve(whole, "..");
  return above === whole || statSync(whole, { throwIfNoEntry: false }) ? whole : nearestFolder(above);
}
