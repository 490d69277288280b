import type { IncomingHttpHeaders } from "node:http";
import { ApiError } from "./api-error.ts";

export interface CrossOrigin {
  /** Headers that let the page of an allowed origin read the answer; none for others. */
  headersFor(headers: IncomingHttpHeaders): Readonly<Record<string, string>>;
  /** Answer to a browser that asks before it sends. */
  preflight(headers: IncomingHttpHeaders, methods: readonly string[]): Readonly<Record<string, string>>;
  /** @throws ApiError 403 for requests that a foreign page made this browser send */
  check(headers: IncomingHttpHeaders): void;
}

const EXPOSED =
  "x-request-id, traceresponse, x-routing-metadata, retry-after, x-ratelimit-remaining-requests, x-ratelimit-remaining-tokens";
const ALLOWED = "authorization, api-key, content-type, idempotency-key, x-priority, x-project";

/**
 * Pages of these origins may ask, and no others; `*` is not one. When anybody on this machine may ask (`isOpen`), a page that
 * a browser has open must neither send (by its origin) nor pretend that its name is this machine's (by the host).
 */
export function createCrossOrigin(origins: readonly string[], isOpen: boolean): CrossOrigin {
  const allowed = new Set(origins.map((origin) => origin.toLowerCase()));
  const isAllowed = ({ origin, host }: IncomingHttpHeaders) =>
    origin !== undefined && (allowed.has(origin.toLowerCase()) || isOwn(origin, host));
  return {
    headersFor: (headers) =>
      headers.origin === undefined
        ? NONE
        : isAllowed(headers)
          ? {
              "access-control-allow-origin": headers.origin ?? "",
              vary: "origin",
              "access-control-expose-headers": EXPOSED,
            }
          : VARY,
    preflight: (headers, methods) =>
      isAllowed(headers)
        ? {
            "access-control-allow-origin": headers.origin ?? "",
            "access-control-allow-methods": methods.join(", "),
            "access-control-allow-headers": allowedHeaders(headers),
            "access-control-max-age": "600",
            vary: "origin, access-control-request-headers",
          }
        : VARY,
    check(headers) {
      if (!isOpen) return;
      if (!LOOPBACK.test(headers.host ?? "")) throw refused("Ask for localhost or 127.0.0.1.");
      if (headers.origin !== undefined && !isAllowed(headers))
        throw refused("Pages of this origin may not ask.");
      if (
        headers.origin === undefined &&
        /^(?:cross|same)-site$/.test(headers["sec-fetch-site"] ?? "") &&
        headers["sec-fetch-mode"] !== "navigate"
      )
        throw refused("Pages of other origins may not ask.");
    },
  };
}

const NONE = Object.freeze({});
const VARY = Object.freeze({ vary: "origin" });
const LOOPBACK = /^(?:(?:[a-z0-9-]+\.)*localhost|127\.0\.0\.1|\[::1\])(?::\d{1,5})?$/i;

/** An allowed page may send what it likes: clients add headers of their own, such as `x-stainless-os`. */
function allowedHeaders({ "access-control-request-headers": asked }: IncomingHttpHeaders): string {
  return typeof asked === "string" && /^[\w-]+(?: *, *[\w-]+)*$/.test(asked) ? asked : ALLOWED;
}

const isOwn = (origin: string, host: string | undefined) =>
  host !== undefined && (origin === `http://${host}` || origin === `https://${host}`);

const refused = (message: string) =>
  new ApiError(message, {
    status: 403,
    code: "ORIGIN_REFUSED",
    hint: "Start the server with --cors-origin ORIGIN, or with keys.",
  });
