import { existsSync } from "node:fs";
import { resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { explainError, isLabError, RoutingError } from "../../modules/src/core/errors.ts";
import {
  alwaysCloud,
  alwaysLocal,
  byLength,
  byWordCount,
  randomMix,
} from "../../modules/src/evaluation/baselines.ts";
import { createRouters } from "../../modules/src/routers/registry.ts";
import type { Router } from "../../modules/src/routers/router.ts";
import { UsageError } from "../notebooks/run-command.ts";

/** Baselines that need no rows to be fitted on. */
const baselines = [alwaysLocal(), alwaysCloud(), byLength(), byWordCount(), randomMix({ cloudShare: 0.5 })];

const registry = () => createRouters({ extra: baselines });

/** What `--router` takes, for help texts. */
export const routerNames = (): readonly string[] => registry().names;

const FILE = /\.[cm]?[jt]s$/;

/**
 * The router of a name, or the one that a file exports by default.
 * @throws UsageError naming the nearest name, or what the file lacks.
 */
export async function findRouter(name: string): Promise<Router> {
  if (FILE.test(name)) return await loadRouter(name);
  try {
    return registry().get(name);
  } catch (error) {
    if (isLabError(error) && error.code === "UNKNOWN_ROUTER") throw new UsageError(explainError(error));
    throw error;
  }
}

async function loadRouter(file: string): Promise<Router> {
  const path = resolve(file);
  if (!existsSync(path)) throw new UsageError(`There is no file ${file} with a router.`);
  const loaded: { default?: unknown } = await import(pathToFileURL(path).href).catch((error) => {
    throw new RoutingError(`${file} cannot be loaded: ${explainError(error)}`, { code: "ROUTER_FILE" });
  });
  if (isRouter(loaded.default)) return loaded.default;
  throw new UsageError(`${file} exports no router: it needs "export default { name, route }".`);
}

function isRouter(value: unknown): value is Router {
  if (typeof value !== "object" || value === null) return false;
  return (
    "name" in value && typeof value.name === "string" && "route" in value && typeof value.route === "function"
  );
}
