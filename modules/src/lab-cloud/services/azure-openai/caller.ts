import { accessDenied, wrongAudience } from "../../azure-refusal.ts";
import type { LabContext } from "../../lab-app.ts";
import { isSameSecret, type LabSecrets } from "../../trust/lab-secrets.ts";
import { verifyToken } from "../access-token.ts";

/** Resources whose tokens Azure OpenAI takes. */
const AUDIENCES = new Set(["https://cognitiveservices.azure.com", "https://ai.azure.com"]);

/**
 * Lets a caller pass who has the key (as `api-key` or as Bearer) or a valid token of the identity service.
 * @throws AzureRefusal (401)
 */
export function checkCaller(c: LabContext, secrets: LabSecrets, nowMs: number): void {
  if (isSameSecret(c.req.header("api-key"), secrets.apiKey)) return;
  const bearer = /^Bearer +(\S+)$/i.exec(c.req.header("authorization") ?? "")?.[1];
  if (bearer === undefined) throw accessDenied();
  if (isSameSecret(bearer, secrets.apiKey)) return;
  const claims = verifyToken(bearer, secrets.tokenKey, nowMs);
  if (!claims) throw accessDenied();
  if (!AUDIENCES.has(claims.aud.replace(/\/+$/, ""))) throw wrongAudience();
}
