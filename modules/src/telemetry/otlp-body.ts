import { otlpSpanText } from "./otlp-span-text.ts";
import type { SpanRecord, TelemetryResource } from "./span-record.ts";
import { otlpEnvelope } from "./to-otlp.ts";

const FIRST_BYTES = 65_536;
/** A body that was larger leaves no room behind. */
const MOST_BYTES_KEPT = 4_194_304;
/** UTF-8 of one UTF-16 unit. */
const BYTES_OF_UNIT = 3;

/**
 * Writes bodies of `POST /v1/traces`, each over the one before: fresh memory for each batch would cost more than writing it. The
 * bytes are good until the next call.
 */
export function createOtlpBody(resource: TelemetryResource): (spans: readonly SpanRecord[]) => Uint8Array {
  const { before, after } = otlpEnvelope(resource);
  let bytes: Buffer = Buffer.allocUnsafeSlow(FIRST_BYTES);
  let length = 0;
  const add = (text: string) => {
    const needed = length + text.length * BYTES_OF_UNIT;
    if (needed > bytes.length) bytes = grown(bytes, length, needed);
    length += bytes.write(text, length);
  };
  return (spans) => {
    if (bytes.length > MOST_BYTES_KEPT) bytes = Buffer.allocUnsafeSlow(FIRST_BYTES);
    length = 0;
    add(before);
    for (const [place, span] of spans.entries())
      add(place === 0 ? otlpSpanText(span) : `,${otlpSpanText(span)}`);
    add(after);
    return bytes.subarray(0, length);
  };
}

function grown(bytes: Buffer, length: number, needed: number): Buffer {
  const larger = Buffer.allocUnsafeSlow(Math.max(needed, bytes.length * 2));
  bytes.copy(larger, 0, 0, length);
  return larger;
}
