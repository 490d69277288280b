import { statSync } from "node:fs";
import { join } from "node:path";
import { ModelError } from "../../core/errors.ts";
import { copyFile } from "./copy-file.ts";
import type { FileSource } from "./source.ts";

/** A folder that holds the model file (a USB stick, another laptop's `.cache/models`), or that file itself. */
export function folderSource(folder: string): FileSource {
  return {
    title: `the folder ${folder}`,
    async fetch({ entry, part, onBytes, signal }) {
      const from = statSync(folder, { throwIfNoEntry: false })?.isFile() ? folder : join(folder, entry.file);
      const file = statSync(from, { throwIfNoEntry: false });
      if (!file?.isFile()) throw unusable(`it has no file ${entry.file}`);
      if (file.size !== entry.bytes)
        throw unusable(`its ${entry.file} has ${file.size} bytes, not ${entry.bytes}`);
      await copyFile(from, part, onBytes, signal);
      return { continued: false };
    },
  };
}

const unusable = (reason: string) => new ModelError(reason, { code: "MODEL_SOURCE_UNUSABLE" });
