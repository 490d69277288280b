import type { IntentKeywords } from "../catalog/registry-config.ts";
import type { Settings } from "../config/settings.ts";
import { createIntentRouter, readIntents } from "../routers/intent.ts";
import type { KeywordClass, KeywordClasses } from "../routers/keyword-classes.ts";
import type { RouterRegistry } from "../routers/registry.ts";
import { withScreen } from "../routers/with-screen.ts";
import { connectRouters } from "./connect-routers.ts";
import type { OrchestratorConfig } from "./orchestrator-config.ts";
import type { ServingDeployment } from "./serving.ts";

/** The routers as the settings want them, with the intents and the threshold of the configuration. */
export function routersOfConfig(
  { registry, threshold, cache }: OrchestratorConfig,
  settings: Settings,
  deployments: readonly ServingDeployment[],
): RouterRegistry {
  const local = deployments.find(({ tier, kind }) => tier === "local" && kind !== "embedding");
  const routing =
    threshold === undefined ? settings.routing : { ...settings.routing, complexityThreshold: threshold };
  const routers = connectRouters(
    { ...settings, routing },
    local && { chat: local.provider, model: local.served },
    // Whose answer is kept need not wait for a model that says where it would go.
    cache && { decisions: cache.maxEntries, ttlMs: cache.ttlMs },
  );
  if (!registry.intents) return routers;
  const intent = withScreen(createIntentRouter({ classes: classesOf(registry.intents) }));
  return {
    names: routers.names,
    absent: routers.absent,
    get: (name) => (name === "intent" ? intent : routers.get(name)),
  };
}

/**
 * Intents as a configuration lists them, as keyword classes. What an intent asks of a model is known for those that come with
 * the workshop; any other asks for as much as code does.
 */
function classesOf({ keywords, thresholds }: IntentKeywords): KeywordClasses {
  const shipped = readIntents();
  const known = new Map(shipped.classes.map((one) => [one.name, one]));
  const demand = known.get("code")?.demand ?? 0.8;
  const classes = Object.entries(keywords)
    .filter(([, words]) => words.length > 0)
    .map(
      ([name, words]): KeywordClass => ({
        name,
        about: known.get(name)?.about ?? `What the configuration calls ${name}.`,
        demand: known.get(name)?.demand ?? demand,
        words: { en: words },
      }),
    );
  const general = known.get(shipped.default);
  const isNamed = classes.some(({ name }) => name === shipped.default);
  const { model: _model, ...rest } = general ?? {
    name: shipped.default,
    about: "Anything else.",
    demand: 0.2,
  };
  return {
    default: shipped.default,
    threshold: shipped.threshold,
    levels: thresholds,
    classes: isNamed ? classes : [...classes, rest],
    chains: {},
  };
}
