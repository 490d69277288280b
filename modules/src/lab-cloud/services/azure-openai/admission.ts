import { AzureRefusal, rateLimited } from "../../azure-refusal.ts";
import type { LabContext } from "../../lab-app.ts";
import { operationOf } from "./operation.ts";
import type { QuotaReading, QuotaShortage } from "./quota.ts";
import type { Served } from "./resource.ts";

/**
 * Takes a request out of its deployment's minute. Azure counts what a request may use when it comes in, and gives nothing back
 * when it used less: prompt and `max_tokens`. Without `max_tokens` its estimate is not documented; callers then pass what the
 * answer really takes.
 * @throws AzureRefusal (429) with the true time until the same request fits.
 */
export function admit(c: LabContext, { deployment, quota }: Served, tokens: number): void {
  const shortage = quota.admit(tokens);
  if (!shortage) return;
  const operation = operationOf(c.req.path);
  throw shortage.retryAfterMs === undefined
    ? neverFits(operation, deployment.region, shortage, tokens)
    : tooSoon(operation, deployment.region, shortage, shortage.retryAfterMs);
}

function tooSoon(operation: string, region: string, shortage: QuotaShortage, waitMs: number): AzureRefusal {
  const limit = shortage.of === "calls" ? "call" : "token";
  const refusal = rateLimited({ operation, limit, retryAfterSeconds: Math.ceil(waitMs / 1000), region });
  return withHeaders(refusal, { "retry-after-ms": String(waitMs), ...exhausted(shortage) });
}

/** What Azure answers to such a request: a day. */
const NEVER_SECONDS = 86_400;

/** Waiting does not help, which the SDKs are told. */
function neverFits(operation: string, region: string, shortage: QuotaShortage, tokens: number): AzureRefusal {
  const note = `This request alone counts ${tokens} tokens (prompt and max_tokens), and the deployment has ${shortage.left.limitTokens} a minute: send less, or raise its quota.`;
  const refusal = rateLimited({ operation, limit: "token", retryAfterSeconds: NEVER_SECONDS, region, note });
  return withHeaders(refusal, { "x-should-retry": "false", ...quotaHeaders(shortage.left) });
}

const withHeaders = ({ status, body, headers }: AzureRefusal, more: Record<string, string>) =>
  new AzureRefusal(status, body, { ...headers, ...more });

/** What is left is too little for the request that is refused, so Azure says that nothing is left. */
const exhausted = ({ of, left }: QuotaShortage) =>
  quotaHeaders({ ...left, ...(of === "calls" ? { remainingRequests: 0 } : { remainingTokens: 0 }) });

/** Limits of the minute and what is left of them. */
export function quotaHeaders(left: QuotaReading): Record<string, string> {
  return {
    "x-ratelimit-limit-requests": String(left.limitRequests),
    "x-ratelimit-remaining-requests": String(left.remainingRequests),
    "x-ratelimit-limit-tokens": String(left.limitTokens),
    "x-ratelimit-remaining-tokens": String(left.remainingTokens),
  };
}
