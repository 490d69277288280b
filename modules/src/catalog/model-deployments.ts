import { nearestName } from "../config/nearest-name.ts";
import type { Settings } from "../config/settings.ts";
import { variables } from "../config/variables.ts";
import { SettingsError } from "../core/errors.ts";

type Slug = keyof Settings["deployments"];
type Publisher = "OpenAI" | "Anthropic" | "Google" | "Mistral AI";

/** One of the models that dual mode maps to a deployment. */
export interface ModelDeployment {
  /** Its name in our settings, without dots: `gpt-35-turbo`. */
  readonly slug: Slug;
  /** Its name at its publisher: `gpt-3.5-turbo`. */
  readonly model: string;
  readonly publisher: Publisher;
  /** Environment variable that names its deployment. */
  readonly variable: string;
  /** Name of its deployment when the variable is not set. */
  readonly deployment: string;
}

/** The part of the settings that says which deployment serves a model. */
export interface DeploymentSettings {
  readonly deployments: Readonly<Partial<Record<Slug, string | undefined>>>;
  readonly azureOpenai: Pick<Settings["azureOpenai"], "deployment">;
}

const row = (slug: Slug, model: string, publisher: Publisher): ModelDeployment => {
  const { name, fallback = "" } = variables.deployments[slug];
  return { slug, model, publisher, variable: name, deployment: fallback };
};

/** The fourteen models of dual mode. Several are old; a variable may point to the deployment of a newer one. */
export const modelDeployments: readonly ModelDeployment[] = [
  row("gpt-4o", "gpt-4o", "OpenAI"),
  row("gpt-4o-mini", "gpt-4o-mini", "OpenAI"),
  row("gpt-4-turbo", "gpt-4-turbo", "OpenAI"),
  row("gpt-4", "gpt-4", "OpenAI"),
  row("gpt-35-turbo", "gpt-3.5-turbo", "OpenAI"),
  row("claude-35-sonnet", "claude-3-5-sonnet", "Anthropic"),
  row("claude-35-haiku", "claude-3-5-haiku", "Anthropic"),
  row("claude-3-opus", "claude-3-opus", "Anthropic"),
  row("gemini-15-pro", "gemini-1.5-pro", "Google"),
  row("gemini-15-flash", "gemini-1.5-flash", "Google"),
  row("gemini-15-flash-8b", "gemini-1.5-flash-8b", "Google"),
  row("mistral-large", "mistral-large", "Mistral AI"),
  row("mistral-medium", "mistral-medium", "Mistral AI"),
  row("mistral-small", "mistral-small", "Mistral AI"),
];

const bySlug = new Map<string, ModelDeployment>(modelDeployments.map((entry) => [entry.slug, entry]));

/**
 * The row of a model, however its name is written: `gpt-3.5-turbo`, `gpt-35-turbo`, `claude-3-5-sonnet-20241022`,
 * `mistral-large-latest`. Which version answers is settled where the model is deployed.
 */
export function findModelDeployment(model: string): ModelDeployment | undefined {
  const slug = model
    .trim()
    .toLowerCase()
    .replace(/-(?:latest|20\d{6}|20\d\d-\d\d-\d\d|\d{3,4})$/, "")
    .replace(/(\d)[.-](?=\d)/g, "$1");
  return bySlug.get(slug);
}

/**
 * Name of the deployment that serves a model in Azure. The deployment of `AZURE_DEPLOYMENT_NAME` may be asked for by its
 * own name.
 * @throws SettingsError naming the variable to set.
 */
export function resolveDeployment(model: string, settings: DeploymentSettings): string {
  const entry = findModelDeployment(model);
  if (!entry) {
    if (model === settings.azureOpenai.deployment) return model;
    throw notMapped(model);
  }
  const deployment = settings.deployments[entry.slug]?.trim();
  if (deployment) return deployment;
  throw new SettingsError(
    [`The model ${entry.model} has no deployment: ${entry.variable} is not set.`],
    `Set ${entry.variable} to the name of its deployment, e.g. ${entry.deployment}.`,
  );
}

function notMapped(model: string): SettingsError {
  const short = model.length > 60 ? `${model.slice(0, 57)}...` : model;
  const near = bySlug.get(nearestName(short, [...bySlug.keys()]) ?? "");
  const guess = near ? `Did you mean ${near.model} (${near.variable})? ` : "";
  return new SettingsError(
    [
      `The model ${JSON.stringify(short)} is none of the ${modelDeployments.length} that AZURE_DEPLOYMENT_* variables map.`,
    ],
    `${guess}To ask a deployment by its own name, set AZURE_DEPLOYMENT_NAME to it.`,
  );
}
