import { SettingsError } from "../core/errors.ts";
import { ROUTER_NAMES } from "../routers/registry.ts";
import type { OrchestratorConfig } from "./orchestrator-config.ts";

/** What a configuration would be like with something else in it: for a look at the consequences before it is done. */
export interface ConfigChange {
  readonly strategy?: string;
  /** Score from which the rule router asks the cloud, 0 to 1. */
  readonly threshold?: number;
  readonly routes?: Readonly<Record<string, readonly string[]>>;
  /** US dollars for a million tokens, by model. */
  readonly prices?: Readonly<Record<string, { readonly input: number; readonly output: number }>>;
  /** Models and deployments that are held to be out of service. */
  readonly outage?: readonly string[];
}

/** What is held to be out of service is asked by nobody. */
export const isOut = (name: string, model: string, { outage = [] }: OrchestratorConfig): boolean =>
  outage.includes(name) || outage.includes(model);

/** @throws SettingsError for figures that cannot be, and for routers, models and deployments that there are not. */
export function changeConfig(config: OrchestratorConfig, change: ConfigChange): OrchestratorConfig {
  const { strategy = config.strategy, threshold = config.threshold, routes = {}, prices = {} } = change;
  const problems = [
    ...(ROUTER_NAMES.includes(strategy)
      ? []
      : [`There is no router ${JSON.stringify(strategy)}; there are ${ROUTER_NAMES.join(", ")}.`]),
    ...(change.outage ?? []).flatMap((name) => wrongOutage(name, config)),
    ...(threshold !== undefined && !(threshold >= 0 && threshold <= 1)
      ? [`threshold must be a number from 0 to 1, not ${threshold}.`]
      : []),
    ...Object.entries(prices).flatMap(([model, price]) => wrongPrice(model, price, config)),
  ];
  if (problems.length > 0) throw new SettingsError(problems);
  const models = config.registry.models.map((profile) => {
    const usdPerMillion = prices[profile.name];
    return usdPerMillion ? { ...profile, usdPerMillion } : profile;
  });
  return {
    ...config,
    strategy,
    threshold,
    routes: { ...config.routes, ...routes },
    registry: { ...config.registry, models },
    prices: config.prices.filter(({ model }) => !prices[model]),
    outage: [...(config.outage ?? []), ...(change.outage ?? [])],
  };
}

function wrongOutage(name: string, { registry, deployments }: OrchestratorConfig): readonly string[] {
  const isKnown = Object.hasOwn(deployments, name) || registry.models.some((model) => model.name === name);
  return isKnown ? [] : [`There is no model or deployment ${JSON.stringify(name)}.`];
}

function wrongPrice(
  model: string,
  { input, output }: { readonly input: number; readonly output: number },
  { registry }: OrchestratorConfig,
): readonly string[] {
  const isKnown = registry.models.some(({ name }) => name === model);
  return [
    ...(isKnown ? [] : [`There is no model ${JSON.stringify(model)}.`]),
    ...(input >= 0 && output >= 0 ? [] : [`The price of ${model} must be 0 or more.`]),
  ];
}
