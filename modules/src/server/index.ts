export { type Access, type AccessOptions, createAccess } from "./access/access.ts";
export type { Caller, CallerLimits } from "./access/caller.ts";
export { createKeyRing, type KeyEntry, type KeyRing, newKey, readKeyFile } from "./access/key-ring.ts";
export { SCOPES, type Scope } from "./access/scope.ts";
export { createTokenCheck, type TokenCheck, type TokenCheckOptions } from "./access/token-check.ts";
export { ApiError, type ApiErrorOptions } from "./http/api-error.ts";
export type { ServedRequest } from "./http/serve-request.ts";
export type { ServedOrchestrator } from "./platform.ts";
export { type OrchestratorServer, type ServerOptions, startServer } from "./start-server.ts";
