export { LoadError, type LoadProblem } from "./documents/load-error.ts";
export type { PolicyElement, SourcePosition } from "./documents/policy-element.ts";
export type { TraceStep } from "./pipeline/trace-recorder.ts";
