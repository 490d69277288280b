import type { JWTPayload } from "jose";
import { ApiError } from "../http/api-error.ts";
import { unauthorized } from "./access.ts";
import type { Caller, CallerLimits } from "./caller.ts";
import { SCOPES, type Scope } from "./scope.ts";

export interface TokenCheckOptions {
  /** `https://login.microsoftonline.com/TENANT/v2.0` */
  readonly issuer: string;
  /** Client id or application id URI of this API. */
  readonly audience: string;
  /** Where the signing keys are. */
  readonly keysUrl: string;
  /** Same for every caller that comes with a token. */
  readonly limits?: CallerLimits;
}

/** Checks signed tokens of an identity provider. */
export interface TokenCheck {
  /** @throws ApiError 401 when it is not valid, 503 when the keys that tell cannot be fetched */
  check(token: string): Promise<Caller>;
}

/** Signatures that a public key checks; `none` and shared secrets are not among them. */
const ALGORITHMS = ["RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "EdDSA"];

/** The tenant is `tid`, the client `azp`, `appid` or `sub`, the scopes those of `scp` and `roles` that are known here. */
export function createTokenCheck({ issuer, audience, keysUrl, limits = {} }: TokenCheckOptions): TokenCheck {
  let opened: ReturnType<typeof openKeys> | undefined;
  return {
    async check(token) {
      opened ??= openKeys(keysUrl);
      const { jwtVerify, keys } = await opened;
      const { payload } = await jwtVerify(token, keys, {
        issuer,
        audience,
        algorithms: ALGORITHMS,
        clockTolerance: 30,
      }).catch(refuse);
      return callerOf(payload, limits);
    },
  };
}

/** Only who lets tokens in loads what checks them. */
async function openKeys(url: string) {
  const { createRemoteJWKSet, jwtVerify } = await import("jose");
  return { jwtVerify, keys: createRemoteJWKSet(new URL(url), { timeoutDuration: 5000 }) };
}

function refuse(error: unknown): never {
  const code = error instanceof Error && "code" in error ? String(error.code) : "";
  if (code === "ERR_JWT_EXPIRED") throw unauthorized("The token has expired.", "Get a new one.");
  if (
    code.startsWith("ERR_JWT") ||
    code.startsWith("ERR_JWS") ||
    code === "ERR_JWKS_NO_MATCHING_KEY" ||
    code.startsWith("ERR_JOSE_ALG")
  )
    throw unauthorized(
      "The token is not valid here.",
      "Ask for one with this API's audience, from the issuer it trusts.",
    );
  throw new ApiError("The token cannot be checked now: its issuer's keys cannot be fetched.", {
    status: 503,
    code: "TOKEN_KEYS_UNREACHABLE",
    retryAfterMs: 5000,
  });
}

function callerOf(payload: JWTPayload, limits: CallerLimits): Caller {
  const { tid, azp, appid, sub, scp, roles } = payload;
  const client = textOf(azp) ?? textOf(appid) ?? textOf(sub);
  if (client === undefined) throw unauthorized("The token names no client.", "It needs azp, appid or sub.");
  const named = [...(textOf(scp)?.split(" ") ?? []), ...(Array.isArray(roles) ? roles : [])];
  return {
    tenant: textOf(tid) ?? "default",
    client,
    scopes: new Set(SCOPES.filter((scope: Scope) => named.includes(scope))),
    limits,
  };
}

const textOf = (value: unknown) =>
  typeof value === "string" && value !== "" ? value.slice(0, 200) : undefined;
