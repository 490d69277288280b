import { AzureOpenAI } from "openai";
import type { Settings } from "../../modules/src/config/settings.ts";
import type { FineTuningClient } from "../../modules/src/finetune/index.ts";
import { startLabCloud } from "../../modules/src/lab-cloud/index.ts";
import { WELL_KNOWN } from "../../modules/src/lab-cloud/trust/lab-secrets.ts";
import { createAzureOpenAi } from "../../modules/src/providers/azure-openai.ts";
import { createEntraToken } from "../../modules/src/providers/entra-token.ts";
import type { Provider } from "../../modules/src/providers/provider.ts";

/** Where a job runs: the official client for files and jobs, a provider to ask the models. */
export interface TuningService {
  readonly client: FineTuningClient;
  readonly provider: Provider;
  /** Nothing is billed there, and what answers is simulated. */
  readonly isLab: boolean;
  /** One line for people. */
  readonly about: string;
  close(): Promise<void>;
}

export interface ServicePlace {
  /** Absent = a lab cloud of this command's own. */
  readonly endpoint: string | undefined;
  readonly settings: Settings["azureOpenai"];
}

/** Opens what the endpoint leads to. */
export async function openService({ endpoint, settings }: ServicePlace): Promise<TuningService> {
  if (endpoint === undefined) return await openOwnLab(settings);
  const isLab = await isLabCloud(endpoint);
  const about = isLab ? `the lab cloud at ${endpoint}` : `Azure OpenAI at ${endpoint}`;
  return { ...clientsOf(endpoint, settings, isLab), isLab, about, close: async () => {} };
}

async function openOwnLab(settings: Settings["azureOpenai"]): Promise<TuningService> {
  const cloud = await startLabCloud({ localModel: "simulated" });
  const apiKey = cloud.env.AZURE_OPENAI_API_KEY;
  const { client, provider } = clientsOf(cloud.http, { ...settings, apiKey }, true);
  return { client, provider, isLab: true, about: "a lab cloud of this command's own", close: cloud.close };
}

function clientsOf(
  endpoint: string,
  { apiKey = undefined, apiVersion }: Pick<Settings["azureOpenai"], "apiKey" | "apiVersion">,
  isLab: boolean,
): Pick<TuningService, "client" | "provider"> {
  const key = apiKey ?? (isLab ? WELL_KNOWN.apiKey : undefined);
  const token = createEntraToken({});
  return {
    client: new AzureOpenAI({
      endpoint,
      apiVersion,
      ...(key === undefined ? { azureADTokenProvider: token } : { apiKey: key }),
    }),
    provider: createAzureOpenAi({
      endpoint,
      apiVersion,
      credential: key === undefined ? { token } : { apiKey: key },
      ...(isLab && { labUrls: [endpoint] }),
    }),
  };
}

const LOOPBACK = /^https?:\/\/(?:localhost|127\.0\.0\.1|\[::1\])(?::\d+)?(?:\/|$)/;
const ANSWER_LIMIT_MS = 2000;

/** Whether a lab cloud of this machine answers there. Anything else may send a bill. */
async function isLabCloud(endpoint: string): Promise<boolean> {
  if (!LOOPBACK.test(endpoint)) return false;
  try {
    const response = await fetch(new URL("/lab/state", endpoint), {
      signal: AbortSignal.timeout(ANSWER_LIMIT_MS),
    });
    const state: unknown = await response.json();
    return response.ok && typeof state === "object" && state !== null && "localModel" in state;
  } catch {
    return false;
  }
}
