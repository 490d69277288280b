import type { Tier } from "../chat/source.ts";
import { nearestName } from "../config/nearest-name.ts";
import { SettingsError } from "../core/errors.ts";
import { createAnthropic } from "./anthropic.ts";
import { createApim } from "./apim.ts";
import { createAzureOpenAi, type TokenProvider } from "./azure-openai.ts";
import { createCohere } from "./cohere.ts";
import { createFoundry } from "./foundry.ts";
import { createFoundryLocal } from "./foundry-local.ts";
import { createGemini } from "./gemini.ts";
import { createGitHubModels } from "./github-models.ts";
import { createHuggingFace } from "./hugging-face.ts";
import { createMistral } from "./mistral.ts";
import { createOpenAiCompatible } from "./openai-compatible.ts";
import type { Provider, ProviderKind } from "./provider.ts";
import { hintForKey } from "./provider-failure.ts";

/** Which provider to make, as a configuration says it. */
export interface ProviderSpec {
  readonly kind: ProviderKind;
  /** Names the provider in attempts and errors. Default: its kind. */
  readonly name?: string | undefined;
  /** Address in the form that the kind's own factory takes. Default: the service's own, for kinds that have one. */
  readonly endpoint?: string | undefined;
  /** A key; for Azure's kinds also a function that gives Entra tokens. */
  readonly key?: string | TokenProvider | undefined;
  /** Name under which this place knows the model, whatever a request calls it. Default: what the request says. */
  readonly deployment?: string | undefined;
  /** API version of Azure's dated form; without it Azure and gateways are asked in the v1 form. */
  readonly apiVersion?: string | undefined;
  /** Form that a Foundry resource is asked in: `anthropic` for Claude's deployments. */
  readonly form?: "openai" | "anthropic" | undefined;
  /** Where it counts as being. Default: the kind's. */
  readonly tier?: Tier | undefined;
  /** Addresses of the running lab cloud, so that its answers are called simulated. */
  readonly labUrls?: readonly string[] | undefined;
}

/** What is known of one kind of provider. */
export interface ProviderForm {
  /** For people. */
  readonly title: string;
  readonly tier: Tier;
  /** `needed`, `optional`, or `token`: a key or a function that gives Entra tokens. */
  readonly key: "needed" | "optional" | "token";
  /** Variable that usually holds the key. */
  readonly keyVariable: string;
  /** Whether the service has an address of its own; others are named in the configuration. */
  readonly hasOwnEndpoint: boolean;
  /** The form that it speaks, for people. */
  readonly speaks: string;
}

interface Given {
  readonly name: string;
  readonly endpoint: string;
  /** Only where the service has one of its own and none is given, there is no address. */
  readonly own: { readonly endpoint?: string };
  readonly apiKey: string;
  readonly credential: { readonly apiKey: string } | { readonly token: TokenProvider };
  readonly labUrls: readonly string[];
}

interface Entry extends ProviderForm {
  readonly create: (given: Given, spec: ProviderSpec) => Provider;
}

const OPENAI = "OpenAI's chat completions";
const own = { key: "needed", hasOwnEndpoint: true, tier: "cloud" } as const;
const azure = { key: "token", hasOwnEndpoint: false } as const;
const azureForm = (apiVersion: string | undefined) =>
  apiVersion === undefined ? ({ form: "v1" } as const) : ({ form: "dated", apiVersion } as const);

