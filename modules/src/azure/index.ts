export type { Az, AzAccount, AzDeployment, AzGroup, DeployOrder, PolicyPlace, RunAz } from "./az.ts";
export { AzError } from "./az-error.ts";
export * from "./bicep/index.ts";
export {
  type CleanUpOptions,
  type CleanUpPlan,
  type CleanUpResult,
  type CleanUpStep,
  planCleanUp,
  runCleanUp,
} from "./clean-up.ts";
export { type ConnectAzOptions, connectAz } from "./connect-az.ts";
export { findAz } from "./find-az.ts";
export { type LabPlaces, labGatewayPath, labResourceOf, labRuntime } from "./lab-runtime.ts";
export { maskSecret, maskSecrets } from "./mask-secret.ts";
export { type DeploymentOutputs, type GatewaySubscriptionKey, readOutputs } from "./read-outputs.ts";
export { runShim, type ShimOptions } from "./shim/run-shim.ts";
export { type ArmTemplate, type ArmTemplateResource, bodyOf } from "./template/arm-template.ts";
export { type FlattenOptions, flattenBicep } from "./template/flatten-bicep.ts";
