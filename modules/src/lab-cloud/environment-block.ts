import { noProxyWithLoopback } from "../config/environment.ts";
import type { LabSecrets } from "./trust/lab-secrets.ts";

export interface LabPlace {
  readonly http: string;
  readonly https: string;
  readonly local: string;
  /** Path of the certificate authority's PEM file. */
  readonly ca: string;
  readonly localModel: string;
}

/** The variables with which SDKs and labs find the lab cloud, as they would find Azure. */
export function environmentBlock(place: LabPlace, secrets: LabSecrets): Readonly<Record<string, string>> {
  const { http, https, local, ca, localModel } = place;
  return Object.freeze({
    LAB_HTTP: http,
    LAB_HTTPS: https,
    LAB_FAULTS_URL: `${http}/lab/faults`,
    LAB_TELEMETRY_URL: `${http}/lab/telemetry`,
    LAB_ARM_ENDPOINT: https,
    NODE_EXTRA_CA_CERTS: ca,
    NO_PROXY: noProxyWithLoopback(),
    IDENTITY_ENDPOINT: `${http}/msi/token`,
    IDENTITY_HEADER: secrets.identityHeader,
    AZURE_TOKEN_CREDENTIALS: "ManagedIdentityCredential",
    AZURE_OPENAI_ENDPOINT: http,
    AZURE_OPENAI_API_KEY: secrets.apiKey,
    OPENAI_API_VERSION: "2024-12-01-preview",
    // Not OPENAI_BASE_URL: with it in the environment `new AzureOpenAI({ endpoint })` throws.
    LAB_OPENAI_URL: `${http}/v1`,
    LAB_OPENAI_API_KEY: secrets.openAiKey,
    LAB_PUBLISHER_API_KEY: secrets.publisherKey,
    AZURE_AI_FOUNDRY_PROJECT_ENDPOINT: `${https}/api/projects/lab`,
    LOCAL_MODEL_ENDPOINT: local,
    LOCAL_MODEL_NAME: localModel,
    APPLICATIONINSIGHTS_CONNECTION_STRING: [
      `InstrumentationKey=${secrets.uuid("instrumentation")}`,
      `IngestionEndpoint=${https}/`,
      `LiveEndpoint=${https}/`,
      `ApplicationId=${secrets.uuid("application")}`,
    ].join(";"),
    APPLICATIONINSIGHTS_STATSBEAT_DISABLED: "true",
    APPLICATION_INSIGHTS_NO_STATSBEAT: "true",
    APPLICATIONINSIGHTS_SDKSTATS_DISABLED: "true",
    LOGS_QUERY_ENDPOINT: `${https}/v1`,
    LOG_ANALYTICS_WORKSPACE_ID: secrets.uuid("workspace"),
    AZURE_SUBSCRIPTION_ID: secrets.uuid("subscription"),
  });
}
