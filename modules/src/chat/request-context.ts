/** Who asks: what budgets, limits, caches and records tell requests apart by. Holds no text of the request. */
export interface RequestContext {
  /** One for each request; a repeated one means the same request again. */
  readonly requestId: string;
  /** Nothing is shared between tenants. */
  readonly tenant: string;
  /** Whose key or token it is, never the key itself. */
  readonly client: string;
  readonly project?: string;
  /** The end user whom the client names. */
  readonly user?: string;
  readonly priority?: "high" | "normal" | "low";
  /** W3C's header by which whoever is asked on the way can say that it was for this request. */
  readonly traceparent?: string;
  /** Aborts when the caller goes away. */
  readonly signal?: AbortSignal;
}
