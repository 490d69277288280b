/** What a model is asked for. A router answers with one of the others. */
export type ModelKind = "chat" | "embedding" | "router";

/** What not every chat model does: JSON on request, JSON after a schema, thinking before it answers, seeing pictures, calling tools. */
export type Capability = "json_object" | "json_schema" | "reasoning" | "vision" | "tools";

/** US dollars for one million tokens. */
export interface TokenPrice {
  readonly input: number;
  readonly output: number;
}

/** Where a figure was read, and on which day (ISO date). */
export interface Reading {
  readonly checked: string;
  readonly source: string;
}

/** The middle and the upper end of what is measured: half of all values are below `median`, one in twenty is above `p95`. */
export interface Spread {
  readonly median: number;
  readonly p95: number;
}

/** How fast a model answers. */
export interface Latency {
  /** Milliseconds from the question's arrival to the first token, or to the vectors of an embedding model. */
  readonly firstTokenMs: Spread;
  /** Of models that write. */
  readonly tokensPerSecond?: Spread | undefined;
  /** Where it was measured, or `assumption`. */
  readonly source: Reading | "assumption";
  /** What the source leaves open. */
  readonly note?: string | undefined;
}

/** That a model can be fine-tuned by examples, and what that costs. */
export interface FineTuning {
  /** US dollars for one million tokens of training, each counted once in each epoch; absent when no dated price was found. */
  readonly usdPerMillionTokens?: number | undefined;
  /** US dollars for each hour that the tuned model is deployed, used or not; absent when no dated price was found. */
  readonly hostingUsdPerHour?: number | undefined;
  /** Where the prices were read; absent when there are none. */
  readonly reading?: Reading | undefined;
  /** What the source leaves open. */
  readonly note?: string | undefined;
}

/** How good a model's answers are held to be before anybody rated one. */
export interface Quality {
  /** Share of right answers in a public test, 0 to 1. */
  readonly score: number;
  /** Where it was read, or `assumption`. */
  readonly source: Reading | "assumption";
  /** What the source leaves open. */
  readonly note?: string | undefined;
}

/** A model as its publisher describes it. */
export interface Model {
  readonly name: string;
  readonly version: string;
  readonly publisher: string;
  readonly kind: ModelKind;
  readonly capabilities: readonly Capability[];
  /** Tasks it is meant for, when those are not what models of its kind are commonly meant for. */
  readonly tasks?: readonly string[] | undefined;
  readonly quality?: Quality | undefined;
  /** Tokens of prompt and answer together. */
  readonly contextTokens: number;
  /** 0 for a model that writes nothing. */
  readonly maxOutputTokens: number;
  /** Numbers in a vector, of an embedding model. */
  readonly dimensions?: number | undefined;
  /** List price; absent when no dated one was found. */
  readonly usdPerMillion?: TokenPrice | undefined;
  /** Where this price was read, when it is not the catalog's own source. */
  readonly priceReading?: Reading | undefined;
  readonly latency?: Latency | undefined;
  /** Absent = it cannot be fine-tuned. */
  readonly fineTuning?: FineTuning | undefined;
}

/** A place that deployments run in. */
export interface Region {
  /** As Azure shows it in `x-ms-region`. */
  readonly name: string;
  /** Milliseconds that the way there and back adds to each answer. */
  readonly roundTripMs: number;
  readonly source: Reading | "assumption";
}

/** An Azure OpenAI resource: a set of deployments behind one address. */
export interface Resource {
  readonly name: string;
  readonly about: string;
  /** Region of those of its deployments that name none. */
  readonly region?: string | undefined;
}

/** A model under a name of its own in one region. */
export interface Deployment {
  /** Unique in its resource. */
  readonly name: string;
  readonly model: Model;
  /** As Azure shows it in `x-ms-region`. */
  readonly region: string;
  /** Name of the resource it belongs to. */
  readonly resource: string;
  /** Absent = more than a workshop uses. */
  readonly tokensPerMinute?: number | undefined;
  /** Absent = six for each thousand tokens a minute. */
  readonly requestsPerMinute?: number | undefined;
  /** How fast it answers, when that is not what its model says. */
  readonly latency?: Latency | undefined;
}

export interface Catalog {
  /** Day on which the prices were read (ISO date) and where they can be looked up. */
  readonly prices: Reading;
  readonly models: readonly Model[];
  readonly regions: readonly Region[];
  /** The first is the one that an address without a resource's name leads to. */
  readonly resources: readonly Resource[];
  readonly deployments: readonly Deployment[];
  /** A deployment of the first resource that has this name. */
  deployment(name: string): Deployment | undefined;
  /** By plain name (`gpt-4o`), by deployment name, or with its version (`gpt-4o-2024-11-20`), as servers report it. */
  model(name: string): Model | undefined;
}

export function createCatalog(
  content: Pick<Catalog, "prices" | "models" | "regions" | "resources" | "deployments">,
): Catalog {
  const deployments = new Map<string, Deployment>();
  const models = new Map<string, Model>();
  for (const deployment of content.deployments.toReversed()) {
    deployments.set(deployment.name, deployment);
    models.set(deployment.name, deployment.model);
  }
  for (const model of content.models)
    models.set(`${model.name}-${model.version}`, model).set(model.name, model);
  return {
    ...content,
    deployment: (name) => deployments.get(name),
    model: (name) => models.get(name),
  };
}
