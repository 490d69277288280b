import { z } from "zod";
import { newId } from "../core/index.ts";
import { AzureRefusal, accessDenied, deploymentNotFound, rateLimited } from "./azure-refusal.ts";

/** A fault that waits for its next request. */
export interface PendingFault {
  readonly id: string;
  /** Deployment it strikes; absent = any. */
  readonly deployment?: string;
  /** Status answered instead of the answer; absent = only the delay. */
  readonly status?: number;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  /** Milliseconds before the answer. */
  readonly delayMs: number;
  /** Requests it still strikes. */
  readonly times: number;
}

export interface Faults {
  /** @returns the fault, or one line saying what is wrong with the order. */
  order(body: unknown): PendingFault | { readonly problem: string };
  /** The oldest fault for a deployment, counted down. */
  take(deployment: string): PendingFault | undefined;
  clear(): void;
  pending(): readonly PendingFault[];
}

const HEADER_NAME = /^[!#$%&'*+\-.^_`|~0-9a-z]+$/;
const HEADER_VALUE = /^[\t\x20-\x7e]*$/;

/** They say how the body travels; with others than the server's own it arrives broken or not at all. */
const SERVER_HEADERS: ReadonlySet<string> = new Set([
  "connection",
  "content-encoding",
  "content-length",
  "keep-alive",
  "trailer",
  "transfer-encoding",
  "upgrade",
]);

const headerName = z
  .string()
  .toLowerCase()
  .regex(HEADER_NAME, "is no header name")
  .refine((name) => !SERVER_HEADERS.has(name), "is the server's to set");

const orderSchema = z
  .strictObject({
    deployment: z.string().min(1).optional(),
    status: z.int().min(400).max(599).optional(),
    times: z.int().min(1).max(1_000_000).default(1),
    headers: z.record(headerName, z.string().regex(HEADER_VALUE, "is no header value")).default({}),
    delayMs: z.number().min(0).max(600_000).default(0),
  })
  .refine((order) => order.status !== undefined || order.delayMs > 0, "needs a status, a delayMs, or both");

/** Faults ordered through `POST /lab/faults`: what goes wrong, with which deployment, how many times. */
export function createFaults(deployments: readonly string[]): Faults {
  let waiting: PendingFault[] = [];
  return {
    order(body) {
      const parsed = orderSchema.safeParse(body);
      if (body === undefined) return { problem: "the body is not valid JSON" };
      if (!parsed.success) return { problem: describe(parsed.error) };
      const { deployment, status, headers, delayMs, times } = parsed.data;
      if (deployment !== undefined && !deployments.includes(deployment)) {
        return { problem: `deployment: "${deployment.slice(0, 60)}" is none of ${deployments.join(", ")}` };
      }
      const fault: PendingFault = {
        id: newId("fault-"),
        ...(deployment !== undefined && { deployment }),
        ...(status !== undefined && { status }),
        headers,
        delayMs,
        times,
      };
      waiting.push(fault);
      return fault;
    },
    take(deployment) {
      const fault = waiting.find((one) => one.deployment === undefined || one.deployment === deployment);
      if (!fault) return undefined;
      waiting = waiting.flatMap((one) => {
        if (one !== fault) return [one];
        return one.times > 1 ? [{ ...one, times: one.times - 1 }] : [];
      });
      return fault;
    },
    clear() {
      waiting = [];
    },
    pending: () => waiting,
  };
}

function describe(error: z.ZodError): string {
  const issue = error.issues[0];
  if (!issue) return "the fault cannot be read";
  const place = issue.path.join(".");
  const message = (issue.code === "invalid_key" && issue.issues[0]?.message) || issue.message;
  return place ? `${place}: ${message}` : message;
}

/** The error a fault answers, in the shape Azure gives that status, marked by `x-lab-fault`. */
export function faultRefusal(fault: PendingFault, status: number, region: string): AzureRefusal {
  const { body, headers } = azureErrorFor(status, fault, region);
  return new AzureRefusal(status, body, { ...headers, ...fault.headers, "x-lab-fault": fault.id });
}

function azureErrorFor(
  status: number,
  fault: PendingFault,
  region: string,
): Pick<AzureRefusal, "body" | "headers"> {
  if (status === 401) return accessDenied();
  if (status === 404) return deploymentNotFound();
  if (status === 429) {
    const retryAfterSeconds = Math.max(1, Math.ceil(retryAfterMs(fault.headers) / 1000));
    return rateLimited({ operation: "ChatCompletions_Create", limit: "token", retryAfterSeconds, region });
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
