import type { Exchange } from "../pipeline/exchange.ts";
import type { RequestMessage, ResponseMessage } from "../pipeline/message.ts";
import type { PolicyError } from "../pipeline/policy-error.ts";

export type CircuitState =
  | { readonly kind: "closed"; readonly failures: number }
  | { readonly kind: "open"; readonly until: number };

/** One backend as `/__emulator/state` and the notebook's timeline show it. */
export interface BackendStatus {
  readonly name: string;
  readonly kind: "single" | "pool";
  readonly url: string | undefined;
  readonly circuit: CircuitState;
  /** Calls it was chosen for; of a pool, those of its members through it. */
  readonly sent: number;
  /** How often its circuit has tripped. */
  readonly trips: number;
  /** Answers that it began and broke off. */
  readonly cut: number;
}

/** A request on its way out: what credentials are put on. */
export type OutgoingMessage = Pick<RequestMessage, "headers" | "url">;

/** A backend chosen for one call. */
export interface ChosenBackend {
  readonly name: string;
  readonly baseUrl: URL;
  /** From `tls`: whether a certificate that nobody vouches for will do. */
  readonly acceptAnyCertificate: boolean;
  /** Why this one, in words, for the trace. */
  readonly reason: string;
  /** Puts the backend's credentials on `outgoing`, which is the exchange's own request when it is left out. */
  authorize(exchange: Exchange, outgoing?: OutgoingMessage): Promise<void>;
  /** Books the outcome: circuit breaker and session cookie. */
  settle(exchange: Exchange, response: ResponseMessage): void;
  /** Books a call that got no answer at all. */
  fail(exchange: Exchange, error: PolicyError): void;
  /** Books an answer that broke off after it had begun. */
  cutOff(): void;
}

/** All backends of a gateway: pools, breakers and sessions live here. */
export interface BackendSet {
  readonly names: ReadonlySet<string>;
  /** Picks for this exchange. Throws `PolicyError` for an unknown name, for an open circuit and for a pool with nobody available. */
  choose(name: string, exchange: Exchange): ChosenBackend;
  status(): readonly BackendStatus[];
}
