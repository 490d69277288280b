export { type AzureEndpoint, type AzureReport, azureReport, type MappedDeployment } from "./azure-report.ts";
export type { Check, CheckGroup, CheckResult, CheckState, Finding } from "./check.ts";
export { type ClassSummary, type CountedProblem, summariseClass } from "./class-summary.ts";
export { type Credential, describeCredential } from "./credential.ts";
export { describeReadiness, problemsOf, type ReadinessProblem } from "./describe-readiness.ts";
export { checksOf, type DiagnoseOptions, type DoctorReport, diagnose } from "./diagnose.ts";
export { type AnswerSources, type LabReadiness, type LabToRun, whichLabsRun } from "./labs.ts";
export type {
  HostReach,
  InstallState,
  KernelState,
  Machine,
  NodeFacts,
  PortFacts,
  ProxyFacts,
  SystemFacts,
} from "./machine.ts";
export { type ReachOptions, reachHost } from "./reach-host.ts";
export type { Readiness } from "./readiness.ts";
export { decodeReadiness, encodeReadiness } from "./readiness-code.ts";
