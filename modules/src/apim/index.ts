export type { BackendStatus, CircuitState } from "./backends/backend-set.ts";
export { describeProblem, LoadError, type LoadProblem } from "./documents/load-error.ts";
export type { PolicyElement, SourcePosition } from "./documents/policy-element.ts";
export {
  createGateway,
  type Gateway,
  type GatewayOptions,
  type GatewayState,
  type ReloadOutcome,
} from "./gateway/gateway.ts";
export type { GatewayConfig } from "./gateway/gateway-config.ts";
export type { EmittedEvent, GatewayCounts, GatewayTrace } from "./gateway/gateway-journal.ts";
export type { GatewayConfigInput, GatewaySource } from "./gateway/gateway-source.ts";
export { loadGatewayModel } from "./gateway/load-gateway-model.ts";
export type { IdentityTokenSource } from "./gateway/open-services.ts";
export { type RunningGateway, type StartGatewayOptions, startGateway } from "./gateway/start-gateway.ts";
export type { EmittedMetric, EmittedTrace } from "./pipeline/gateway-services.ts";
export type { Section } from "./pipeline/section.ts";
export type { TraceStep } from "./pipeline/trace-recorder.ts";
