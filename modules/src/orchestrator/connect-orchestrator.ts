import type { Settings } from "../config/settings.ts";
import { createAzureOpenAi } from "../providers/azure-openai.ts";
import { discoverLocal } from "../providers/discover-local.ts";
import { createDualMode } from "../providers/dual-mode.ts";
import { createEntraToken } from "../providers/entra-token.ts";
import { createFoundryLocal } from "../providers/foundry-local.ts";
import type { Provider } from "../providers/provider.ts";
import type { Backend } from "./backend.ts";
import { connectRouters } from "./connect-routers.ts";
import { createOrchestrator, type OrchestratorOptions } from "./create-orchestrator.ts";
import type { Orchestrator } from "./orchestrator.ts";

/**
 * An orchestrator over what the settings name: a local server that is looked for, and one cloud: Azure AI Foundry when
 * `USE_AZURE_FOUNDRY` is true, else Azure OpenAI when it has an endpoint, else OpenAI when it has a key. The local model also
 * serves the routers that ask one.
 * The settings of an opened lab have that switch off: labs ask by `AZURE_OPENAI_ENDPOINT`.
 * @throws SettingsError when the switch is on and its endpoint is not set
 */
export async function connectOrchestrator(
  settings: Settings,
  options: Partial<OrchestratorOptions> = {},
): Promise<Orchestrator> {
  const { routing, application } = settings;
  const local = await localBackend(settings);
  const cloud = cloudBackend(settings);
  return createOrchestrator({
    backends: [local, cloud].filter((backend) => backend !== undefined),
    routers: connectRouters(settings, local && { chat: local.provider, model: local.model }),
    timeoutMs: application.responseTimeoutSeconds * 1000,
    rules: { fallbackToCloud: routing.fallbackToCloudOnError },
    ...options,
  });
}

async function localBackend({ localModel, lab }: Settings): Promise<Backend | undefined> {
  const { endpoint, model } = await findLocalModel(localModel);
  if (!endpoint || !model) return undefined;
  const provider = createFoundryLocal({ endpoint, apiKey: localModel.apiKey, labUrls: labUrls(lab) });
  return { provider, model, maxTokens: localModel.maxTokens };
}

/** What is named is taken as it is; only the rest is looked for. */
async function findLocalModel({ endpoint, name }: Settings["localModel"]) {
  if (endpoint && name) return { endpoint, model: name };
  const server = await discoverLocal({ endpoint });
  return { endpoint: server?.endpoint ?? endpoint, model: name ?? server?.models[0] };
}

function cloudBackend(settings: Settings): Backend | undefined {
  const provider = cloudProvider(settings);
  const { azureOpenai, application } = settings;
  return provider && { provider, model: azureOpenai.deployment, maxTokens: application.cloudMaxTokens };
}

function cloudProvider(settings: Settings): Provider | undefined {
  const { dualMode, azureOpenai, openai, identity, lab } = settings;
  const { endpoint, apiKey, apiVersion } = azureOpenai;
  if (dualMode.useAzureFoundry) return createDualMode(settings);
  if (!endpoint) return openai.apiKey ? createDualMode(settings) : undefined;
  const credential = apiKey ? { apiKey } : { token: createEntraToken({ secrets: [identity.header] }) };
  return createAzureOpenAi({ endpoint, apiVersion, credential, labUrls: labUrls(lab) });
}

const labUrls = ({ http, https }: Settings["lab"]) => [http, https].filter((url) => url !== undefined);
