export { isTransientNetworkCode, isTransientStatus } from "./transient.ts";
