export type { BackendStatus, CircuitState } from "./backends/backend-set.ts";
export { type ReadBackends, readBackends } from "./backends/read-backends.ts";
export { LoadError, type LoadProblem } from "./documents/load-error.ts";
export type { PolicyElement, SourcePosition } from "./documents/policy-element.ts";
export type { TraceStep } from "./pipeline/trace-recorder.ts";
