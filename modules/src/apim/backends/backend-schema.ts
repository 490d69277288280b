import { z } from "zod";
import { readDuration } from "./read-duration.ts";

/** ARM templates in JSON write numbers and switches as text as often as not: `"count": "3"`. */
const wholeNumber = (min: number, max: number) =>
  z.preprocess(
    (value) => (typeof value === "string" && /^\d+$/.test(value) ? Number(value) : value),
    z.int().min(min).max(max),
  );

const flag = z.preprocess(
  (value) =>
    typeof value === "string" && /^(?:true|false)$/i.test(value) ? value.toLowerCase() === "true" : value,
  z.boolean(),
);

/** One of `words`, compared without regard to case as Azure Resource Manager does. */
const word = <Word extends string>(...words: readonly [Word, ...Word[]]) =>
  z.preprocess(
    (value) =>
      words.find((known) => typeof value === "string" && known.toLowerCase() === value.toLowerCase()) ??
      value,
    z.enum(words),
  );

const duration = z.string().transform((text, context) => {
  const ms = readDuration(text);
  if (ms !== undefined && ms > 0) return ms;
  context.issues.push({
    code: "custom",
    input: text,
    message: `must be an ISO 8601 duration above zero such as PT1M, not ${JSON.stringify(text)}`,
  });
  return z.NEVER;
});

const status = wholeNumber(100, 599);
const failureResponse = z.strictObject({ statusCode: wholeNumber(400, 599).optional() });

const statusRange = z
  .strictObject({ min: status, max: status })
  .refine(({ min, max }) => min <= max, { message: "must have a min that is not above its max" });

const breakerRule = z.strictObject({
  name: z.string().optional(),
  failureCondition: z.strictObject({
    count: wholeNumber(1, 1_000_000).optional(),
    percentage: z.unknown().optional(),
    interval: duration,
    statusCodeRanges: z.array(statusRange).optional(),
    errorReasons: z.array(z.string()).optional(),
  }),
  tripDuration: duration,
  acceptRetryAfter: flag.optional(),
  failureResponse: failureResponse.optional(),
});

const texts = z.preprocess(
  (value) => (typeof value === "string" ? [value] : value),
  z.array(z.string()).min(1),
);

const credentials = z.strictObject({
  header: z.record(z.string(), texts).optional(),
  query: z.record(z.string(), texts).optional(),
  authorization: z.strictObject({ scheme: z.string().min(1), parameter: z.string() }).optional(),
  managedIdentity: z
    .strictObject({ resource: z.string().min(1), clientId: z.string().optional() })
    .optional(),
  certificate: z.array(z.string()).optional(),
  certificateIds: z.array(z.string()).optional(),
});

const pool = z.strictObject({
  services: z
    .array(
      z.strictObject({
        id: z.string().min(1),
        priority: wholeNumber(0, 100).optional(),
        weight: wholeNumber(0, 100).optional(),
      }),
    )
    .min(1)
    .max(30),
  sessionAffinity: z
    .strictObject({
      sessionId: z.strictObject({ source: word("Cookie"), name: z.string().regex(/^[!#$%&'*+.^_`|~\w-]+$/) }),
    })
    .optional(),
  failureResponse: failureResponse.optional(),
});

/** A resource of the type `Microsoft.ApiManagement/service/backends`, as far as its template goes. */
export const backendSchema = z.strictObject({
  name: z.string().min(1),
  type: z.string().optional(),
  apiVersion: z.string().optional(),
  id: z.string().optional(),
  properties: z.strictObject({
    type: word("Single", "Pool").optional(),
    title: z.string().optional(),
    description: z.string().optional(),
    resourceId: z.string().optional(),
    url: z.string().optional(),
    protocol: word("http", "soap").optional(),
    circuitBreaker: z.strictObject({ rules: z.array(breakerRule).max(1).optional() }).optional(),
    credentials: credentials.optional(),
    pool: pool.optional(),
    proxy: z.unknown().optional(),
    tls: z
      .strictObject({ validateCertificateChain: flag.optional(), validateCertificateName: flag.optional() })
      .optional(),
    properties: z.strictObject({ serviceFabricCluster: z.unknown().optional() }).optional(),
  }),
});

export type BackendResource = z.infer<typeof backendSchema>;
export type BreakerResource = z.infer<typeof breakerRule>;
