/** One backend as `Microsoft.ApiManagement/service/backends` defines it, checked and in the units used here. */
export type BackendDefinition = SingleBackend | PoolBackend;

export interface SingleBackend {
  readonly kind: "single";
  readonly name: string;
  readonly url: URL;
  readonly breaker: BreakerRule | undefined;
  readonly credentials: BackendCredentials;
  readonly acceptAnyCertificate: boolean;
}

export interface PoolBackend {
  readonly kind: "pool";
  readonly name: string;
  readonly members: readonly PoolMember[];
  readonly affinity: SessionAffinity | undefined;
  /** Sent when nobody is available. */
  readonly failureStatus: number;
}

export interface PoolMember {
  readonly name: string;
  /** 0 to 100, the lower the sooner; without one it comes after all that have one. */
  readonly priority: number | undefined;
  /** 0 to 100; 0 is never sent to. */
  readonly weight: number | undefined;
}

export interface SessionAffinity {
  readonly cookieName: string;
}

export interface BreakerRule {
  readonly count: number;
  readonly intervalMs: number;
  /** Statuses that are failures, both ends included. */
  readonly statuses: readonly { readonly min: number; readonly max: number }[];
  /** `BackendConnectionFailure` and `Timeout` make calls without an answer count. */
  readonly errorReasons: readonly string[];
  readonly tripMs: number;
  readonly acceptRetryAfter: boolean;
  /** Sent while the circuit is open and the backend is addressed directly. */
  readonly failureStatus: number;
}

export interface BackendCredentials {
  readonly header: Readonly<Record<string, readonly string[]>>;
  readonly query: Readonly<Record<string, readonly string[]>>;
  readonly authorization: { readonly scheme: string; readonly parameter: string } | undefined;
  readonly managedIdentity: { readonly resource: string; readonly clientId: string | undefined } | undefined;
}
