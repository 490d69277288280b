import { existsSync } from "node:fs";
import { join } from "node:path";
import { paths } from "../../modules/src/config/paths.ts";
import { buildModules } from "../setup/build.mjs";
import { lockFolder } from "../setup/lock.mjs";
import { NotebookError } from "./notebook-error.ts";

/**
 * Notebooks import modules/dist: builds it when a source is newer.
 * @throws NotebookError when it does not build
 */
export async function ensureBuilt(): Promise<void> {
  const unlock = await lockFolder(paths.root, console.log);
  try {
    await buildModules(paths.root, process.execPath);
  } catch (cause) {
    const [line = ""] = (cause instanceof Error ? cause.message : String(cause)).split("\n");
    throw new NotebookError(`modules does not build: ${line}`, "Run: npm run build", cause);
  } finally {
    unlock();
  }
  if (!existsSync(join(paths.root, "modules", "dist", "index.js")))
    throw new NotebookError("modules is not built.", "Run: npm run build");
}
