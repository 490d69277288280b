import { join } from "node:path";
import { paths } from "../config/paths.ts";
import { type ClassRouterOptions, createClassRouter } from "./class-router.ts";
import { type Classification, compileKeywordClasses } from "./classify-by-keywords.ts";
import { type KeywordClasses, readKeywordClasses } from "./keyword-classes.ts";
import type { Router } from "./router.ts";

export const intentsFile = join(paths.data, "routers", "intents.yaml");

/**
 * Reads intents from a YAML file; without a name, those that come with the workshop.
 * @throws SettingsError with file, line and field of each problem.
 */
export function readIntents(file: string = intentsFile): KeywordClasses {
  return readKeywordClasses(file, "The intents file");
}

let shipped: KeywordClasses | undefined;

function shippedIntents(): KeywordClasses {
  shipped ??= readIntents();
  return shipped;
}

/**
 * Routes by what a question is after: code and reasoning to the cloud when their keywords are clear, the rest local.
 * @throws SettingsError when the intents cannot be used, LabError when the threshold lies outside 0 to 1.
 */
export function createIntentRouter(options: ClassRouterOptions = {}): Router {
  return createClassRouter("intent", options.classes ?? shippedIntents(), options);
}

/** What a question is after: `code`, `reasoning`, `general`, or what the intents say. */
export function classifyIntent(query: string, intents: KeywordClasses = shippedIntents()): Classification {
  return compileKeywordClasses(intents)(query);
}

/** The models to ask for an intent, in their order: the one that is made for it, then those that stand in. */
export function modelsForIntent(name: string, intents: KeywordClasses = shippedIntents()): readonly string[] {
  const { classes, chains, default: fallback } = intents;
  const found = classes.find((one) => one.name === name) ?? classes.find((one) => one.name === fallback);
  return found?.model === undefined ? [] : [found.model, ...(chains[found.model] ?? [])];
}
