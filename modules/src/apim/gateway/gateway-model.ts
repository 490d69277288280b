import type { BackendDefinition } from "../backends/backend-definition.ts";
import type { LoadProblem } from "../documents/load-error.ts";
import type { ApiEntity, OperationEntity } from "../pipeline/exchange.ts";
import type { Connection } from "../pipeline/gateway-services.ts";
import type { PolicySet } from "../policy-set.ts";
import type { GatewayProduct, GatewaySubscription } from "./subscription-gate.ts";
import type { UrlTemplate } from "./url-template.ts";

/** An operation and how its address looks. */
export interface GatewayOperation {
  readonly entity: OperationEntity;
  /** Upper case; `*` for every method. */
  readonly method: string;
  readonly template: UrlTemplate;
}

export interface GatewayApi {
  readonly entity: ApiEntity;
  /** Lower case, without slashes. */
  readonly pathParts: readonly string[];
  readonly subscriptionRequired: boolean;
  readonly keyHeader: string;
  readonly keyQuery: string;
  /** The most exact template first. */
  readonly operations: readonly GatewayOperation[];
}

/** Everything that a configuration and its files say, checked and compiled; replaced as a whole by a reload. */
export interface GatewayModel {
  readonly policies: PolicySet;
  readonly backends: readonly BackendDefinition[];
  /** What the definitions leave open or what has no effect. */
  readonly warnings: readonly LoadProblem[];
  /** The longest path first. */
  readonly apis: readonly GatewayApi[];
  readonly products: readonly GatewayProduct[];
  /** By primary and secondary key. */
  readonly keys: ReadonlyMap<string, GatewaySubscription>;
  readonly managedIdentityTokens: ReadonlyMap<string, string>;
  readonly tenants: ReadonlyMap<string, { readonly issuer: string; readonly jwksUrl: string }>;
  /** PEM by certificate id. */
  readonly certificates: ReadonlyMap<string, string>;
  /** By `PROVIDER/CONNECTION`. */
  readonly connections: ReadonlyMap<string, Connection>;
  /** Where the virtual clock starts, in milliseconds since 1970. */
  readonly clockStartsAt: number | undefined;
}
