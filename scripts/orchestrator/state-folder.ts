import { accessSync, constants, mkdirSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { SettingsError } from "../../modules/src/core/index.ts";

/**
 * Makes the folder of what a server keeps. SQLite opens a file that it cannot write without a word, so that is looked at here.
 * @throws SettingsError naming what cannot be written
 */
export function openStateFolder(folder: string): void {
  tryAt(folder, () => mkdirSync(folder, { recursive: true }));
  const kept = readdirSync(folder).filter((name) => /\.sqlite(?:-wal|-shm)?$/.test(name));
  for (const place of [folder, ...kept.map((name) => join(folder, name))])
    tryAt(place, () => accessSync(place, constants.W_OK));
}

function tryAt(place: string, act: () => void): void {
  try {
    act();
  } catch (error) {
    const code = error instanceof Error && "code" in error ? ` (${error.code})` : "";
    throw new SettingsError(
      [`${place} cannot be written${code}.`],
      "Make it writable, or name another folder by --state.",
    );
  }
}
