import type { Clock } from "../../core/index.ts";
import type { LabContext } from "../lab-app.ts";
import { isFromHere } from "../loopback-only.ts";
import { isSameSecret, type LabSecrets, WELL_KNOWN } from "../trust/lab-secrets.ts";
import { signToken } from "./access-token.ts";
import type { LabService } from "./service.ts";

const TOKEN_SECONDS = 86_400;
/** Tokens start a little earlier, for clocks that run behind. */
const SKEW_SECONDS = 300;

/** A token of the lab cloud's identity; `expiresAt` in seconds since 1970. */
export type TokenIssuer = (resource: string) => { readonly token: string; readonly expiresAt: number };

export function createTokenIssuer({ secrets, clock }: { secrets: LabSecrets; clock: Clock }): TokenIssuer {
  const clientId = secrets.uuid("identity");
  const tenantId = secrets.uuid("tenant");
  return (resource) => {
    const now = Math.floor(clock.now() / 1000);
    const claims = {
      aud: resource,
      iss: `https://sts.windows.net/${tenantId}/`,
      oid: clientId,
      sub: clientId,
      tid: tenantId,
      iat: now,
      nbf: now - SKEW_SECONDS,
      exp: now + TOKEN_SECONDS,
    };
    return { token: signToken(claims, secrets.tokenKey), expiresAt: claims.exp };
  };
}

/** Managed identity as App Service offers it: `IDENTITY_ENDPOINT` and `IDENTITY_HEADER`, any resource. */
export function createIdentity({ secrets, clock }: { secrets: LabSecrets; clock: Clock }): LabService {
  const clientId = secrets.uuid("identity");
  const issue = createTokenIssuer({ secrets, clock });

  const giveToken = (c: LabContext): Response => {
    // Never 404, 410, 429 or 5xx: the Azure SDKs ask again for up to twenty seconds after those.
    if (!isHeader(c, secrets.identityHeader)) {
      return refuse(c, 401, "The x-identity-header is missing or wrong. Use the value of IDENTITY_HEADER.");
    }
    if (!c.req.query("api-version")) {
      return refuse(c, 400, "The query parameter api-version is missing. Use 2019-08-01.");
    }
    const resource = c.req.query("resource");
    if (!resource) return refuse(c, 400, "The query parameter resource is missing.");
    const { token, expiresAt } = issue(resource);
    return c.json({
      access_token: token,
      expires_on: String(expiresAt),
      resource,
      token_type: "Bearer",
      client_id: clientId,
    });
  };

  return {
    name: "identity",
    title: "Managed identity",
    routes: [{ method: "GET", path: "/msi/token", handle: giveToken }],
    health: () => ({ state: "ready", note: "Issues tokens that this lab cloud accepts." }),
  };
}

/** The secret, or from this machine the value that everybody knows. */
function isHeader(c: LabContext, secret: string): boolean {
  const given = c.req.header("x-identity-header");
  return isSameSecret(given, secret) || (given === WELL_KNOWN.identityHeader && isFromHere(c));
}

const refuse = (c: LabContext, statusCode: 400 | 401, message: string): Response =>
  c.json({ statusCode, message }, statusCode);
