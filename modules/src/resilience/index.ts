export { createDeadline, type Deadline } from "./deadline.ts";
export { isTransientNetworkCode, isTransientStatus } from "./transient.ts";
