import { providerKindOf, tierOf } from "../catalog/provider-kind.ts";
import type { ModelProfile, RegistryConfig } from "../catalog/registry-config.ts";
import { isEmbedding } from "../catalog/task-capability.ts";
import type { YamlContent } from "../config/read-yaml.ts";
import type { ConfigFile } from "./config-file.ts";

type At = YamlContent<unknown>["problemAt"];

/** Routes and lists of stand-ins that no model of the file could ever answer on, each with its line. */
export function routesWithNobody(content: ConfigFile, registry: RegistryConfig, at: At): readonly string[] {
  const answers = createAnswers(content, registry);
  const empty = (section: "routes" | "fallbacks", say: (name: string) => string) =>
    Object.entries(content[section])
      .filter(([, chain]) => !chain.some(answers))
      .map(([name]) => at([section, name], say(name)));
  return [
    ...empty(
      "routes",
      (route) => `the route ${route} has nobody: it names no model of this file that answers questions.`,
    ),
    ...empty(
      "fallbacks",
      (model) => `the list for ${model} has nobody: it names no model of this file that answers questions.`,
    ),
  ];
}

/** What to say of a route, by its name, when nothing that it names is set up here. */
export function emptyRouteLines({ routes, routing, routing_rules: rules = [] }: ConfigFile, at: At) {
  const say = (route: string) => `the route ${route} has nobody: nothing that it names can be asked here.`;
  const named = (path: readonly PropertyKey[], route: string) => [route, at([...path, route], say(route))];
  return Object.fromEntries([
    ...rules.map(({ task }, place) => [task, at(["routing_rules", place], say(task))]),
    ...Object.keys(routing?.primary_mapping ?? {}).map((route) =>
      named(["routing", "primary_mapping"], route),
    ),
    ...Object.keys(routing?.primary_model ?? {}).map((route) => named(["routing", "primary_model"], route)),
    ...Object.keys(routes).map((route) => named(["routes"], route)),
  ]);
}

/** Chains that are written down and empty: nobody steps in, as if they were not there. */
export const emptyChains = ({ routing }: ConfigFile, at: At): readonly string[] =>
  Object.entries(routing?.fallback_chains ?? {})
    .filter(([, chain]) => chain.length === 0)
    .map(([model]) => at(["routing", "fallback_chains", model], `the chain of ${model} has nobody in it.`));

/** Whether an entry of a chain leads to a chat model: a model, a deployment, or a tier that one is in. */
function createAnswers({ deployments, providers }: ConfigFile, { models }: RegistryConfig) {
  const writes = models.filter(({ capabilities }) => !isEmbedding(capabilities));
  const names = new Map<string, ModelProfile>();
  for (const one of writes) for (const name of [one.name, ...one.aliases]) names.set(name.toLowerCase(), one);
  const tiers = new Set<string>();
  for (const { provider, tier } of writes) add(provider, tier);
  for (const { model, provider, endpoint } of Object.values(deployments)) {
    const own = names.get(model.toLowerCase());
    if (!own) continue;
    if (provider === undefined) add(own.provider, own.tier);
    else add(provider, tierOf(providers[provider]?.kind ?? provider, endpoint));
  }
  function add(provider: string, tier: string) {
    const place = providers[provider];
    tiers.add(place?.tier ?? tier);
    // Its settings decide where that one is.
    if (providerKindOf(place?.kind ?? provider) !== "dual-mode") return;
    for (const one of ANYWHERE) tiers.add(one);
  }
  return (entry: string): boolean => {
    const further = deployments[entry];
    return (
      names.has(entry.toLowerCase()) ||
      (further !== undefined && names.has(further.model.toLowerCase())) ||
      tiers.has(entry)
    );
  };
}

const ANYWHERE = ["azure", "foundry", "cloud"] as const;
