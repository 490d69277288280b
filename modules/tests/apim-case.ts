import { readFileSync } from "node:fs";
import { parse } from "yaml";
import { z } from "zod";

const range = z.strictObject({ min: z.number(), max: z.number() });
const headerMatch = z.union([
  z.string(),
  z.strictObject({
    present: z.literal(true).optional(),
    contains: z.string().optional(),
    matches: z.string().optional(),
  }),
]);
const bodyMatch = z.strictObject({
  equals: z.string().optional(),
  contains: z.string().optional(),
  matches: z.string().optional(),
  json: z.unknown().optional(),
  jsonSubset: z.record(z.string(), z.unknown()).optional(),
  jsonKeys: z.array(z.string()).optional(),
});
const headers = z.record(z.string(), headerMatch);

const upstreamRequest = z.strictObject({
  upstream: z.string().optional(),
  method: z.string().optional(),
  path: z.string().optional(),
  query: z.record(z.string(), z.string()).optional(),
  headers: headers.optional(),
  headersAbsent: z.array(z.string()).optional(),
  body: bodyMatch.optional(),
});

const expectation = z.strictObject({
  status: z.int().optional(),
  headers: headers.optional(),
  headersAbsent: z.array(z.string()).optional(),
  body: bodyMatch.optional(),
  upstream: z.array(z.string()).optional(),
  upstreamOneOf: z.array(z.array(z.string())).optional(),
  sameUpstreamAsJar: z.literal(true).optional(),
  upstreamRequests: z.array(upstreamRequest).optional(),
  distribution: z.record(z.string(), range).optional(),
  waitedSeconds: range.optional(),
});

const call = z.strictObject({
  request: z.strictObject({
    method: z.string(),
    path: z.string(),
    query: z.record(z.string(), z.union([z.string(), z.array(z.string())])).optional(),
    headers: z.record(z.string(), z.union([z.string(), z.null(), z.array(z.string())])).optional(),
    body: z.unknown().optional(),
    clientIp: z.string().optional(),
  }),
  times: z.int().optional(),
  cookieJar: z.string().optional(),
  expect: expectation,
});

const upstream = z.strictObject({
  origin: z.url(),
  script: z
    .array(
      z.strictObject({
        status: z.int().optional(),
        headers: z.record(z.string(), z.string()).optional(),
        body: z.unknown().optional(),
        delayMs: z.int().optional(),
        connectionRefused: z.literal(true).optional(),
      }),
    )
    .min(1),
});

const schema = z.strictObject({
  id: z.string(),
  title: z.string(),
  origin: z.unknown().optional(),
  features: z.array(z.string()).optional(),
  /** Rules of the specification that the case shows: `B1`. */
  spec: z.array(z.string()),
  /** A gateway's configuration; checked by the gateway. */
  gateway: z.looseObject({}),
  upstreams: z.record(z.string(), upstream).optional(),
  steps: z.array(z.union([z.strictObject({ advance: z.iso.duration() }), call])).optional(),
  expectLoadError: z
    .strictObject({ contains: z.array(z.string()).optional(), line: range.optional() })
    .optional(),
  expectMetrics: z.array(z.looseObject({})).optional(),
  expectTraces: z.array(z.looseObject({})).optional(),
});

/** A gateway, what its backends say, and what is to be seen: the format of the conformance cases. */
export type ApimCase = z.infer<typeof schema>;
export type ApimCall = z.infer<typeof call>;
export type BodyMatch = z.infer<typeof bodyMatch>;
export type HeaderMatch = z.infer<typeof headerMatch>;

export const readApimCase = (file: string): ApimCase => schema.parse(parse(readFileSync(file, "utf8")));
