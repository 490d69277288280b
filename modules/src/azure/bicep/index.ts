export { BicepError, type BicepPosition, type BicepProblem, describeBicepProblem } from "./bicep-error.ts";
export type * from "./bicep-expression.ts";
export type * from "./bicep-file.ts";
export { checkBackendFormat } from "./check-backend-format.ts";
export { type Deployment, LOCAL_DEPLOYMENT } from "./deployment.ts";
export {
  type EvaluatedBicep,
  type EvaluatedResource,
  type EvaluateOptions,
  evaluateBicep,
} from "./evaluate-bicep.ts";
export type { GatewayDefinition } from "./gateway-definition.ts";
export { type BicepParser, loadBicepParser } from "./load-bicep-parser.ts";
export { readBicepFile } from "./read-bicep-file.ts";
export {
  type GatewayFromBicep,
  gatewayOf,
  type PolicyOrigin,
  readGatewayFromBicep,
} from "./read-gateway-from-bicep.ts";
export type { DeclaredResource, ReadRuntimeState } from "./runtime-state.ts";
export type { PlainObject, PlainValue } from "./value.ts";
