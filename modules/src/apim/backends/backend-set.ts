import type { Exchange } from "../pipeline/exchange.ts";
import type { ResponseMessage } from "../pipeline/message.ts";

export type CircuitState =
  | { readonly kind: "closed"; readonly failures: number }
  | { readonly kind: "open"; readonly until: number };

/** One backend as `/__emulator/state` and the notebook's timeline show it. */
export interface BackendStatus {
  readonly name: string;
  readonly kind: "single" | "pool";
  readonly url: string | undefined;
  readonly circuit: CircuitState;
  readonly sent: number;
}

/** A backend chosen for one call. */
export interface ChosenBackend {
  readonly name: string;
  readonly baseUrl: URL;
  /** Why this one, in words, for the trace. */
  readonly reason: string;
  /** Puts the backend's credentials on the request. */
  authorize(exchange: Exchange): Promise<void>;
  /** Books the outcome: circuit breaker and session cookie. */
  settle(exchange: Exchange, response: ResponseMessage): void;
}

/** All backends of a gateway: pools, breakers and sessions live here. */
export interface BackendSet {
  readonly names: ReadonlySet<string>;
  /** Picks for this exchange. Throws `PolicyError` for an unknown name, for an open circuit and for a pool with nobody available. */
  choose(name: string, exchange: Exchange): ChosenBackend;
  status(): readonly BackendStatus[];
}
