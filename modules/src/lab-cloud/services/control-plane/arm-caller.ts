import type { LabContext } from "../../lab-app.ts";
import type { LabSecrets } from "../../trust/lab-secrets.ts";
import { verifyToken } from "../access-token.ts";
import { bearerOf } from "../azure-openai/caller.ts";
import { ArmRefusal } from "./arm-refusal.ts";

/** SDKs with an endpoint of their own ask for a token of that endpoint, so an address of this machine is an audience too. */
const AUDIENCE =
  /^https:\/\/management\.(?:core\.windows\.net|azure\.com)\/*$|^https?:\/\/(?:localhost|127\.0\.0\.1|\[::1\])(?::\d+)?\/*$/;

/** @throws ArmRefusal (401) for whoever has no valid token of the lab's identity for Resource Manager */
export function checkArmCaller(c: LabContext, secrets: LabSecrets, nowMs: number): void {
  const bearer = bearerOf(c);
  if (bearer === undefined)
    throw refused("AuthenticationFailed", "Authentication failed. The 'Authorization' header is missing.");
  const claims = verifyToken(bearer, secrets.tokenKey, nowMs);
  if (!claims) throw refused("InvalidAuthenticationToken", "The access token is invalid or has expired.");
  if (AUDIENCE.test(claims.aud)) return;
  throw refused(
    "InvalidAuthenticationTokenAudience",
    `The access token is for '${claims.aud}'. The allowed audience is 'https://management.azure.com'.`,
  );
}

const refused = (code: string, message: string) => new ArmRefusal(401, { code, message });
