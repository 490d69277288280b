import { type FSWatcher, watch } from "node:fs";
import { dirname } from "node:path";
import { type ReadFiles, readText } from "./gateway-documents.ts";

export interface FileWatch {
  /** Watches these from now on, also for what has happened since they were read. */
  follow(files: ReadFiles): void;
  close(): void;
}

/** Editors write a file in several steps; one change is told when it has been quiet for this long. */
const QUIET_MS = 60;

/**
 * Tells when the content of a file has changed. Folders are watched, not files: most editors write a new file and give it
 * the old one's name.
 */
export function watchFiles(changed: () => void): FileWatch {
  const watchers = new Map<string, FSWatcher>();
  let files: ReadFiles = new Map();
  let timer: NodeJS.Timeout | undefined;

  const look = () => {
    if ([...files].some(isChanged)) changed();
  };
  const wait = () => {
    clearTimeout(timer);
    timer = setTimeout(look, QUIET_MS).unref();
  };
  const start = (folder: string) => {
    const watcher = watch(folder, { persistent: false }, wait);
    watcher.on("error", () => watcher.close());
    return watcher;
  };

  return {
    follow: (next) => {
      files = next;
      const folders = new Set([...files.keys()].map((file) => dirname(file)));
      for (const [folder, watcher] of watchers) {
        if (folders.has(folder)) continue;
        watcher.close();
        watchers.delete(folder);
      }
      for (const folder of folders) {
        if (watchers.has(folder)) continue;
        try {
          watchers.set(folder, start(folder));
        } catch {
          // A folder that is not there has nothing to tell; that its files are missing is told where they are read.
        }
      }
      wait();
    },
    close: () => {
      clearTimeout(timer);
      for (const watcher of watchers.values()) watcher.close();
      watchers.clear();
    },
  };
}

const isChanged = ([file, text]: readonly [string, string | undefined]) => readText(file) !== text;
