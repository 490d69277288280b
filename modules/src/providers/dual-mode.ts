import { directModel } from "../catalog/direct-model.ts";
import { findModelDeployment, resolveDeployment } from "../catalog/model-deployments.ts";
import type { ChatRequest } from "../chat/request.ts";
import type { StreamPart } from "../chat/stream-part.ts";
import type { Settings } from "../config/settings.ts";
import { ProviderError, SettingsError } from "../core/errors.ts";
import { createAzureOpenAi, type TokenProvider } from "./azure-openai.ts";
import {
  type ComparedRequest,
  type CompareOptions,
  compareModels,
  type ModelOutcome,
} from "./compare-models.ts";
import { createEntraToken } from "./entra-token.ts";
import { createOpenAiCompatible } from "./openai-compatible.ts";
import type { ChatOptions, Provider } from "./provider.ts";
import { hintForKey } from "./provider-failure.ts";
import { readWholeReply, type WholeReply } from "./whole-reply.ts";

/** The part of the settings that dual mode goes by. */
export type DualModeSettings = Pick<
  Settings,
  "dualMode" | "deployments" | "azureOpenai" | "openai" | "identity" | "lab"
>;

/**
 * One object, two ways to the models: Azure AI Foundry, or OpenAI directly. Which one it is, `USE_AZURE_FOUNDRY` alone says;
 * requests name models (`gpt-4o`, `claude-3-5-sonnet`) and are the same in both.
 */
export interface DualMode extends Provider {
  readonly mode: "azure" | "direct";
  /**
   * The name under which the place that answers knows a model: its deployment's in Azure, its own at OpenAI.
   * @throws SettingsError naming the variable to set, or that the model is reached through Azure only.
   */
  nameOf(model: string): string;
  /** The whole answer. Throws as `chat` does. */
  invoke(request: ChatRequest, options?: Pick<ChatOptions, "signal">): Promise<WholeReply>;
  /** The answer's parts as they are made: text, at most one usage, then one `end` or `error`. Throws as `chat` does. */
  invokeStream(request: ChatRequest, options?: Pick<ChatOptions, "signal">): AsyncIterable<StreamPart>;
  /** Asks several models the same at the same time; one that fails leaves the others' answers as they are. */
  compareModels(
    models: readonly string[],
    request: ComparedRequest,
    options?: CompareOptions,
  ): Promise<readonly ModelOutcome[]>;
}

export interface DualModeOptions {
  /** Gives Entra tokens in Azure mode when there is no key. Default: DefaultAzureCredential. */
  readonly token?: TokenProvider;
}

/**
 * The mode that the settings name. Opens no connection. The settings of the other mode are not read at all.
 * @throws SettingsError naming the variable that is missing.
 */
export function createDualMode(settings: DualModeSettings, options: DualModeOptions = {}): DualMode {
  const way = settings.dualMode.useAzureFoundry ? azureWay(settings, options) : directWay(settings);
  const { mode, provider, nameOf } = way;
  const chat: Provider["chat"] = async (request, chatOptions) => {
    const name = named(nameOf, request.model);
    try {
      return await provider.chat({ ...request, model: name }, chatOptions);
    } catch (error) {
      throw mode === "azure" ? withVariable(error, request.model, name) : error;
    }
  };
  return {
    ...provider,
    mode,
    nameOf,
    chat,
    invoke: async (request, { signal } = {}) =>
      readWholeReply(await chat(request, { stream: false, signal })),
    async *invokeStream(request, { signal } = {}) {
      yield* (await chat(request, { signal })).parts;
    },
    compareModels: (models, request, compareOptions) =>
      compareModels({ chat }, models, request, compareOptions),
  };
}

interface Way extends Pick<DualMode, "mode" | "nameOf"> {
  readonly provider: Provider;
}

function azureWay(settings: DualModeSettings, { token }: DualModeOptions): Way {
  const { endpoint, apiKey, keyVariable } = azurePlace(settings);
  if (!endpoint) throw missing("AZURE_AI_FOUNDRY_ENDPOINT", "USE_AZURE_FOUNDRY is true");
  const { apiVersion } = settings.dualMode;
  const credential = apiKey ? { apiKey } : { token: token ?? entraToken(settings) };
  const provider = createAzureOpenAi({
    endpoint,
    apiVersion,
    credential,
    keyVariable,
    labUrls: labUrls(settings),
  });
  return { mode: "azure", provider, nameOf: (model) => resolveDeployment(model, settings) };
}

function directWay(settings: DualModeSettings): Way {
  const { apiKey, baseUrl, keyVariable } = directPlace(settings);
  if (!apiKey && isOpenAi(baseUrl)) throw missing("OPENAI_API_KEY", "USE_AZURE_FOUNDRY is false");
  const provider = createOpenAiCompatible({
    name: "openai",
    tier: "cloud",
    baseUrl,
    apiKey,
    keyHint: hintForKey(keyVariable),
    labUrls: labUrls(settings),
  });
  return { mode: "direct", provider, nameOf: directModel };
}

/** A place and the key that belongs to it: the learner's own, or where there is none and a lab is open, the lab cloud's. */
function azurePlace({ dualMode, azureOpenai, lab }: DualModeSettings) {
  const none = !dualMode.endpoint && !dualMode.apiKey;
  return none && lab.http && azureOpenai.endpoint === lab.http
    ? { ...azureOpenai, keyVariable: "AZURE_OPENAI_API_KEY" }
    : { ...dualMode, keyVariable: "AZURE_AI_FOUNDRY_API_KEY" };
}

function directPlace({ openai, lab }: DualModeSettings) {
  const none = !openai.apiKey && isOpenAi(openai.baseUrl);
  return none && lab.openAiUrl
    ? { baseUrl: lab.openAiUrl, apiKey: lab.openAiKey, keyVariable: "LAB_OPENAI_API_KEY" }
    : { ...openai, keyVariable: "OPENAI_API_KEY" };
}

const isOpenAi = (baseUrl: string) => new URL(baseUrl).hostname === "api.openai.com";

const entraToken = ({ identity }: DualModeSettings): TokenProvider =>
  createEntraToken({ keyVariable: "AZURE_AI_FOUNDRY_API_KEY", secrets: [identity.header] });

const labUrls = ({ lab }: DualModeSettings) => [lab.http, lab.https].filter((url) => url !== undefined);

function missing(variable: string, why: string): SettingsError {
  return new SettingsError(
    [`${why}, and ${variable} is not set.`],
    "Set it in .env; .env.example explains both modes.",
  );
}

/** A name that cannot be resolved is refused as a provider refuses: whoever calls has one kind of error to look at. */
function named(nameOf: Way["nameOf"], model: string): string {
  try {
    return nameOf(model);
  } catch (error) {
    if (!(error instanceof SettingsError)) throw error;
    throw new ProviderError(error.message, {
      code: "MODEL_NOT_MAPPED",
      retryable: false,
      hint: error.hint,
      cause: error,
    });
  }
}

/** Azure says that there is no such deployment; we know which variable named it. */
function withVariable(error: unknown, model: string, deployment: string): unknown {
  if (!(error instanceof ProviderError) || error.code !== "DeploymentNotFound") return error;
  const { model: what, variable } = findModelDeployment(model) ?? {
    model: "a model",
    variable: "AZURE_DEPLOYMENT_NAME",
  };
  const { code, status, retryable } = error;
  return new ProviderError(`The deployment ${deployment} is not there: ${error.message}`, {
    code,
    status,
    retryable,
    hint: `Deploy ${what} under that name, or set ${variable} to the name it has.`,
    cause: error,
  });
}
