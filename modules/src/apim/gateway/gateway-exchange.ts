import { randomUUID } from "node:crypto";
import type {
  ApiEntity,
  BackendTarget,
  Exchange,
  ExchangeEnd,
  OperationEntity,
  ProductEntity,
  SubscriptionEntity,
} from "../pipeline/exchange.ts";
import type { GatewayServices } from "../pipeline/gateway-services.ts";
import type { RequestMessage, ResponseMessage } from "../pipeline/message.ts";
import type { LastError } from "../pipeline/policy-error.ts";
import type { Section } from "../pipeline/section.ts";
import type { TraceRecorder } from "../pipeline/trace-recorder.ts";

export interface GatewayExchangeParts {
  readonly services: GatewayServices;
  readonly api: ApiEntity;
  readonly operation: OperationEntity;
  readonly product: ProductEntity | undefined;
  readonly subscription: SubscriptionEntity | undefined;
  readonly request: RequestMessage;
  readonly originalUrl: URL;
  readonly trace: TraceRecorder;
}

/** One request on its way; what costs something is made when it is asked for. */
export class GatewayExchange implements Exchange {
  readonly id: string = randomUUID();
  readonly startedAt: number;
  readonly services: GatewayServices;
  readonly api: ApiEntity;
  readonly operation: OperationEntity;
  readonly product: ProductEntity | undefined;
  readonly subscription: SubscriptionEntity | undefined;
  readonly request: RequestMessage;
  readonly originalUrl: URL;
  readonly trace: TraceRecorder;
  readonly variables: Map<string, unknown> = new Map();
  response: ResponseMessage | undefined = undefined;
  section: Section = "inbound";
  lastError: LastError | undefined = undefined;
  target: BackendTarget | undefined = undefined;
  readonly #finishers: ((end: ExchangeEnd) => void)[] = [];
  #gone = false;
  #controller: AbortController | undefined;

  constructor(parts: GatewayExchangeParts) {
    this.services = parts.services;
    this.startedAt = parts.services.clock.now();
    this.api = parts.api;
    this.operation = parts.operation;
    this.product = parts.product;
    this.subscription = parts.subscription;
    this.request = parts.request;
    this.originalUrl = parts.originalUrl;
    this.trace = parts.trace;
  }

  get signal(): AbortSignal {
    if (!this.#controller) {
      this.#controller = new AbortController();
      if (this.#gone) this.#controller.abort();
    }
    return this.#controller.signal;
  }

  atEnd(finish: (end: ExchangeEnd) => void): void {
    this.#finishers.push(finish);
  }

  /** Whether somebody wants to know the whole answer. */
  get isAwaited(): boolean {
    return this.#finishers.length > 0;
  }

  /** Tells everybody once. */
  finish(end: ExchangeEnd): void {
    for (const finish of this.#finishers.splice(0)) finish(end);
  }

  /** The caller left. */
  leave(): void {
    this.#gone = true;
    this.#controller?.abort();
  }
}
