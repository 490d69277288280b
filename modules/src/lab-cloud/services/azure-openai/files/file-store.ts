import { setImmediate as nextTurn } from "node:timers/promises";
import { type Clock, newId } from "../../../../core/index.ts";
import { type BoundedStore, createBoundedStore } from "../conversations/bounded-store.ts";
import { type FilePurpose, problemIn, type StoredFile } from "./stored-file.ts";

/** Files of one resource, in memory: gone when the lab cloud ends. */
export interface FileStore {
  readonly get: BoundedStore<StoredFile>["get"];
  readonly delete: BoundedStore<StoredFile>["delete"];
  /** In the order of their coming. */
  list(): readonly StoredFile[];
  /** Keeps a file, and begins to read its lines when jobs may train on it. */
  add(file: Pick<StoredFile, "filename" | "purpose" | "content">): StoredFile;
}

/** Beyond that the file that was used longest ago is forgotten. */
const LIMITS = { maxEntries: 100, maxBytes: 64 * 1_048_576 };

export function createFileStore(clock: Clock): FileStore {
  const files = createBoundedStore<StoredFile>(LIMITS);
  let added = 0;

  return {
    get: files.get,
    delete: files.delete,
    list: () => files.values().sort((a, b) => a.number - b.number),
    add({ filename, purpose, content }) {
      added += 1;
      const file: StoredFile = {
        id: newId("file-"),
        number: added,
        createdAt: Math.floor(clock.now() / 1000),
        filename,
        purpose,
        content,
        status: "pending",
        checked: nextTurn().then(() => check(file)),
      };
      files.set(file.id, file, content.length);
      return file;
    },
  };
}

async function check(file: StoredFile): Promise<void> {
  const problem = TRAINED_ON.has(file.purpose) ? await problemIn(file.content, nextTurn) : undefined;
  if (problem !== undefined) file.problem = problem;
  file.status = problem === undefined ? "processed" : "error";
}

const TRAINED_ON: ReadonlySet<FilePurpose> = new Set(["fine-tune"]);
