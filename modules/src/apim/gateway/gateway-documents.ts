import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import type { LoadProblem } from "../documents/load-error.ts";
import type { PolicyDocument } from "../documents/policy-document.ts";
import type { SourcePosition } from "../documents/policy-element.ts";

/** Absolute paths and what was read there; undefined for a file that could not be read. */
export type ReadFiles = ReadonlyMap<string, string | undefined>;

/** Reads the files that a configuration names, and keeps in mind what it read, so that they can be watched. */
export interface DocumentReader {
  /** A file below the base folder, or the text itself when it begins with `<`; undefined when the file cannot be read. */
  read(reference: string, named: string, from: SourcePosition): PolicyDocument | undefined;
  /** The absolute path of a reference. */
  locate(reference: string): string;
  /** Keeps in mind that somebody else read this file. */
  note(path: string): void;
  readonly files: ReadFiles;
  readonly problems: readonly LoadProblem[];
}

export interface DocumentReaderOptions {
  readonly baseDir: string;
  /** The file that a text of the configuration came from. */
  fileOf(text: string): string | undefined;
}

export function createDocumentReader({ baseDir, fileOf }: DocumentReaderOptions): DocumentReader {
  const files = new Map<string, string | undefined>();
  const problems: LoadProblem[] = [];
  return {
    files,
    problems,
    locate: (reference) => resolve(baseDir, reference),
    note: (path) => files.set(path, readText(path)),
    read: (reference, named, from) => {
      if (/^\s*</.test(reference)) return { file: fileOf(reference) ?? named, text: reference };
      const path = resolve(baseDir, reference);
      const text = readText(path);
      files.set(path, text);
      // A mark of the byte order is no part of the document.
      if (text !== undefined) return { file: reference, text: text.replace(/^\uFEFF/, "") };
      problems.push({
        message: `${named}: the file ${reference} cannot be read. Paths are relative to the base folder.`,
        ...from,
      });
      return undefined;
    },
  };
}

/** Undefined when it cannot be read, for whatever reason. */
export function readText(path: string): string | undefined {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return undefined;
  }
}
