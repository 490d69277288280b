import type { GatewayServices } from "./gateway-services.ts";
import type { RequestMessage, ResponseMessage } from "./message.ts";
import type { LastError } from "./policy-error.ts";
import type { Section } from "./section.ts";
import type { TraceRecorder } from "./trace-recorder.ts";

export interface ApiEntity {
  readonly id: string;
  readonly name: string;
  /** Without slashes at the ends: `inference/openai`. */
  readonly path: string;
  readonly serviceUrl: string | undefined;
  readonly version: string | undefined;
  readonly revision: string;
}

export interface OperationEntity {
  readonly id: string;
  readonly name: string;
  readonly method: string;
  readonly urlTemplate: string;
}

export interface SubscriptionEntity {
  readonly id: string;
  readonly name: string;
  /** The key that was sent and the other one: what `context.Subscription.Key` and rotation need. */
  readonly primaryKey: string;
  readonly secondaryKey: string;
}

export interface ProductEntity {
  readonly id: string;
  readonly name: string;
}

/** Where `forward-request` goes; the last `set-backend-service` wins. */
export type BackendTarget =
  | { readonly kind: "url"; readonly baseUrl: string }
  | { readonly kind: "backend"; readonly name: string };

/** One request on its way through the gateway: all that policies read and change. */
export interface Exchange {
  /** A GUID, `context.RequestId`. */
  readonly id: string;
  /** `Clock.now()` at arrival. */
  readonly startedAt: number;
  readonly services: GatewayServices;
  readonly api: ApiEntity;
  readonly operation: OperationEntity;
  readonly product: ProductEntity | undefined;
  readonly subscription: SubscriptionEntity | undefined;
  readonly request: RequestMessage;
  /** As the caller sent it: `context.Request.OriginalUrl`. */
  readonly originalUrl: URL;
  response: ResponseMessage | undefined;
  readonly variables: Map<string, unknown>;
  section: Section;
  lastError: LastError | undefined;
  target: BackendTarget | undefined;
  readonly trace: TraceRecorder;
  /** Aborted when the caller went away. */
  readonly signal: AbortSignal;
  /**
   * Runs `finish` when the body of the answer is known: before the first byte goes out for an answer in one piece
   * (headers may still be set), after the last byte for one that streams.
   */
  atEnd(finish: (end: ExchangeEnd) => void): void;
}

export interface ExchangeEnd {
  readonly response: ResponseMessage;
  /** All bytes of the answer, also of a streamed one (bounded; cut at the gateway's body limit). */
  readonly body: Uint8Array;
  readonly streamed: boolean;
  /** True when the backend broke off or the caller left in mid-answer. */
  readonly cut: boolean;
}
