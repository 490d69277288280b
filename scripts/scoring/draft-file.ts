import { closeSync, mkdirSync, openSync, renameSync, rmSync, writeSync } from "node:fs";
import { basename, dirname } from "node:path";
import { SettingsError } from "../../modules/src/core/errors.ts";

/** A file that is there once it is whole. */
export interface DraftFile {
  /** @throws SettingsError when the disk takes no more. */
  write(text: string): void;
  /** Puts the draft in the file's place. */
  keep(): void;
  /** Takes the draft away; the file is as it was. Does nothing after `keep`. */
  discard(): void;
}

/**
 * Opens a draft beside the file. A process that ends before `keep` takes it away.
 * @throws SettingsError when it cannot be written.
 */
export function openDraft(file: string): DraftFile {
  const part = `${file}.${process.pid}.part`;
  const explained = <Value>(work: () => Value): Value => {
    try {
      return work();
    } catch (error) {
      const code = (error as NodeJS.ErrnoException).code ?? "unknown reason";
      throw new SettingsError([`${basename(file)} cannot be written (${code}).`]);
    }
  };
  const draft = explained(() => {
    mkdirSync(dirname(file), { recursive: true });
    return openSync(part, "w");
  });
  let open = true;
  const close = () => {
    if (open) closeSync(draft);
    open = false;
  };
  const discard = () => {
    close();
    rmSync(part, { force: true });
    process.off("exit", discard);
  };
  process.once("exit", discard);
  return {
    write: (text) => explained(() => void writeSync(draft, text)),
    keep() {
      explained(() => {
        close();
        renameSync(part, file);
      });
      process.off("exit", discard);
    },
    discard,
  };
}
