import type { Clock } from "../../core/clock.ts";
import type { Logger } from "../../core/logger.ts";
import type { Random } from "../../core/random.ts";
import type { BackendSet } from "../backends/backend-set.ts";
import type { RequestMessage, ResponseMessage } from "./message.ts";

/** One metric as `llm-emit-token-metric` and `emit-metric` send it. */
export interface EmittedMetric {
  readonly namespace: string;
  readonly dimensions: Readonly<Record<string, string>>;
  readonly values: Readonly<Record<string, number>>;
}

/** One message of the `trace` policy. */
export interface EmittedTrace {
  readonly source: string;
  readonly message: string;
  readonly severity: "verbose" | "information" | "error";
  readonly metadata: Readonly<Record<string, string>>;
}

/** A value with an end, in .NET form: what `cache-store-value` keeps. */
export interface CachedValue {
  readonly value: unknown;
  /** `Clock.now()` from which on it is gone. */
  readonly expiresAt: number;
}

export interface OutgoingRequest {
  readonly method: string;
  readonly url: URL;
  readonly headers: RequestMessage["headers"];
  readonly body: RequestMessage["body"];
  readonly timeoutMs: number;
  readonly followRedirects: boolean;
  /** For a backend's own switches, for example `tls.validateCertificateChain: false`. */
  readonly acceptAnyCertificate?: boolean;
}

/** A connection to a credential provider, with the token that it holds. */
export interface Connection {
  readonly accessToken: string;
  /** What the provider's token endpoint answered besides. */
  readonly claims: Readonly<Record<string, unknown>>;
}

/** What policies may use of the gateway; one object lives as long as the gateway does, across reloads. */
export interface GatewayServices {
  readonly clock: Clock;
  readonly random: Random;
  readonly logger: Logger;
  /** Most bytes of a body that are kept in memory. */
  readonly bodyLimitBytes: number;
  readonly backends: BackendSet;
  /** Values by key, bounded; keys carry the policy's name as a prefix. */
  readonly cache: Map<string, CachedValue>;
  /** State of a policy that outlives a request: counters, windows, semaphores. Made once per key. */
  state<T>(key: string, make: () => T): T;
  emitMetric(metric: EmittedMetric): void;
  emitTrace(trace: EmittedTrace): void;
  /** One event of `log-to-eventhub`. */
  emitEvent(logger: string, body: string): void;
  /** Sends to an address that the gateway may reach; throws `PolicyError` (BackendConnectionFailure, Timeout). */
  send(request: OutgoingRequest, signal: AbortSignal): Promise<ResponseMessage>;
  /** A token of the gateway's identity for `resource`; throws `PolicyError` when there is none. */
  managedIdentityToken(resource: string, clientId: string | undefined, signal: AbortSignal): Promise<string>;
  /** Keys and issuer of a tenant for `validate-azure-ad-token`, from the gateway's configuration. */
  readonly tenants: ReadonlyMap<string, { readonly issuer: string; readonly jwksUrl: string }>;
  /** Uploaded certificates by id, in PEM: what `certificate-id` of a `<key>` names. */
  readonly certificates?: ReadonlyMap<string, string>;
  /** Connections to credential providers by `PROVIDER/CONNECTION`: what `get-authorization-context` gives. */
  readonly connections?: ReadonlyMap<string, Connection>;
  /** Turns texts into unit vectors for the semantic cache; undefined when the gateway has no embedder. */
  readonly embed: ((texts: readonly string[]) => Promise<readonly Float32Array[]>) | undefined;
}
