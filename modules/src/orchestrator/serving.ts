import type { TokenPrice } from "../catalog/catalog.ts";
import type { Tier } from "../chat/source.ts";
import { nearestName } from "../config/nearest-name.ts";
import { LimitError, SettingsError } from "../core/errors.ts";
import type { Provider } from "../providers/provider.ts";
import type { ContinueForm } from "../resilience/continue-request.ts";

/** A model at one place, ready to be asked. */
export interface ServingDeployment {
  /** Unique; breakers, plans and the decision log go by it. */
  readonly name: string;
  /** Configured model that it serves; several deployments may serve one. */
  readonly model: string;
  /** Other names of the model that requests may use. */
  readonly aliases?: readonly string[];
  readonly provider: Provider;
  /** What the provider calls it: a deployment, an id or an alias. */
  readonly served: string;
  readonly tier: Tier;
  readonly publisher?: string;
  readonly kind?: "chat" | "embedding";
  readonly capabilities?: readonly string[];
  /** Longest answer in tokens. */
  readonly maxTokens: number;
  /** Tokens of prompt and answer together; unknown when absent. */
  readonly contextTokens?: number | undefined;
  /** US dollars for a million tokens; absent when no price is known. A local one costs nothing. */
  readonly usdPerMillion?: TokenPrice | undefined;
  /** Sampling temperature when a request names none. */
  readonly temperature?: number | undefined;
  /** Said first when a request has no system message. */
  readonly systemPrompt?: string | undefined;
  readonly continues?: ContinueForm | undefined;
  readonly firstTokenMs?: number | undefined;
  readonly maxAttempts?: number | undefined;
  /** 0 to 1; default 0.8. */
  readonly quality?: number;
  readonly version?: string | undefined;
  /** Most calls at one time. */
  readonly callsAtOnce?: number | undefined;
}

/** Everything that can be asked, found by any of its names. */
export interface Serving {
  readonly deployments: readonly ServingDeployment[];
  /** @throws never: undefined for an unknown name. */
  deployment(name: string): ServingDeployment | undefined;
  /** Deployments of a model, alias or deployment name, in their order; empty for an unknown name. */
  named(name: string): readonly ServingDeployment[];
  /** The same for a name that stands in a chain, where a tier stands for all of its deployments. */
  inChain(entry: string): readonly ServingDeployment[];
  /** @throws LimitError that names the nearest models. */
  refuse(name: string): never;
}

/** @throws SettingsError when two deployments have one name. */
export function createServing(deployments: readonly ServingDeployment[]): Serving {
  const byName = new Map<string, ServingDeployment>();
  const byModel = new Map<string, ServingDeployment[]>();
  const byTier = new Map<string, ServingDeployment[]>();
  for (const deployment of deployments) {
    if (byName.has(deployment.name))
      throw new SettingsError([`There is a deployment ${deployment.name} already.`]);
    byName.set(deployment.name, deployment);
    if (deployment.kind !== "embedding") append(byTier, deployment.tier, deployment);
    for (const name of new Set([deployment.model, ...(deployment.aliases ?? [])]))
      append(byModel, name.toLowerCase(), deployment);
  }
  const named = (name: string) => {
    const one = byName.get(name);
    return byModel.get(name.toLowerCase()) ?? (one ? [one] : NONE);
  };
  return {
    deployments,
    deployment: (name) => byName.get(name),
    named,
    inChain(entry) {
      const found = named(entry);
      return found.length > 0 ? found : (byTier.get(entry) ?? NONE);
    },
    refuse(name) {
      const chat = deployments.filter(({ kind }) => kind !== "embedding");
      const names = [...new Set(chat.flatMap(({ model, name: own }) => [model, own]))];
      throw named(name).length > 0 ? noChat(name, names) : unknownModel(name, names);
    },
  };
}

const NONE: readonly ServingDeployment[] = [];

function append(map: Map<string, ServingDeployment[]>, key: string, deployment: ServingDeployment): void {
  const known = map.get(key);
  if (known) known.push(deployment);
  else map.set(key, [deployment]);
}

const noChat = (name: string, names: readonly string[]) =>
  new LimitError(`The model "${name}" makes embeddings and answers no questions.`, {
    code: "MODEL_NOT_FOUND",
    hint: `Those that do: ${["auto", ...names].join(", ")}.`,
  });

function unknownModel(name: string, names: readonly string[]): LimitError {
  const short = name.length > 60 ? `${name.slice(0, 57)}...` : name;
  const near = nearestName(short, ["auto", ...names]);
  return new LimitError(`There is no model "${short}".`, {
    code: "MODEL_NOT_FOUND",
    hint: near ? `Did you mean ${near}?` : `There are: auto, ${names.join(", ")}.`,
  });
}
