import { explainError, ProviderError } from "../core/errors.ts";
import { isTransientNetworkCode, isTransientStatus } from "../resilience/transient.ts";

export interface HttpFailure {
  readonly provider: string;
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: string;
}

const HINTS: Readonly<Record<number, string>> = {
  401: "Check the key, or sign in again (az login).",
  403: "The account may not use this deployment: check its roles.",
  404: "Check the deployment or model name.",
  413: "Send a shorter prompt.",
  429: "Wait, or ask a deployment with more quota.",
};

/** The error a refused request becomes. Reads OpenAI's, Azure's and plain-text bodies. */
export function httpFailure({ provider, status, headers, body }: HttpFailure): ProviderError {
  const said = readBody(body);
  return new ProviderError(`${provider} answered ${status}: ${said.message}`, {
    code: said.code ?? `HTTP_${status}`,
    status,
    retryable: isTransientStatus(status),
    retryAfterMs: retryAfterMs(headers),
    hint: HINTS[status],
  });
}

/** The error a connection becomes that could not be made or broke before the first event. */
export function networkFailure(provider: string, address: string, error: unknown): ProviderError {
  const code = networkCode(error);
  return new ProviderError(`${provider} at ${address} cannot be reached (${code ?? explainError(error)}).`, {
    code: code ?? "NETWORK",
    retryable: code === undefined || isTransientNetworkCode(code),
    hint: "Is it running? Check the address in .env, or start the workshop again with npm start.",
    cause: error,
  });
}

function networkCode(error: unknown): string | undefined {
  const candidates = error instanceof AggregateError ? [error, ...error.errors] : [error];
  for (const candidate of candidates) {
    const code = (candidate as { code?: unknown } | undefined)?.code;
    if (typeof code === "string" && code !== "") return code;
  }
  return undefined;
}

function readBody(body: string): { code?: string; message: string } {
  try {
    const { error } = JSON.parse(body) as { error?: { code?: unknown; message?: unknown } | string };
    if (typeof error === "string") return { message: oneLine(error) };
    if (typeof error?.message === "string") {
      const code = typeof error.code === "string" && error.code !== "" ? error.code : undefined;
      return { message: oneLine(error.message), ...(code && { code }) };
    }
  } catch {
    // Not JSON: servers and proxies also answer plain text.
  }
  return { message: oneLine(body) || "no explanation" };
}

const oneLine = (text: string) => text.replace(/\s+/g, " ").trim().slice(0, 300);

function retryAfterMs(headers: HttpFailure["headers"]): number | undefined {
  const inMs = Number(headers["retry-after-ms"]);
  if (Number.isFinite(inMs)) return inMs;
  const after = headers["retry-after"];
  if (typeof after !== "string") return undefined;
  const seconds = Number(after);
  if (Number.isFinite(seconds)) return seconds * 1000;
  const date = Date.parse(after);
  return Number.isNaN(date) ? undefined : Math.max(0, date - Date.now());
}
