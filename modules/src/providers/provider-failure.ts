import { filteredCategories, readContentFilter } from "../chat/content-filter.ts";
import { explainError, ProviderError } from "../core/errors.ts";
import { isTransientNetworkCode, isTransientStatus } from "../resilience/transient.ts";
import type { WireRefusal } from "./chat-wire.ts";
import { ContentFilterError } from "./content-filter-error.ts";
import type { Redactor } from "./redactor.ts";

export interface HttpFailure {
  readonly provider: string;
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: string;
  readonly redact: Redactor;
  /** What to do about a credential that is refused. */
  readonly keyHint?: string | undefined;
  /** Reads the JSON of a refusal in the service's own form. */
  readonly readRefusal?: ((body: unknown) => WireRefusal | undefined) | undefined;
}

const HINTS: Readonly<Record<number, string>> = {
  401: "Check the key, or sign in again (az login).",
  402: "The account has no credit left: check its billing.",
  403: "The account may not use this deployment: check its roles.",
  404: "Check the deployment or model name.",
  413: "Send a shorter prompt.",
  429: "Wait, or ask a deployment with more quota.",
};

const REDIRECT_HINT = "Redirects are not followed, as the key would go along: check the address.";

/** The error a refused request becomes. Reads the service's own form, or OpenAI's, Azure's and plain-text bodies. */
export function httpFailure(failure: HttpFailure): ProviderError {
  const { provider, headers, body, redact, keyHint } = failure;
  const said = readOwnForm(failure) ?? readBody(body, redact);
  const { status = NO_SUCH_MODEL.has(said.code ?? "") ? 404 : failure.status } = said;
  const message = `${provider} answered ${failure.status}: ${said.message}`;
  const options = {
    code: said.code ?? `HTTP_${status}`,
    status,
    retryable: isTransientStatus(status),
    retryAfterMs: retryAfterMs(headers) ?? said.retryAfterMs,
    hint: hintFor(status, keyHint),
  };
  const filter = said.code === "content_filter" ? readContentFilter(said.filter) : undefined;
  if (!filter) return new ProviderError(message, options);
  const hint = `Word the prompt differently: it was held back for ${filteredCategories(filter).join(", ") || "what it says"}.`;
  return new ContentFilterError(message, { ...options, hint, retryable: false, contentFilter: filter });
}

/** Routers over many providers tell it with 400, as if the request were wrong: another deployment may well answer it. */
const NO_SUCH_MODEL: ReadonlySet<string> = new Set([
  "unknown_model",
  "model_not_found",
  "model_not_supported",
]);

function hintFor(status: number, keyHint: string | undefined): string | undefined {
  if (status < 400) return REDIRECT_HINT;
  return status === 401 && keyHint !== undefined ? keyHint : HINTS[status];
}

/** What to do when the key of a variable is refused. */
export const hintForKey = (variable: string): string =>
  `Check ${variable}: npm run doctor -- azure says what is set.`;

export interface NetworkFailure {
  readonly error: unknown;
  readonly redact: Redactor;
  /** With which the request had been accepted, when it had. */
  readonly status?: number | undefined;
}

/** The error a connection becomes that could not be made or broke before the first event. */
export function networkFailure(
  provider: string,
  url: string,
  { error, redact, status }: NetworkFailure,
): ProviderError {
  const code = networkCode(error);
  const why = code ?? oneLine(redact.text(explainError(error)));
  return new ProviderError(`${provider} at ${placeOf(url)} cannot be reached (${why}).`, {
    code: code ?? "NETWORK",
    status,
    retryable: code === undefined || isTransientNetworkCode(code),
    hint: "Is it running? Check the address in .env, or start the workshop again with npm start.",
    cause: redact.error(error),
  });
}

/** Without user, path and query, which may hold secrets. */
const placeOf = (url: string) => (URL.canParse(url) ? new URL(url).origin : "an address that is none");

function networkCode(error: unknown): string | undefined {
  const candidates = error instanceof AggregateError ? [error, ...error.errors] : [error];
  for (const candidate of candidates) {
    const code = (candidate as { code?: unknown } | undefined)?.code;
    if (typeof code === "string" && code !== "") return code;
  }
  return undefined;
}

interface Said extends WireRefusal {
  /** What a content filter found, as it came. */
  readonly filter?: unknown;
}

function readOwnForm({ body, redact, readRefusal }: HttpFailure): Said | undefined {
  try {
    const said = readRefusal?.(JSON.parse(body));
    if (!said) return undefined;
    const { message, code } = said;
    return { ...said, message: lineOf(message, redact), code: code && lineOf(code, redact) };
  } catch {
    return undefined;
  }
}

function readBody(body: string, redact: Redactor): Said {
  const line = (text: string) => lineOf(text, redact);
  try {
    const { error } = JSON.parse(body) as { error?: WireError | string };
    if (typeof error === "string") return { message: line(error) };
    if (typeof error?.message === "string") {
      const code = typeof error.code === "string" && error.code !== "" ? line(error.code) : undefined;
      const { content_filter_result: filter } = error.innererror ?? {};
      return { message: line(error.message), ...(code && { code }), filter: redact.value(filter) };
    }
  } catch {
    // Not JSON: servers and proxies also answer plain text.
  }
  return { message: line(body) || "no explanation" };
}

interface WireError {
  readonly code?: unknown;
  readonly message?: unknown;
  readonly innererror?: { readonly content_filter_result?: unknown } | null;
}

/** Looked at of what a server says; shown is less. */
const READ_CHARACTERS = 4_000;

const lineOf = (text: string, redact: Redactor) => oneLine(redact.text(text.slice(0, READ_CHARACTERS)));

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
