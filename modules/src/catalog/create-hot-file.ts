import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { basename } from "node:path";
import { systemClock } from "../core/clock.ts";
import { explainError, SettingsError } from "../core/errors.ts";
import type { HotFile, HotFileOptions } from "./hot-file.ts";

/**
 * Reads a file, and again when it changes. It is looked at by its bytes, so that it does not matter how an editor, a copy or a
 * mounted volume replaces it.
 * @throws SettingsError when its first content cannot be used
 */
export function createHotFile<Content>(options: HotFileOptions<Content>): HotFile<Content> {
  const { file, read, apply, clock = systemClock, intervalMs = 1000, onEvent } = options;
  let settled = digestOf(file);
  let pending: string | undefined;
  let content = read(file);
  let revision = 1;
  let problems: readonly string[] = [];
  let running: { readonly end: AbortController; readonly loop: Promise<void> } | undefined;
  apply?.(content);

  function take(digest: string): boolean {
    pending = undefined;
    try {
      const next = read(file);
      // Written to while it was read: the next look decides.
      if (digestOf(file) !== digest) return false;
      apply?.(next);
      content = next;
    } catch (error) {
      settled = digest;
      problems = error instanceof SettingsError ? error.problems : [explainError(error)];
      onEvent?.({ type: "file-refused", at: clock.now(), file: basename(file), problems });
      return false;
    }
    settled = digest;
    problems = [];
    revision++;
    onEvent?.({ type: "file-applied", at: clock.now(), file: basename(file), revision });
    return true;
  }

  function look(): void {
    const digest = digestOf(file);
    if (digest === settled) pending = undefined;
    else if (digest === pending) take(digest);
    else pending = digest;
  }

  async function loop(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      await clock.sleep(intervalMs, signal).catch(() => {});
      if (!signal.aborted) look();
    }
  }

  return {
    current: () => content,
    get revision() {
      return revision;
    },
    get problems() {
      return problems;
    },
    start() {
      if (running) return;
      const end = new AbortController();
      running = { end, loop: loop(end.signal) };
    },
    reload() {
      const digest = digestOf(file);
      return digest !== settled && take(digest);
    },
    async stop() {
      running?.end.abort();
      await running?.loop;
      running = undefined;
    },
  };
}

/** Of the bytes that lie there; of a file that cannot be read, why. */
function digestOf(file: string): string {
  try {
    return createHash("sha256").update(readFileSync(file)).digest("hex");
  } catch (error) {
    return explainError(error);
  }
}
