import { randomUUID } from "node:crypto";
import { PROVENANCE_HEADER } from "../chat/provenance.ts";

/** The `error` object of Azure's and OpenAI's services. */
export interface AzureErrorBody {
  readonly code: string | null;
  readonly message: string;
  readonly type?: string | null;
  readonly param?: string | null;
  /** The content filter repeats the status, and says what it found. */
  readonly status?: number;
  readonly innererror?: object;
}

/** Thrown by a service to end a request with an error as Azure would send it. */
export class AzureRefusal extends Error {
  readonly status: number;
  readonly body: AzureErrorBody;
  readonly headers: Readonly<Record<string, string>>;

  constructor(status: number, body: AzureErrorBody, headers: Readonly<Record<string, string>> = {}) {
    super(body.message);
    this.status = status;
    this.body = body;
    this.headers = headers;
  }

  /** The same refusal with more headers; those it has stay. */
  withHeaders(more: Readonly<Record<string, string>>): AzureRefusal {
    return new AzureRefusal(this.status, this.body, { ...more, ...this.headers });
  }

  toResponse(): Response {
    const headers = {
      "x-request-id": randomUUID(),
      "apim-request-id": randomUUID(),
      [PROVENANCE_HEADER]: "simulated",
      ...this.headers,
    };
    return Response.json({ error: this.body }, { status: this.status, headers });
  }
}

export const accessDenied = (): AzureRefusal =>
  new AzureRefusal(401, {
    code: "401",
    message:
      "Access denied due to invalid subscription key or wrong API endpoint. Make sure to provide a valid key for an active subscription and use a correct regional API endpoint for your resource.",
  });

/** A token that is ours but made for another service. */
export const wrongAudience = (): AzureRefusal =>
  new AzureRefusal(401, {
    code: "401",
    message:
      "Unauthorized. Access token is missing, invalid, audience is incorrect (https://cognitiveservices.azure.com), or have expired.",
  });

export const resourceNotFound = (): AzureRefusal =>
  new AzureRefusal(404, { code: "404", message: "Resource not found" });

export const deploymentNotFound = (): AzureRefusal =>
  new AzureRefusal(404, {
    code: "DeploymentNotFound",
    message:
      "The API deployment for this resource does not exist. If you created the deployment within the last 5 minutes, please wait a moment and try again.",
  });

/** A body that cannot be used: `param` names the field. */
export const invalidRequest = (message: string, param: string | null, code: string | null): AzureRefusal =>
  new AzureRefusal(400, { code, message, type: "invalid_request_error", param });

export const bodyTooLarge = (limitBytes: number): AzureRefusal =>
  new AzureRefusal(413, {
    code: "RequestEntityTooLarge",
    message: `The request body is larger than ${limitBytes / 1_048_576} MiB, the most the lab cloud reads. Send a shorter prompt.`,
  });

/** What a 429 says of the limit that was reached. */
export interface Throttling {
  /** As Azure names it: `ChatCompletions_Create`. */
  readonly operation: string;
  /** `token`: tokens a minute; `call`: requests a minute. */
  readonly limit: "token" | "call";
  readonly retryAfterSeconds: number;
  readonly region: string;
  /** One more sentence, for what Azure does not tell. */
  readonly note?: string;
}

export function rateLimited({ operation, limit, retryAfterSeconds, region, note }: Throttling): AzureRefusal {
  const message = `Requests to the ${operation} Operation have exceeded ${limit} rate limit of your current AIServices S0 pricing tier. Please retry after ${retryAfterSeconds} seconds.`;
  return new AzureRefusal(
    429,
    { code: "429", message: note === undefined ? message : `${message} ${note}` },
    {
      "retry-after": String(retryAfterSeconds),
      "x-ms-region": region,
      "policy-id": limit === "token" ? "DeploymentRatelimit-Token" : "DeploymentRatelimit-Call",
    },
  );
}

/** Nothing of the lab cloud answers here; asking again does not help, which SDKs are told. */
export const notEmulated = (method: string, path: string): AzureRefusal =>
  new AzureRefusal(
    501,
    {
      code: "NotEmulated",
      message: `${method} ${path} is not emulated by the lab cloud. GET /lab/state lists what is.`,
    },
    { "x-should-retry": "false" },
  );

export const methodNotAllowed = (method: string, path: string, allowed: string): AzureRefusal =>
  new AzureRefusal(
    405,
    { code: "405", message: `${method} is not allowed on ${path}; use ${allowed}.` },
    { allow: allowed },
  );
