import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { explainError, isLabError, ModelError } from "../../modules/src/core/errors.ts";
import { bundleChecksums, bundleReadme, CHECKSUMS, README } from "./bundle-texts.ts";
import { copyVerified } from "./copy-verified.ts";
import { type BundlePlaces, type BundlePlan, planBundle } from "./plan-bundle.ts";

export interface BundleOptions extends BundlePlaces {
  onBytes?(received: number, total: number): void;
}

/**
 * Makes a folder for a USB stick: every model that is here, checksums, and how to use it. Files that are there already are
 * compared and kept, an interrupted copy is continued, and no file of anybody else is overwritten.
 * @throws ModelError with one line; nothing was written then unless the disk failed on the way
 */
export async function writeBundle(options: BundleOptions): Promise<BundlePlan> {
  const { to, signal } = options;
  const plan = await planBundle(options);
  try {
    await mkdir(to, { recursive: true });
    await copyAll(plan, options);
    await writeFile(join(to, CHECKSUMS), bundleChecksums(plan.models));
    await writeFile(join(to, README), bundleReadme(plan.models));
  } catch (error) {
    signal?.throwIfAborted();
    if (isLabError(error)) throw error;
    throw new ModelError(`The bundle in ${to} is not finished: ${explainError(error)}.`, {
      code: "BUNDLE_UNFINISHED",
      hint: "Mend that and run the command again: what was copied is kept.",
      cause: error,
    });
  }
  return plan;
}

async function copyAll({ copies }: BundlePlan, { signal, onBytes }: BundleOptions): Promise<void> {
  const total = copies.reduce((sum, { file }) => sum + file.bytes, 0);
  let before = 0;
  for (const copy of copies) {
    const start = before;
    await copyVerified({ ...copy, signal, onBytes: (copied) => onBytes?.(start + copied, total) });
    before += copy.file.bytes;
  }
}
