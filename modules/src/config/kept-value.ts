import { createHash } from "node:crypto";
import { mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { isDeepStrictEqual } from "node:util";

/** Parser that values were read by: another one may read the same text otherwise. */
export const PARSER = "yaml 2.9.1";

/**
 * What `text` says, as it was kept in `file`; undefined when nothing is kept there, when it was read from another text, or when the
 * file is damaged.
 */
export function readKept(file: string, text: string): unknown {
  try {
    const kept = readFileSync(file, "utf8");
    const end = kept.indexOf("\n");
    const value = kept.slice(end + 1);
    return kept.slice(0, end) === sealOf(text, value) ? JSON.parse(value) : undefined;
  } catch {
    return undefined;
  }
}

/** Keeps what `text` says, where JSON can say it and the folder can be written. The file is whole at every moment. */
export function keepValue(file: string, text: string, value: unknown): void {
  if (typeof value !== "object" || value === null) return;
  const written = JSON.stringify(value);
  if (!isDeepStrictEqual(JSON.parse(written), value)) return;
  const draft = `${file}.${process.pid}`;
  try {
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(draft, `${sealOf(text, written)}\n${written}`);
    renameSync(draft, file);
  } catch {
    // It is read anew next time.
  }
}

/** Of the text, its reading and the reader together. */
const sealOf = (text: string, value: string) =>
  createHash("sha256").update(`${PARSER} ${text.length}\n`).update(text).update(value).digest("hex");
