/** A model as its publisher describes it. */
export interface Model {
  readonly name: string;
  readonly version: string;
  readonly publisher: string;
  readonly kind: "chat";
  /** Tokens of prompt and answer together. */
  readonly contextTokens: number;
  readonly maxOutputTokens: number;
  /** List price in US dollars for one million tokens. */
  readonly usdPerMillion: { readonly input: number; readonly output: number };
}

/** A model under a name of its own in one region. */
export interface Deployment {
  readonly name: string;
  readonly model: Model;
  /** As Azure shows it in `x-ms-region`. */
  readonly region: string;
}

export interface Catalog {
  /** Day on which the prices were read (ISO date) and where they can be looked up. */
  readonly prices: { readonly checked: string; readonly source: string };
  readonly models: readonly Model[];
  readonly deployments: readonly Deployment[];
  deployment(name: string): Deployment | undefined;
  /** By plain name (`gpt-4o`), by deployment name, or with its version (`gpt-4o-2024-11-20`), as servers report it. */
  model(name: string): Model | undefined;
}

export function createCatalog(content: Pick<Catalog, "prices" | "models" | "deployments">): Catalog {
  const deployments = new Map(content.deployments.map((deployment) => [deployment.name, deployment]));
  const models = new Map<string, Model>();
  for (const { name, model } of content.deployments) models.set(name, model);
  for (const model of content.models)
    models.set(`${model.name}-${model.version}`, model).set(model.name, model);
  return {
    ...content,
    deployment: (name) => deployments.get(name),
    model: (name) => models.get(name),
  };
}
