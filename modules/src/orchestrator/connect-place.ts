import { providerKindOf } from "../catalog/provider-kind.ts";
import { nearestName } from "../config/nearest-name.ts";
import type { Settings } from "../config/settings.ts";
import { variables } from "../config/variables.ts";
import { SettingsError } from "../core/errors.ts";
import { createApimFromSettings } from "../providers/apim.ts";
import { createDualMode } from "../providers/dual-mode.ts";
import { createEntraToken } from "../providers/entra-token.ts";
import type { Provider } from "../providers/provider.ts";
import { createProvider, isProviderKind, type ProviderSpec, providerForms } from "../providers/registry.ts";
import type { PlaceConfig } from "./orchestrator-config.ts";

/**
 * The provider of a place, with the address and the key that the settings have for it. Opens no connection.
 * @throws SettingsError saying what is missing.
 */
export function connectPlace(name: string, place: PlaceConfig, settings: Settings): Provider {
  const kind = providerKindOf(place.kind);
  if (kind === DUAL_MODE) return { ...createDualMode(settings), name };
  if (!isProviderKind(kind)) return refuseKind(kind);
  if (kind === "apim" && place.endpoint === undefined) return { ...createApimFromSettings(settings), name };
  const known = usualPlace(kind, place.endpoint, settings);
  const key = keyOf(place.keyVariable ?? known.keyVariable ?? providerForms[kind].keyVariable, settings);
  if (key === undefined && place.keyVariable !== undefined && providerForms[kind].key === "optional")
    throw new SettingsError(
      [`${place.keyVariable} is not set.`],
      `The configuration names it as the key of ${name}.`,
    );
  return createProvider({
    kind,
    name,
    endpoint: known.endpoint,
    key: key ?? known.key ?? tokenFor(kind, settings),
    apiVersion: place.apiVersion ?? known.apiVersion,
    tier: place.tier,
    labUrls: [settings.lab.http, settings.lab.https].filter((url) => url !== undefined),
  });
}

/** Foundry or OpenAI directly, as `USE_AZURE_FOUNDRY` says. */
const DUAL_MODE = "dual-mode";

function refuseKind(kind: string): never {
  const kinds = [...Object.keys(providerForms), DUAL_MODE];
  const near = nearestName(kind, kinds);
  throw new SettingsError(
    [`There is no provider of kind ${JSON.stringify(kind.slice(0, 60))}.`],
    `${near ? `Did you mean ${near}? ` : ""}Kinds: ${kinds.join(", ")}.`,
  );
}

interface UsualPlace extends Pick<ProviderSpec, "endpoint" | "key" | "apiVersion"> {
  readonly keyVariable?: string;
}

/** Where a kind is reached when a configuration does not say so. In a lab, the lab cloud stands in for services without a key. */
function usualPlace(
  kind: ProviderSpec["kind"],
  endpoint: string | undefined,
  settings: Settings,
): UsualPlace {
  const { azureOpenai, dualMode, openai, localModel, lab } = settings;
  if (endpoint !== undefined) return { endpoint };
  switch (kind) {
    case "azure-openai":
      return { endpoint: azureOpenai.endpoint, apiVersion: azureOpenai.apiVersion };
    case "foundry":
      return { endpoint: dualMode.endpoint ?? azureOpenai.endpoint, key: azureOpenai.apiKey };
    case "foundry-local":
      return { endpoint: localModel.endpoint };
    case "openai-compatible":
      return openai.apiKey === undefined && lab.openAiUrl !== undefined
        ? { endpoint: lab.openAiUrl, keyVariable: "LAB_OPENAI_API_KEY" }
        : { endpoint: openai.baseUrl };
    default: {
      const isHeld = keyOf(providerForms[kind].keyVariable, settings) !== undefined;
      return isHeld || lab.http === undefined
        ? {}
        : { endpoint: `${lab.http}/${kind}${LAB_VERSIONS[kind] ?? ""}`, key: lab.publisherKey };
    }
  }
}

/** What publishers put between their address and their routes, as the lab cloud has it. */
const LAB_VERSIONS: Readonly<Record<string, string>> = {
  gemini: "/v1beta",
  mistral: "/v1",
  "hugging-face": "/v1",
};

/** The value of a variable of ours. @throws SettingsError when there is none of that name. */
function keyOf(variable: string, settings: Settings): string | undefined {
  for (const [group, entries] of Object.entries(variables)) {
    for (const [key, { name }] of Object.entries(entries)) {
      if (name !== variable) continue;
      const value: unknown = Reflect.get(Reflect.get(settings, group) ?? {}, key);
      return typeof value === "string" && value !== "" ? value : undefined;
    }
  }
  throw new SettingsError(
    [`There is no variable ${variable}.`],
    "Name one of .env.example that holds a key.",
  );
}

const tokenFor = (kind: ProviderSpec["kind"], { identity }: Settings) =>
  providerForms[kind].key === "token" ? createEntraToken({ secrets: [identity.header] }) : undefined;
