import { SettingsError } from "../core/errors.ts";
import { findModelDeployment } from "./model-deployments.ts";

/** Families whose publishers speak a form of their own, by the first word of their models' names. */
const OTHER_FAMILIES: Readonly<Record<string, string>> = {
  claude: "Anthropic",
  gemini: "Google",
  mistral: "Mistral AI",
};

/**
 * The name by which OpenAI itself knows a model: Azure's `gpt-35-turbo` is its `gpt-3.5-turbo`, all others stay as they are.
 * @throws SettingsError for a model of another publisher, which only Azure serves in OpenAI's form.
 */
export function directModel(model: string): string {
  const family = /^\s*([a-z]+)/i.exec(model)?.[1]?.toLowerCase() ?? "";
  const publisher = OTHER_FAMILIES[family];
  const entry = findModelDeployment(model);
  if (publisher === undefined) return entry && entry.slug === model ? entry.model : model;
  const how = entry ? ` and the name of its deployment in ${entry.variable}` : "";
  throw new SettingsError(
    [
      `${entry?.model ?? `A ${family} model`} cannot be asked directly: direct mode speaks OpenAI's form, and ${publisher} has its own.`,
    ],
    `It is reachable through Azure mode: set USE_AZURE_FOUNDRY=true${how}.`,
  );
}
