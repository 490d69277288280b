import type { AttributeName } from "./conventions.ts";

export type AttributeValue = string | number | boolean | readonly string[];

export type Attributes = Readonly<Partial<Record<AttributeName, AttributeValue>>>;

/** Attributes while they are put together: objects spread into one another would cost more than all else of a span. */
export type GrowingAttributes = Partial<Record<AttributeName, AttributeValue>>;

/** Something that happened at one moment of a span. */
export interface SpanEvent {
  readonly name: string;
  /** Milliseconds since 1970-01-01 UTC. */
  readonly at: number;
  readonly attributes: Attributes;
}

/** `server`: a request that came in; `client`: a call of somebody else; `internal`: work of our own. */
export type SpanKind = "server" | "client" | "internal";

/** One piece of work of a request. Plain data, without secrets, ready for any exporter. */
export interface SpanRecord {
  /** 32 hexadecimal digits. */
  readonly traceId: string;
  /** 16 hexadecimal digits. */
  readonly spanId: string;
  /** Absent at the root, unless whoever sent the request has a trace of its own. */
  readonly parentSpanId?: string;
  readonly name: string;
  readonly kind: SpanKind;
  /** Milliseconds since 1970-01-01 UTC. */
  readonly startMs: number;
  /** Measured on a clock that never jumps. */
  readonly durationMs: number;
  readonly status: "ok" | "error" | "unset";
  readonly attributes: Attributes;
  readonly events: readonly SpanEvent[];
}

/** The service that the spans come from. */
export interface TelemetryResource {
  /** `service.name`. */
  readonly service: string;
  /** `service.version`. */
  readonly version: string;
  /** `service.instance.id`: one for each process. */
  readonly instance: string;
}
