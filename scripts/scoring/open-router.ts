import { existsSync } from "node:fs";
import { resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { nearestName } from "../../modules/src/config/nearest-name.ts";
import { loadSettings, type Settings } from "../../modules/src/config/settings.ts";
import { explainError, RoutingError } from "../../modules/src/core/errors.ts";
import {
  alwaysCloud,
  alwaysLocal,
  byLength,
  byWordCount,
  randomMix,
} from "../../modules/src/evaluation/baselines.ts";
import { connectRouters } from "../../modules/src/orchestrator/connect-routers.ts";
import { createRouters } from "../../modules/src/routers/registry.ts";
import type { Router } from "../../modules/src/routers/router.ts";
import { UsageError } from "../notebooks/run-command.ts";
import type { MeasuredModel } from "../slm/local-chat.ts";
import { openRoutingModel } from "./routing-model.ts";

/** A router, and what goes when it is not needed any more. */
export interface OpenRouter {
  readonly router: Router;
  close(): Promise<void>;
}

/** Baselines that need no rows to be fitted on. */
const baselines: readonly Router[] = [
  alwaysLocal(),
  alwaysCloud(),
  byLength(),
  byWordCount(),
  randomMix({ cloudShare: 0.5 }),
];

/** What `--router` takes, those that need a local model too. */
export function routerNames(): readonly string[] {
  const { names, absent } = createRouters();
  return [...names, ...Object.keys(absent), ...baselines.map(({ name }) => name)];
}

/** Whether a name is that of a file with a router. */
export const isRouterFile = (name: string) => /\.[cm]?[jt]s$/.test(name);

/**
 * The router of a name, as `.env` wants it, or the one that a file exports by default.
 * @throws UsageError naming the nearest name, or what the file lacks; ModelError when it needs a model that is not there.
 */
export async function openRouter(name: string): Promise<OpenRouter> {
  if (isRouterFile(name)) return { router: await loadRouter(name), close: async () => {} };
  const baseline = baselines.find((router) => router.name === name);
  if (baseline) return { router: baseline, close: async () => {} };
  if (!routerNames().includes(name)) throw unknownRouter(name);
  return await openNamed(name, loadSettings().settings);
}

function unknownRouter(name: string): UsageError {
  const near = nearestName(name, routerNames());
  return new UsageError(
    `There is no router named "${name}". ${near ? `Did you mean ${near}?` : `There are: ${routerNames().join(", ")}.`}`,
  );
}

/** Only routers that ask a model get one: opening it takes seconds. */
async function openNamed(name: string, settings: Settings): Promise<OpenRouter> {
  const model = asksModel(name) ? await openRoutingModel(settings) : await modelOfChain(name, settings);
  const router = connectRouters(settings, model).get(name);
  // The time to open a model is none of the first row's.
  if (has(router, "load")) await router.load();
  return {
    router,
    async close() {
      if (has(router, "close")) await router.close();
      await model?.close();
    },
  };
}

/** Whether a router is there only with a model to ask. */
const asksModel = (name: string) => name in createRouters().absent;

/** The chain goes on without a router that lacks its model, and its decisions say so. */
async function modelOfChain(name: string, settings: Settings): Promise<MeasuredModel | undefined> {
  if (name !== "hybrid" || !settings.routing.priority.some(asksModel)) return undefined;
  return await openRoutingModel(settings).catch((error: unknown) => {
    console.error(`hybrid goes on without a local model: ${explainError(error)}`);
    return undefined;
  });
}

/** Routers with a model of their own open and close it. */
function has<Name extends "load" | "close">(
  router: Router,
  name: Name,
): router is Router & Record<Name, () => Promise<void>> {
  return name in router && typeof Object.entries(router).find(([key]) => key === name)?.[1] === "function";
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
