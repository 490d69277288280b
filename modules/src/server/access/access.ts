import type { IncomingHttpHeaders } from "node:http";
import { ApiError } from "../http/api-error.ts";
import type { Caller } from "./caller.ts";
import type { KeyRing } from "./key-ring.ts";
import { SCOPES, type Scope } from "./scope.ts";
import type { TokenCheck } from "./token-check.ts";

/** Who may ask. */
export interface Access {
  /** True: nobody is asked for a key, so only this machine may reach it. */
  readonly isOpen: boolean;
  /** @throws ApiError 401 when the key or token is missing or not known */
  identify(headers: IncomingHttpHeaders): Caller | Promise<Caller>;
}

export interface AccessOptions {
  readonly keys?: KeyRing | undefined;
  /** Checks tokens of an identity provider, e.g. Entra ID. */
  readonly tokens?: TokenCheck | undefined;
}

const ANYBODY: Caller = {
  tenant: "default",
  client: "local",
  scopes: new Set(SCOPES),
  limits: {},
};

/** Without keys and tokens everybody on this machine is one caller that may do all. */
export function createAccess({ keys, tokens }: AccessOptions = {}): Access {
  if (!keys && !tokens) return { isOpen: true, identify: () => ANYBODY };
  return {
    isOpen: false,
    identify(headers) {
      const credential = credentialOf(headers);
      if (credential === undefined)
        throw unauthorized("The request has no key.", "Send it as authorization: Bearer KEY.");
      if (tokens && looksLikeToken(credential)) return tokens.check(credential);
      const caller = keys?.find(credential);
      if (!caller)
        throw unauthorized(
          "The key is not known here.",
          "Check it for missing letters, or ask the operator for one.",
        );
      return caller;
    },
  };
}

/** @throws ApiError 403 naming what the key lacks */
export function checkScope({ scopes, client }: Caller, scope: Scope | "open"): void {
  if (scope === "open" || scopes.has(scope)) return;
  throw new ApiError(`The key of ${client} may not do this: it lacks the scope ${scope}.`, {
    status: 403,
    code: "SCOPE_MISSING",
    hint: `Ask the operator for a key with the scope ${scope}; this one has ${[...scopes].join(", ") || "none"}.`,
  });
}

/** OpenAI's clients send a bearer key, Azure's send `api-key`. */
function credentialOf({ authorization, "api-key": apiKey }: IncomingHttpHeaders): string | undefined {
  const bearer = authorization === undefined ? undefined : /^Bearer +(\S+)\s*$/i.exec(authorization)?.[1];
  return bearer ?? (typeof apiKey === "string" && apiKey !== "" ? apiKey : undefined);
}

/** A signed token has three parts; our keys have no dots. */
const looksLikeToken = (credential: string) => credential.split(".").length === 3;

export const unauthorized = (message: string, hint: string) =>
  new ApiError(message, {
    status: 401,
    code: "INVALID_API_KEY",
    hint,
    headers: { "www-authenticate": "Bearer" },
  });
