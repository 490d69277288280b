import { join } from "node:path";
import { paths } from "../config/paths.ts";
import { type ClassRouterOptions, createClassRouter } from "./class-router.ts";
import { type Classification, compileKeywordClasses } from "./classify-by-keywords.ts";
import { type KeywordClasses, readKeywordClasses } from "./keyword-classes.ts";
import type { Router } from "./router.ts";

export const tasksFile = join(paths.data, "routers", "tasks.yaml");

/**
 * Reads task types from a YAML file; without a name, those that come with the workshop.
 * @throws SettingsError with file, line and field of each problem.
 */
export function readTasks(file: string = tasksFile): KeywordClasses {
  return readKeywordClasses(file, "The tasks file");
}

let shipped: KeywordClasses | undefined;

function shippedTasks(): KeywordClasses {
  shipped ??= readTasks();
  return shipped;
}

/**
 * Routes by the work a request asks for: code, analysis and reasoning to the cloud when their keywords are clear.
 * @throws SettingsError when the tasks cannot be used, LabError when the threshold lies outside 0 to 1.
 */
export function createTaskRouter(options: ClassRouterOptions = {}): Router {
  return createClassRouter("task", options.classes ?? shippedTasks(), options);
}

/** What work a request asks for: `code-generation`, `summarization`, `translation` and so on. */
export function detectTask(request: string, tasks: KeywordClasses = shippedTasks()): Classification {
  return compileKeywordClasses(tasks)(request);
}
