import { accessDenied, wrongAudience } from "../../azure-refusal.ts";
import type { LabContext } from "../../lab-app.ts";
import { isFromHere } from "../../loopback-only.ts";
import { isSameSecret, type LabSecrets, WELL_KNOWN } from "../../trust/lab-secrets.ts";
import { verifyToken } from "../access-token.ts";

/** Resources whose tokens Azure OpenAI takes. */
const AUDIENCES = new Set(["https://cognitiveservices.azure.com", "https://ai.azure.com"]);

/**
 * Lets a caller pass who has the key (as `api-key` or as Bearer) or a valid token of the identity service.
 * @throws AzureRefusal (401)
 */
export function checkCaller(c: LabContext, secrets: LabSecrets, nowMs: number): void {
  if (isKey(c, c.req.header("api-key"), secrets.apiKey)) return;
  const bearer = bearerOf(c);
  if (bearer === undefined) throw accessDenied();
  if (isKey(c, bearer, secrets.apiKey)) return;
  const claims = verifyToken(bearer, secrets.tokenKey, nowMs);
  if (!claims) throw accessDenied();
  if (!AUDIENCES.has(claims.aud.replace(/\/+$/, ""))) throw wrongAudience();
}

/** What stands behind `Authorization: Bearer`. */
export function bearerOf(c: LabContext): string | undefined {
  return /^Bearer +(\S+)$/i.exec(c.req.header("authorization") ?? "")?.[1];
}

/** The key, or from this machine the one that everybody knows. */
export function isKey(c: LabContext, given: string | undefined, key: string): boolean {
  return isSameSecret(given, key) || (given === WELL_KNOWN.apiKey && isFromHere(c));
}
