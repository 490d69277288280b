import { createModelRegistry } from "../catalog/create-model-registry.ts";
import { taskName } from "../catalog/task-capability.ts";
import type { OrchestratorConfig } from "./orchestrator-config.ts";

/** What intents, tasks and the configuration itself say about whom to ask; where they differ, the last one counts. */
export function routesOfConfig(
  { registry, routes }: OrchestratorConfig,
  tasks: readonly string[],
  ratings: ReadonlyMap<string, number>,
): Readonly<Record<string, readonly string[]>> {
  const { primaryModel, chains, rules, style } = registry;
  const byIntent = Object.entries(primaryModel).map(([intent, model]) => [
    intent,
    [model, ...(chains[model] ?? [])],
  ]);
  return {
    ...(style === "task-rules" && byTask([...tasks, ...rules.map(({ task }) => task)], registry, ratings)),
    ...Object.fromEntries(byIntent),
    ...routes,
  };
}

/** The models of each task, best first, as the registry ranks them. Whether one can be asked is seen when it is asked. */
function byTask(
  tasks: readonly string[],
  config: OrchestratorConfig["registry"],
  ratings: ReadonlyMap<string, number>,
) {
  const ranked = createModelRegistry({ config });
  for (const [model, quality] of ratings) ranked.rateQuality(model, quality);
  return Object.fromEntries(
    [...new Set(tasks.map(taskName))].flatMap((task) => {
      const names = ranked.modelsForTask(task, { includeUnavailable: true }).map(({ name }) => name);
      return names.length > 0 ? [[task, names]] : [];
    }),
  );
}
