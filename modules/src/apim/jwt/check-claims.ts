import { claimValues } from "./claim-values.ts";
import type { Claims } from "./parse-token.ts";
import { TokenRefusal } from "./token-refusal.ts";

/** One `<claim>` of `<required-claims>`. */
export interface RequiredClaim {
  readonly name: string;
  /** Whether all `values` must be there or one is enough. */
  readonly match: "all" | "any";
  /** Splits a value into several. */
  readonly separator: string | undefined;
  /** Empty: the claim must only be there. */
  readonly values: readonly string[];
}

export interface ClaimRules {
  readonly nowMs: number;
  readonly clockSkewSeconds: number;
  readonly requiresExpiry: boolean;
  /** Empty: any. */
  readonly audiences: readonly string[];
  /** Empty: any. `{tenantid}` stands for the token's own `tid`. */
  readonly issuers: readonly string[];
  readonly requiredClaims: readonly RequiredClaim[];
  /** Client applications (`azp` or `appid`); empty: any. */
  readonly clientIds?: readonly string[];
}

/** Checks what a token claims: lifetime, audience, issuer, required claims. Throws `TokenRefusal` for the first that does not hold. */
export function checkClaims(claims: Claims, rules: ClaimRules): void {
  checkLifetime(claims, rules);
  checkAudience(claims, rules.audiences);
  checkIssuer(claims, rules.issuers);
  checkClient(claims, rules.clientIds ?? []);
  checkRequiredClaims(claims, rules.requiredClaims);
}

function checkLifetime(claims: Claims, { nowMs, clockSkewSeconds, requiresExpiry }: ClaimRules): void {
  const now = nowMs / 1000;
  const expires = secondsOf(claims, "exp");
  const begins = secondsOf(claims, "nbf");
  if (expires === undefined && requiresExpiry) {
    throw new TokenRefusal("JwtInvalid", "The token has no expiration time (exp).");
  }
  if (expires !== undefined && now > expires + clockSkewSeconds) {
    throw new TokenRefusal(
      "TokenExpired",
      `The token expired at ${timeOf(expires)}; it is ${timeOf(now)} now. Access denied.`,
    );
  }
  if (begins !== undefined && now < begins - clockSkewSeconds) {
    throw new TokenRefusal(
      "JwtInvalid",
      `The token holds from ${timeOf(begins)} on (nbf); it is ${timeOf(now)} now.`,
    );
  }
}

function secondsOf(claims: Claims, name: string): number | undefined {
  const value = claims[name];
  if (value === undefined) return undefined;
  if (typeof value === "number" && Number.isFinite(value)) return value;
  throw new TokenRefusal("JwtInvalid", `The claim ${name} of the token is no number of seconds.`);
}

function timeOf(seconds: number): string {
  const time = new Date(seconds * 1000);
  return Number.isNaN(time.getTime()) ? String(seconds) : time.toISOString();
}

function checkAudience(claims: Claims, allowed: readonly string[]): void {
  if (allowed.length === 0) return;
  const audiences = claimValues(claims.aud);
  const bare = allowed.map(withoutSlash);
  if (audiences.some((audience) => bare.includes(withoutSlash(audience)))) return;
  throw new TokenRefusal(
    "TokenAudienceNotAllowed",
    `The audience ${listOf(audiences)} is none of the allowed ones: ${listOf(allowed)}. Access denied.`,
  );
}

function checkIssuer(claims: Claims, allowed: readonly string[]): void {
  if (allowed.length === 0) return;
  const [issuer = ""] = claimValues(claims.iss);
  const [tenant = ""] = claimValues(claims.tid);
  const filled = allowed.map((each) => each.replaceAll("{tenantid}", tenant));
  if (filled.includes(issuer)) return;
  throw new TokenRefusal(
    "TokenIssuerNotAllowed",
    `The issuer "${issuer}" is none of the allowed ones: ${listOf(filled)}. Access denied.`,
  );
}

/** Entra names the client application `azp` in tokens of version 2 and `appid` in those of version 1. */
function checkClient(claims: Claims, allowed: readonly string[]): void {
  if (allowed.length === 0) return;
  const name = claims.azp === undefined ? "appid" : "azp";
  checkRequiredClaims(claims, [{ name, match: "any", separator: undefined, values: allowed }]);
}

function checkRequiredClaims(claims: Claims, required: readonly RequiredClaim[]): void {
  const missing = required.filter(({ name }) => claims[name] === undefined).map(({ name }) => name);
  if (missing.length > 0) {
    throw new TokenRefusal(
      "TokenClaimNotFound",
      `JWT token is missing the following claims: ${missing.join(", ")}. Access denied.`,
    );
  }
  for (const claim of required) checkRequiredClaim(claims, claim);
}

function checkRequiredClaim(claims: Claims, { name, match, separator, values }: RequiredClaim): void {
  if (values.length === 0) return;
  const given = claimValues(claims[name]).flatMap((value) =>
    separator ? value.split(separator).map((part) => part.trim()) : [value],
  );
  const holds = (value: string) => given.includes(value);
  if (match === "all" ? values.every(holds) : values.some(holds)) return;
  throw new TokenRefusal(
    "TokenClaimValueNotAllowed",
    `Claim ${name} value of ${given.join(", ")} is not allowed. Access denied.`,
  );
}

const withoutSlash = (text: string): string => text.replace(/\/$/, "");

const listOf = (texts: readonly string[]): string => texts.map((text) => `"${text}"`).join(", ") || "none";
