import { z } from "zod";
import type { Value } from "./kql/value.ts";

/** Kinds of what programs tell of themselves. */
export const BASE_TYPES = [
  "RequestData",
  "RemoteDependencyData",
  "ExceptionData",
  "MessageData",
  "EventData",
  "MetricData",
  "PageViewData",
  "AvailabilityData",
] as const;

export type BaseType = (typeof BASE_TYPES)[number];

const MOST_TEXT = 32_768;
const MOST_PROPERTY = 8192;

const json: z.ZodType<Value> = z.json();
const envelope = z.looseObject({
  name: z.string(),
  time: z.string().refine((time) => !Number.isNaN(Date.parse(time)), "is no time"),
  iKey: z.string(),
  sampleRate: z.number().positive().optional(),
  tags: z.record(z.string(), z.string().nullable()).nullish(),
  data: z.looseObject({
    baseType: z.enum(BASE_TYPES),
    baseData: z.record(z.string(), json),
  }),
});

/** One item as an exporter sends it, with what it must have. */
export type Envelope = z.infer<typeof envelope>;

/** @returns what is wrong with it, beginning with the field */
export function readEnvelope(item: unknown): { readonly envelope: Envelope } | { readonly problem: string } {
  const read = envelope.safeParse(item);
  if (read.success) return { envelope: shorten(read.data) };
  const [issue] = read.error.issues;
  return { problem: `${issue?.path.join(".") || "the item"}: ${issue?.message ?? "is not valid"}` };
}

/** Cuts texts as the real service does: a property's value after 8192 characters, any other after 32768. */
function shorten(given: Envelope): Envelope {
  const baseData = Object.fromEntries(
    Object.entries(given.data.baseData).map(([name, value]) => [
      name,
      name === "properties" ? cut(value, MOST_PROPERTY) : cut(value, MOST_TEXT),
    ]),
  );
  return { ...given, data: { ...given.data, baseData } };
}

function cut(value: Value, most: number): Value {
  if (typeof value === "string") return value.slice(0, most);
  if (Array.isArray(value)) return value.map((item: Value) => cut(item, most));
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, cut(item, most)]));
}

/** What an exporter tells of itself, and of the machine, is received but not kept. */
export function isHousekeeping({ name, data }: Envelope): boolean {
  if (name.endsWith(".Statsbeat")) return true;
  const { metrics } = data.baseData;
  if (data.baseType !== "MetricData" || !Array.isArray(metrics)) return false;
  return metrics.every(
    (metric: Value) =>
      typeof metric === "object" && metric !== null && "name" in metric && metric.name === "_OTELRESOURCE_",
  );
}
