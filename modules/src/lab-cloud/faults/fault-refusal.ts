import { AzureRefusal, accessDenied, deploymentNotFound, rateLimited } from "../azure-refusal.ts";
import type { PendingFault } from "./faults.ts";
import { strikeHeaders } from "./strike.ts";

/** Whom a fault befalls. */
export interface StruckRequest {
  readonly region: string;
  /** As Azure names it: `ChatCompletions_Create`. */
  readonly operation: string;
}

/** The error a fault answers, in the shape Azure gives that status. */
export function faultRefusal(fault: PendingFault, status: number, request: StruckRequest): AzureRefusal {
  const { body, headers } = azureErrorFor(status, fault, request);
  return new AzureRefusal(status, body, { ...headers, ...strikeHeaders(fault) });
}

function azureErrorFor(
  status: number,
  fault: PendingFault,
  { region, operation }: StruckRequest,
): Pick<AzureRefusal, "body" | "headers"> {
  if (status === 401) return accessDenied();
  if (status === 404) return deploymentNotFound();
  if (status === 429) {
    const retryAfterSeconds = Math.max(1, Math.ceil(retryAfterMs(fault.headers) / 1000));
    return rateLimited({ operation, limit: "token", retryAfterSeconds, region });
  }
  return { body: BODIES[status] ?? plainBody(status), headers: {} };
}

const BODIES: Readonly<Record<number, AzureRefusal["body"]>> = {
  403: { code: "403", message: "Access denied due to Virtual Network/Firewall rules." },
  408: { code: "Timeout", message: "The operation was timeout." },
  500: {
    code: "InternalServerError",
    message: "The server had an error while processing your request. Sorry about that!",
  },
  503: {
    code: "ServiceUnavailable",
    message: "The service is temporarily unable to process your request. Please try again later.",
  },
};

const plainBody = (status: number) => ({
  code: String(status),
  message: `The request was refused with status ${status}.`,
});

function retryAfterMs({
  "retry-after-ms": ms,
  "retry-after": seconds = "1",
}: PendingFault["headers"]): number {
  const wanted = ms === undefined ? Number(seconds) * 1000 : Number(ms);
  return Number.isFinite(wanted) ? wanted : 1000;
}
