import type { Attributes, AttributeValue, SpanEvent, SpanRecord } from "./span-record.ts";

const SPAN_KINDS = { internal: 1, server: 2, client: 3 } as const;
/** Protobuf's JSON leaves out what is as if it were not there. */
const ENDS = {
  unset: "}",
  ok: ',"status":{"code":1}}',
  error: ',"status":{"code":2}}',
} as const;

/** A span in OTLP's JSON. */
export function otlpSpanText(span: SpanRecord): string {
  const { traceId, spanId, parentSpanId, startMs, durationMs, events } = span;
  let text = `{"traceId":"${traceId}","spanId":"${spanId}"`;
  if (parentSpanId !== undefined) text += `,"parentSpanId":"${parentSpanId}"`;
  text += `,"name":${quoted(span.name)},"kind":${SPAN_KINDS[span.kind]}`;
  text += `,"startTimeUnixNano":"${toNanos(startMs)}","endTimeUnixNano":"${toNanos(startMs + durationMs)}"`;
  text += `,"attributes":${attributesText(span.attributes)}`;
  if (events.length > 0) text += `,"events":[${events.map(eventText).join()}]`;
  return text + ENDS[span.status];
}

const eventText = ({ name, at, attributes }: SpanEvent): string =>
  `{"name":${quoted(name)},"timeUnixNano":"${toNanos(at)}","attributes":${attributesText(attributes)}}`;

function attributesText(attributes: Attributes): string {
  const all: Readonly<Record<string, AttributeValue | undefined>> = attributes;
  let text = "";
  for (const key in all) {
    const value = all[key];
    if (value !== undefined)
      text += text === "" ? attributeText(key, value) : `,${attributeText(key, value)}`;
  }
  return `[${text}]`;
}

/** An attribute's name as it begins, and whole attributes of it with values that come again. */
interface Known {
  readonly begin: string;
  readonly texts: Map<string, string>;
}

/** Names of models, routers and outcomes are few; ids are not, and need not be kept. */
const VALUES_KEPT = 64;
const LONGEST_KEPT = 64;
const known = new Map<string, Known>();

function attributeText(key: string, value: AttributeValue): string {
  const { begin, texts } = known.get(key) ?? know(key);
  if (typeof value === "number") return `${begin}${numberText(value)}}`;
  if (typeof value !== "string") return `${begin}${valueText(value)}}`;
  const text = texts.get(value);
  if (text !== undefined) return text;
  const made = `${begin}${valueText(value)}}`;
  if (texts.size < VALUES_KEPT && value.length <= LONGEST_KEPT) texts.set(value, made);
  return made;
}

function know(key: string): Known {
  const one = { begin: `{"key":${JSON.stringify(key)},"value":`, texts: new Map<string, string>() };
  known.set(key, one);
  return one;
}

function valueText(value: AttributeValue): string {
  if (typeof value === "string") return `{"stringValue":${JSON.stringify(value)}}`;
  if (typeof value === "boolean") return value ? '{"boolValue":true}' : '{"boolValue":false}';
  if (typeof value === "number") return numberText(value);
  return `{"arrayValue":{"values":[${value.map(valueText).join()}]}}`;
}

function numberText(value: number): string {
  if (Number.isSafeInteger(value)) return `{"intValue":"${value}"}`;
  return Number.isFinite(value) ? `{"doubleValue":${value}}` : `{"doubleValue":"${value}"}`;
}

const names = new Map<string, string>();

/** As JSON; names of spans come again. */
function quoted(name: string): string {
  const text = names.get(name);
  if (text !== undefined) return text;
  const made = JSON.stringify(name);
  if (names.size < VALUES_KEPT) names.set(name, made);
  return made;
}

/** `000` to `999`: a number of nine digits written anew costs more than three looked up. */
const THREE = Array.from({ length: 1000 }, (_, number) => String(number).padStart(3, "0"));

let lastSecond = Number.NaN;
let lastText = "";

/** As text: nanoseconds since 1970 are no safe integers. */
export function toNanos(ms: number): string {
  const second = Math.floor(ms / 1000);
  const nanos = Math.round((ms - second * 1000) * 1_000_000);
  if (nanos >= 1_000_000_000) return `${second + 1}000000000`;
  if (second !== lastSecond) {
    lastSecond = second;
    lastText = String(second);
  }
  return `${lastText}${THREE[(nanos / 1_000_000) | 0]}${THREE[((nanos / 1000) | 0) % 1000]}${THREE[nanos % 1000]}`;
}
