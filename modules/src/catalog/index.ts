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
  type Quality,
  type Reading,
  type Region,
  type Resource,
  type Spread,
  type TokenPrice,
} from "./catalog.ts";
export type { ProblemAt } from "./check-registry-file.ts";
export { createHealthChecks } from "./create-health-checks.ts";
export { createHotFile } from "./create-hot-file.ts";
export { createModelRegistry, type ModelRegistryOptions } from "./create-model-registry.ts";
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
export { type ModelInfo, modelInfo } from "./model-info.ts";
export type {
  Availability,
  ModelRegistry,
  RegisteredModel,
  RegistryEvent,
  TaskWish,
} from "./model-registry.ts";
export { type OpenRegistry, type OpenRegistryOptions, openModelRegistry } from "./open-model-registry.ts";
export { providerKindOf } from "./provider-kind.ts";
export { catalogFile, readCatalog } from "./read-catalog.ts";
export { readRegistry, registryConfigOf } from "./read-registry.ts";
export type {
  HealthRules,
  IntentKeywords,
  ModelProfile,
  RegistryConfig,
  TaskRule,
} from "./registry-config.ts";
export { type RegistryFile, registryFileFields, registryFileSchema } from "./registry-file.ts";
export { registryConfigOfCatalog } from "./registry-of-catalog.ts";
export { servesTask, taskName } from "./task-capability.ts";
