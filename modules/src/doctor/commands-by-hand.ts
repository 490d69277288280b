import type { LoadedSettings } from "../config/index.ts";
import { addressOf } from "./set-variables.ts";

/** A command that a person may run. */
export interface CommandByHand {
  readonly about: string;
  readonly command: string;
}

/** A resource that commands can check. */
export type ResourceByHand = keyof typeof NAMES;

/**
 * Commands for a POSIX shell that check resources by hand, with secrets as $VARIABLE: they stay out of the terminal's
 * history and of this report. None where no resource is named.
 */
export function commandsByHand(
  loaded: LoadedSettings,
  resources: readonly ResourceByHand[],
): CommandByHand[] {
  if (resources.length === 0) return [];
  const inFile = [...loaded.sources.values()].includes(".env");
  return [
    ...(inFile ? SETTINGS_COMMANDS : []),
    ...resources.flatMap((resource) => commandsFor(resource, loaded)),
  ];
}

const SETTINGS_COMMANDS: readonly CommandByHand[] = [
  {
    about: "what .env sets, without the values of secrets",
    command: `grep -E '^(USE_AZURE|AZURE|OPENAI|APIM)_' .env | sed -E 's/(KEY|SECRET)=.*/\\1=(set)/'`,
  },
  { about: "the settings of .env for the commands below", command: "set -a; . ./.env; set +a" },
];

function commandsFor(cloud: ResourceByHand, { settings, sources }: LoadedSettings): CommandByHand[] {
  const names = NAMES[cloud];
  const { endpoint, apiVersion } = cloud === "AZURE_FOUNDRY" ? settings.dualMode : settings.azureOpenai;
  const deployment =
    cloud === "AZURE_FOUNDRY" ? settings.deployments["gpt-4o"] : settings.azureOpenai.deployment;
  const credential = sources.has(names.key)
    ? `-H "api-key: $${names.key}"`
    : `-H "Authorization: Bearer $(az account get-access-token --resource https://cognitiveservices.azure.com --query accessToken -o tsv)"`;
  const resource = addressOf(endpoint)?.hostname.split(".")[0] ?? "RESOURCE";
  return [
    {
      about: "lists the models of the resource; costs nothing",
      command: `curl -sS ${credential} "$${names.endpoint}/openai/models?api-version=2024-10-21"`,
    },
    {
      about: "asks a deployment one question; costs a few tokens",
      command: `curl -sS ${credential} -H "content-type: application/json" -d '{"messages":[{"role":"user","content":"Say hello."}],"max_tokens":5}' "$${names.endpoint}/openai/deployments/${deployment}/chat/completions?api-version=${apiVersion}"`,
    },
    {
      about: "lists the deployments; needs az login and the name of the resource group",
      command: `az cognitiveservices account deployment list --name ${resource} --resource-group "$RESOURCE_GROUP" --query "[].{deployment:name, model:properties.model.name}" --output table`,
    },
  ];
}

const NAMES = {
  AZURE_OPENAI: { endpoint: "AZURE_OPENAI_ENDPOINT", key: "AZURE_OPENAI_API_KEY" },
  AZURE_FOUNDRY: { endpoint: "AZURE_AI_FOUNDRY_ENDPOINT", key: "AZURE_AI_FOUNDRY_API_KEY" },
} as const;
