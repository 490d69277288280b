import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { ATTRIBUTES as A } from "./conventions.ts";
import { createOtlpBody } from "./otlp-body.ts";
import { otlpSpanText, toNanos } from "./otlp-span-text.ts";
import type { SpanRecord } from "./span-record.ts";
import { toOtlpTraces } from "./to-otlp.ts";

const RESOURCE = { service: "hybrid-router", version: "1", instance: "one" };

const span = (given: Partial<SpanRecord> = {}): SpanRecord => ({
  traceId: "0af7651916cd43dd8448eb211c80319c",
  spanId: "b7ad6b7169203331",
  name: "hybrid.route",
  kind: "internal",
  startMs: 1_795_219_200_000.25,
  durationMs: 1.5,
  status: "unset",
  attributes: {},
  events: [],
  ...given,
});

const writtenOf = (attributes: SpanRecord["attributes"]) =>
  JSON.parse(otlpSpanText(span({ attributes }))).attributes[0].value;

describe("a span in OTLP's JSON", () => {
  test("holds any text as it is, the first time and later", () => {
    const check = (text: string) => {
      expect(writtenOf({ [A.reason]: text })).toEqual({ stringValue: text });
      expect(JSON.parse(otlpSpanText(span({ name: text }))).name).toBe(text);
    };
    fc.assert(fc.property(fc.string({ unit: "binary" }), (text) => [text, text].forEach(check)));
    Array.from({ length: 300 }, (_, place) => `model "${place}"`).forEach(check);
  });

  test("keeps values of one attribute apart from those of another", () => {
    for (const key of [A.tier, A.cache, A.tier, A.cache])
      expect(JSON.parse(otlpSpanText(span({ attributes: { [key]: "off" } }))).attributes).toEqual([
        { key, value: { stringValue: "off" } },
      ]);
  });

  test.each([
    [3, { intValue: "3" }],
    [0.25, { doubleValue: 0.25 }],
    [1e300, { doubleValue: 1e300 }],
    [Number.NaN, { doubleValue: "NaN" }],
    [Number.NEGATIVE_INFINITY, { doubleValue: "-Infinity" }],
    [true, { boolValue: true }],
    [[], { arrayValue: { values: [] } }],
    [["a", 'b"'], { arrayValue: { values: [{ stringValue: "a" }, { stringValue: 'b"' }] } }],
  ])("writes %j in OTLP's way", (given, written) => {
    expect(writtenOf({ [A.score]: given })).toEqual(written);
  });

  test("has its parent, status and events", () => {
    const events = [{ name: "gen_ai.first_token", at: 1000, attributes: { [A.attempt]: 2 } }];
    const text = otlpSpanText(span({ parentSpanId: "00f067aa0ba902b7", status: "error", events }));
    expect(JSON.parse(text)).toMatchObject({
      parentSpanId: "00f067aa0ba902b7",
      kind: 1,
      startTimeUnixNano: "1795219200000250000",
      endTimeUnixNano: "1795219200001750000",
      status: { code: 2 },
      events: [
        { timeUnixNano: "1000000000", attributes: [{ key: "hybrid.attempt.n", value: { intValue: "2" } }] },
      ],
    });
  });

  test("tells times to a microsecond, also around full seconds", () => {
    const times = fc.tuple(fc.integer({ min: 0, max: 4_000_000_000 }), fc.integer({ min: 0, max: 999_999 }));
    fc.assert(
      fc.property(times, ([second, micros]) => {
        const exact = BigInt(second) * 1_000_000_000n + BigInt(micros) * 1000n;
        const off = BigInt(toNanos(second * 1000 + micros / 1000)) - exact;
        expect(off < 1000n && off > -1000n).toBe(true);
      }),
    );
    expect(toNanos(999.999_999_9)).toBe("1000000000");
  });
});

describe("bodies for a collector", () => {
  test("are the batch and nothing of the one before, whatever their lengths", () => {
    const body = createOtlpBody(RESOURCE);
    for (const count of [1, 900, 3, 0, 20_000, 2]) {
      const spans = Array.from({ length: count }, (_, place) =>
        span({ name: `chat ${"modèle €".repeat(place % 3)}${place}` }),
      );
      expect(JSON.parse(Buffer.from(body(spans)).toString())).toEqual(toOtlpTraces(spans, RESOURCE));
    }
  });
});
