import type { Route } from "../http/route.ts";
import type { Platform } from "../platform.ts";
import { chatCompletions } from "./chat-completions.ts";
import { health, probes } from "./health.ts";
import { modelRoutes } from "./models.ts";

/** Every operation of the API, in the order of the document. */
export function apiRoutes(platform: Platform): readonly Route[] {
  return [chatCompletions(platform), ...modelRoutes(platform), ...health(platform), ...probes(platform)];
}
