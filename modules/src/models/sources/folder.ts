import { statSync } from "node:fs";
import { join } from "node:path";
import { ModelError } from "../../core/errors.ts";
import { copyFile } from "./copy-file.ts";
import type { FileSource } from "./source.ts";

/** A folder that holds the model's files (a USB stick, another laptop's `.cache/models`), or the one file itself. */
export function folderSource(folder: string): FileSource {
  return {
    title: `the folder ${folder}`,
    async fetch({ file, inFolder, part, onBytes, signal }) {
      const candidates = [folder, join(folder, inFolder), join(folder, file.file)];
      const from = candidates.find((path) => statSync(path, { throwIfNoEntry: false })?.isFile());
      if (from === undefined) throw unusable(`it has no file ${inFolder}`);
      const { size } = statSync(from);
      if (size !== file.bytes) throw unusable(`its ${file.file} has ${size} bytes, not ${file.bytes}`);
      await copyFile(from, part, onBytes, signal);
      return { continued: false };
    },
  };
}

const unusable = (reason: string) => new ModelError(reason, { code: "MODEL_SOURCE_UNUSABLE" });
