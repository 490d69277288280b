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
export {
  type DeploymentSettings,
  findModelDeployment,
  type ModelDeployment,
  modelDeployments,
  resolveDeployment,
} from "./model-deployments.ts";
export { catalogFile, readCatalog } from "./read-catalog.ts";
