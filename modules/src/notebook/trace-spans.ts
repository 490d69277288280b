import { LabError } from "../core/errors.ts";
import type { SpanRecord, Trace } from "../telemetry/index.ts";
import { describeValue } from "./describe-value.ts";

/**
 * The spans of a trace, whichever way it was given.
 * @throws LabError when it is none, or several.
 */
export function spansOf(trace: Trace | readonly SpanRecord[]): readonly SpanRecord[] {
  const spans: unknown = Array.isArray(trace) ? trace : Object(trace).spans;
  if (!Array.isArray(spans) || !spans.every(isSpan)) throw noTrace(`it is ${describeValue(trace)}`);
  const traces = new Set(spans.map(({ traceId }) => traceId));
  if (traces.size > 1) throw noTrace(`the spans are of ${traces.size} traces`);
  return spans;
}

function isSpan(value: unknown): value is SpanRecord {
  const { traceId, spanId, startMs, durationMs, attributes, events }: Partial<SpanRecord> = Object(value);
  return (
    typeof traceId === "string" &&
    typeof spanId === "string" &&
    typeof startMs === "number" &&
    typeof durationMs === "number" &&
    typeof attributes === "object" &&
    Array.isArray(events)
  );
}

export const noTrace = (problem: string) =>
  new LabError(`This is no trace that can be drawn: ${problem}.`, {
    code: "NOT_DRAWABLE",
    hint: "Flush the telemetry, then give one trace of the memory exporter: memory.traces().at(-1).",
  });
