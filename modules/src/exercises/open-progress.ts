import { join } from "node:path";
import { paths } from "../config/paths.ts";
import { loadSettings } from "../config/settings.ts";
import { explainError } from "../core/errors.ts";
import { createProgressFile, noProgress, type ProgressStore } from "./progress-file.ts";

export interface OpenProgress {
  readonly store: ProgressStore;
  /** Why no progress is kept although it should be, in one line. */
  readonly notice: string | undefined;
}

/** Where the settings say that progress is kept: `.cache/progress.json`, or nowhere with LAB_PROGRESS=false. */
export function openProgress(): OpenProgress {
  try {
    const { lab } = loadSettings().settings;
    const store = lab.progress ? createProgressFile(join(paths.cache, "progress.json")) : noProgress;
    return { store, notice: undefined };
  } catch (error) {
    return { store: noProgress, notice: `Progress is not kept: ${explainError(error)}` };
  }
}
