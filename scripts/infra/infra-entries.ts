import type { PlainValue } from "../../modules/src/azure/bicep/index.ts";

/** A Bicep file that people deploy, and what they count on. */
export interface InfraEntry {
  /** Below `infra/bicep`. */
  readonly path: string;
  /** For what has no default. */
  readonly params: Readonly<Record<string, PlainValue>>;
  /** Names that notebooks, azd and the documentation use. */
  readonly parameters: readonly string[];
  readonly outputs: readonly string[];
}

const LAB_PARAMETERS = [
  "location",
  "apimSku",
  "apimAdminEmail",
  "aiServicesConfig",
  "modelsConfig",
  "apimSubscriptionsConfig",
  "inferenceAPIPath",
  "inferenceAPIVersion",
];

const LAB_OUTPUTS = [
  "apimServiceId",
  "apimServiceName",
  "apimResourceGatewayURL",
  "apimSubscriptions",
  "inferenceAPIEndpoint",
  "inferenceAPIVersion",
  "logAnalyticsWorkspaceId",
];

const lab = (name: string, parameters: readonly string[], outputs: readonly string[] = []): InfraEntry => ({
  path: `labs/${name}.bicep`,
  params: {},
  parameters: [...LAB_PARAMETERS, ...parameters],
  outputs: [...LAB_OUTPUTS, ...outputs],
});

export const INFRA_ENTRIES: readonly InfraEntry[] = [
  {
    path: "main.bicep",
    params: { apimAdminEmail: "admin@example.com" },
    parameters: [
      "workloadName",
      "environmentName",
      "location",
      "openAiSkuName",
      "apimSkuName",
      "apimAdminEmail",
      "apimOrganizationName",
      "enableTelemetry",
      "enableAiFoundry",
    ],
    outputs: [
      "openAiEndpoint",
      "openAiServiceName",
      "openAiModels",
      "apimGatewayUrl",
      "apimServiceName",
      "applicationInsightsConnectionString",
      "applicationInsightsInstrumentationKey",
      "aiFoundryProjectName",
      "aiFoundryProjectEndpoint",
      "aiFoundryProjectDiscoveryUrl",
      "logAnalyticsWorkspaceName",
    ],
  },
  lab("09-backend-pool", ["inferenceAPIType"]),
  lab("10-model-routing", ["inferenceAPIType"]),
  lab("11-session-affinity", ["inferenceAPIType", "enableSessionAffinity", "sessionAffinityCookie"]),
  lab("12-gateway-for-teams", ["productsConfig", "tenantId", "tokenAudience"], ["tokenAPIEndpoint"]),
];
