export { API_VERSIONS_CHECKED, type ApiVersion, apiVersions, tellsStreamedUsage } from "./api-versions.ts";
export {
  type Capability,
  type Catalog,
  createCatalog,
  type Deployment,
  type FineTuning,
  type Latency,
  type Model,
  type ModelKind,
  type Reading,
  type Region,
  type Resource,
  type Spread,
  type TokenPrice,
} from "./catalog.ts";
export { directModel } from "./direct-model.ts";
export type { CheckEvent, HealthCheckOptions, HealthChecks, ModelHealth, Ping } from "./health-checks.ts";
export type { HotFile, HotFileEvent, HotFileOptions } from "./hot-file.ts";
export {
  type DeploymentSettings,
  findModelDeployment,
  type ModelDeployment,
  modelDeployments,
  resolveDeployment,
} from "./model-deployments.ts";
export {
  type Availability,
  type ModelRegistry,
  type RegisteredModel,
  type RegistryEvent,
  type TaskWish,
  usdPerThousand,
} from "./model-registry.ts";
export { catalogFile, readCatalog } from "./read-catalog.ts";
export type {
  HealthRules,
  IntentKeywords,
  ModelProfile,
  RegistryConfig,
  TaskRule,
} from "./registry-config.ts";
