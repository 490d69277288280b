import { randomBytes } from "node:crypto";

/** A place in a trace, as the header `traceparent` of W3C's Trace Context carries it. */
export interface TraceContext {
  /** 32 hexadecimal digits. */
  readonly traceId: string;
  /** 16 hexadecimal digits. */
  readonly spanId: string;
  readonly sampled: boolean;
}

const TRACEPARENT = /^(?!ff)[\da-f]{2}-([\da-f]{32})-([\da-f]{16})-([\da-f]{2})(-.*)?$/;
const LONGEST = 256;

/** What a `traceparent` header says; undefined for one that is absent, malformed or all zeros, which is as if there was none. */
export function readTraceparent(header: string | undefined): TraceContext | undefined {
  if (header === undefined || header.length > LONGEST) return undefined;
  const [, traceId, spanId, flags, more] = TRACEPARENT.exec(header.trim()) ?? [];
  if (traceId === undefined || spanId === undefined || flags === undefined) return undefined;
  if (more !== undefined && header.trim().startsWith("00")) return undefined;
  if (/^0+$/.test(traceId) || /^0+$/.test(spanId)) return undefined;
  return { traceId, spanId, sampled: (Number.parseInt(flags, 16) & 1) === 1 };
}

export const writeTraceparent = ({ traceId, spanId, sampled }: TraceContext): string =>
  `00-${traceId}-${spanId}-${sampled ? "01" : "00"}`;

export const newTraceId = (): string => drawHex(32);

export const newSpanId = (): string => drawHex(16);

// One call of the generator for many ids: it costs more than all the rest of a span.
const POOL_BYTES = 2048;
/** No id, by Trace Context. */
const ZEROS = "0".repeat(32);
let pool = "";
let drawn = 0;

function drawHex(digits: number): string {
  if (drawn + digits > pool.length) {
    pool = randomBytes(POOL_BYTES).toString("hex");
    drawn = 0;
  }
  drawn += digits;
  const id = pool.slice(drawn - digits, drawn);
  return id === ZEROS.slice(0, digits) ? drawHex(digits) : id;
}
