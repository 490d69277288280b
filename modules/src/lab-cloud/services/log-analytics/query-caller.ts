import type { LabContext } from "../../lab-app.ts";
import type { LabSecrets } from "../../trust/lab-secrets.ts";
import { verifyToken } from "../access-token.ts";
import { bearerOf } from "../azure-openai/caller.ts";
import { unauthorized } from "./query-refusal.ts";

/** Resources whose tokens the query service takes. */
const AUDIENCE =
  /^https:\/\/api\.(?:loganalytics\.io|loganalytics\.azure\.com|applicationinsights\.io)$|^https?:\/\/(?:localhost|127\.0\.0\.1|\[::1\])(?::\d+)?$/;

/** @throws AzureRefusal (401) for whoever has no valid token of the lab's identity for the query service */
export function checkQueryCaller(c: LabContext, secrets: LabSecrets, nowMs: number): void {
  const bearer = bearerOf(c);
  const claims = bearer === undefined ? undefined : verifyToken(bearer, secrets.tokenKey, nowMs);
  if (!claims) throw unauthorized("Valid authentication was not provided.");
  if (AUDIENCE.test(claims.aud.replace(/\/+$/, ""))) return;
  throw unauthorized(`The access token is for '${claims.aud}', not for 'https://api.loganalytics.io'.`);
}
