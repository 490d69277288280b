import type { BackendDefinition, BreakerRule, PoolBackend, SingleBackend } from "./backend-definition.ts";
import type { BackendResource, BreakerResource } from "./backend-schema.ts";

const UNAVAILABLE = 503;
const SERVER_ERRORS = { min: 500, max: 599 };

/** The definition of a resource that `checkBackends` finds nothing wrong with. */
export function defineBackend(resource: BackendResource): BackendDefinition {
  return isPool(resource) ? definePool(resource) : defineSingle(resource);
}

export const isPool = ({ properties }: BackendResource): boolean =>
  (properties.type ?? (properties.pool ? "Pool" : "Single")) === "Pool";

/** In a template the name may say its parent as well: `myAPIM/myBackend`; an id is `/backends/NAME` or a full one. */
export const lastSegment = (id: string): string => id.split("/").at(-1) ?? "";

function definePool({ name, properties: { pool } }: BackendResource): PoolBackend {
  const cookieName = pool?.sessionAffinity?.sessionId.name;
  return {
    kind: "pool",
    name: lastSegment(name),
    members: (pool?.services ?? []).map(({ id, priority, weight }) => ({
      name: lastSegment(id),
      priority,
      weight,
    })),
    affinity: cookieName === undefined ? undefined : { cookieName },
    failureStatus: pool?.failureResponse?.statusCode ?? UNAVAILABLE,
  };
}

function defineSingle({ name, properties }: BackendResource): SingleBackend {
  const { url, circuitBreaker, credentials, tls } = properties;
  const [rule] = circuitBreaker?.rules ?? [];
  const identity = credentials?.managedIdentity;
  return {
    kind: "single",
    name: lastSegment(name),
    url: new URL(url ?? ""),
    breaker: rule && defineBreaker(rule),
    credentials: {
      header: credentials?.header ?? {},
      query: credentials?.query ?? {},
      authorization: credentials?.authorization,
      managedIdentity: identity && { resource: identity.resource, clientId: identity.clientId },
    },
    acceptAnyCertificate: tls?.validateCertificateChain === false || tls?.validateCertificateName === false,
  };
}

function defineBreaker({
  failureCondition,
  tripDuration,
  acceptRetryAfter,
  failureResponse,
}: BreakerResource): BreakerRule {
  const { count, interval, statusCodeRanges, errorReasons = [] } = failureCondition;
  return {
    count: count ?? 1,
    intervalMs: interval,
    statuses:
      statusCodeRanges ??
      (errorReasons.some((reason) => /^server errors$/i.test(reason)) ? [SERVER_ERRORS] : []),
    errorReasons,
    tripMs: tripDuration,
    acceptRetryAfter: acceptRetryAfter ?? false,
    failureStatus: failureResponse?.statusCode ?? UNAVAILABLE,
  };
}