/** Every kind; a new one needs its file and an entry here. */
const ENTRIES: Readonly<Record<ProviderKind, Entry>> = {
  "openai-compatible": {
    title: "Any server in OpenAI's form",
    tier: "cloud",
    key: "optional",
    keyVariable: "OPENAI_API_KEY",
    hasOwnEndpoint: false,
    speaks: OPENAI,
    create: ({ name, endpoint, apiKey, labUrls }, { tier = "cloud" }) =>
      createOpenAiCompatible({ name, tier, baseUrl: endpoint, apiKey, labUrls }),
  },
  "foundry-local": {
    title: "Foundry Local or another server on this machine",
    tier: "local",
    key: "optional",
    keyVariable: "LOCAL_API_KEY",
    hasOwnEndpoint: false,
    speaks: OPENAI,
    create: ({ name, endpoint, apiKey, labUrls }) => createFoundryLocal({ name, endpoint, apiKey, labUrls }),
  },
  "azure-openai": {
    ...azure,
    title: "Azure OpenAI",
    tier: "azure",
    keyVariable: "AZURE_OPENAI_API_KEY",
    speaks: `${OPENAI}, dated or v1`,
    create: ({ name, endpoint, credential, labUrls }, { apiVersion }) =>
      createAzureOpenAi({ name, endpoint, credential, labUrls, ...azureForm(apiVersion) }),
  },
  apim: {
    title: "API Management gateway",
    tier: "apim",
    key: "optional",
    keyVariable: "APIM_API_KEY",
    hasOwnEndpoint: false,
    speaks: `${OPENAI}, dated or v1`,
    create: ({ name, endpoint, apiKey, labUrls }, { apiVersion }) =>
      createApim({ name, endpoint, subscriptionKey: apiKey || undefined, labUrls, ...azureForm(apiVersion) }),
  },
  foundry: {
    ...azure,
    title: "Microsoft Foundry resource",
    tier: "foundry",
    keyVariable: "AZURE_AI_FOUNDRY_API_KEY",
    speaks: `${OPENAI}, v1, or Anthropic's Messages`,
    create: ({ name, endpoint, credential, labUrls }, { form = "openai" }) =>
      createFoundry({ name, endpoint, credential, form, labUrls }),
  },
  "github-models": {
    ...own,
    title: "GitHub Models",
    keyVariable: "GITHUB_TOKEN",
    speaks: OPENAI,
    create: ({ name, own, apiKey, labUrls }) => createGitHubModels({ name, ...own, token: apiKey, labUrls }),
  },
  "hugging-face": {
    ...own,
    title: "Hugging Face's router",
    keyVariable: "HF_TOKEN",
    speaks: OPENAI,
    create: ({ name, own, apiKey, labUrls }) => createHuggingFace({ name, ...own, token: apiKey, labUrls }),
  },
  anthropic: {
    ...own,
    title: "Anthropic",
    keyVariable: "ANTHROPIC_API_KEY",
    speaks: "Messages",
    create: ({ name, own, apiKey, labUrls }) => createAnthropic({ name, ...own, apiKey, labUrls }),
  },
  gemini: {
    ...own,
    title: "Google Gemini",
    keyVariable: "GEMINI_API_KEY",
    speaks: "generateContent",
    create: ({ name, own, apiKey, labUrls }) => createGemini({ name, ...own, apiKey, labUrls }),
  },
  mistral: {
    ...own,
    title: "Mistral AI",
    keyVariable: "MISTRAL_API_KEY",
    speaks: "Mistral's chat completions",
    create: ({ name, own, apiKey, labUrls }) => createMistral({ name, ...own, apiKey, labUrls }),
  },
  cohere: {
    ...own,
    title: "Cohere",
    keyVariable: "COHERE_API_KEY",
    speaks: "Cohere's chat, version 2",
    create: ({ name, own, apiKey, labUrls }) => createCohere({ name, ...own, apiKey, labUrls }),
  },
};

/** The kinds by name, with what each wants. */
export const providerForms: Readonly<Record<ProviderKind, ProviderForm>> = ENTRIES;

export const isProviderKind = (kind: string): kind is ProviderKind => Object.hasOwn(ENTRIES, kind);

/**
 * Makes the provider that a configuration describes. Opens no connection.
 * @throws SettingsError for an unknown kind, a missing or unusable address, a missing key, or a token where only a key will do.
 */
export function createProvider(spec: ProviderSpec): Provider {
  if (!isProviderKind(spec.kind)) throw unknownKind(spec.kind);
  const entry = ENTRIES[spec.kind];
  const provider = entry.create(checked(spec, entry), spec);
  const { deployment, tier = provider.tier } = spec;
  const { embed } = provider;
  if (deployment === undefined) return { ...provider, tier };
  return {
    ...provider,
    tier,
    chat: (request, options) => provider.chat({ ...request, model: deployment }, options),
    ...(embed && { embed: (request, options) => embed({ ...request, model: deployment }, options) }),
  };
}

function checked(spec: ProviderSpec, entry: Entry): Given {
  const { kind, name = kind, endpoint, key, labUrls = [] } = spec;
  if (endpoint === undefined && !entry.hasOwnEndpoint) {
    throw wrong(name, "has no endpoint", `Name the address of the ${entry.title}.`);
  }
  if (endpoint !== undefined && !isHttp(endpoint)) {
    throw wrong(name, "has an endpoint that is no http or https address", "Write it as https://HOST/PATH.");
  }
  if (typeof key === "function" && entry.key !== "token") {
    throw wrong(name, "takes a key, not Entra tokens", hintForKey(entry.keyVariable));
  }
  if (!key && entry.key !== "optional") throw wrong(name, "has no key", `Set ${entry.keyVariable} in .env.`);
  return {
    name,
    endpoint: endpoint ?? "",
    own: endpoint === undefined ? {} : { endpoint },
    apiKey: typeof key === "string" ? key : "",
    credential: typeof key === "function" ? { token: key } : { apiKey: key ?? "" },
    labUrls,
  };
}

const isHttp = (address: string) => URL.canParse(address) && /^https?:$/.test(new URL(address).protocol);

const wrong = (name: string, problem: string, hint: string) =>
  new SettingsError([`The provider ${name} ${problem}.`], hint);

function unknownKind(kind: string): SettingsError {
  const kinds = Object.keys(ENTRIES);
  const near = nearestName(kind, kinds);
  const guess = near ? `Did you mean ${near}? ` : "";
  const short = JSON.stringify(kind.slice(0, 60));
  return new SettingsError([`There is no provider of kind ${short}.`], `${guess}Kinds: ${kinds.join(", ")}.`);
}
