import type { Clock } from "../../core/index.ts";
import type { LabContext } from "../lab-app.ts";
import { isFromHere } from "../loopback-only.ts";
import { isSameSecret, type LabSecrets, WELL_KNOWN } from "../trust/lab-secrets.ts";
import { signToken } from "./access-token.ts";
import type { SignedToken, TenantTokens } from "./entra/tenant-tokens.ts";
import type { LabService } from "./service.ts";

const TOKEN_SECONDS = 86_400;
/** Tokens start a little earlier, for clocks that run behind. */
const SKEW_SECONDS = 300;

/** Gives tokens of the lab cloud's identity. */
export type TokenIssuer = (resource: string) => Promise<SignedToken>;

export interface IdentityOptions {
  readonly secrets: LabSecrets;
  readonly clock: Clock;
  /** Tokens that others than the lab cloud check: those for `api://…`. */
  readonly tenant: TenantTokens;
}

const OWN_APPLICATION = /^api:\/\//;

export function createTokenIssuer({ secrets, clock, tenant }: IdentityOptions): TokenIssuer {
  const clientId = secrets.uuid("identity");
  const tenantId = secrets.uuid("tenant");
  return async (resource) => {
    if (OWN_APPLICATION.test(resource)) return tenant.sign(resource, clientId);
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
export function createIdentity(options: IdentityOptions): LabService {
  const { secrets } = options;
  const clientId = secrets.uuid("identity");
  const issue = createTokenIssuer(options);

  const giveToken = async (c: LabContext): Promise<Response> => {
    // Never 404, 410, 429 or 5xx: the Azure SDKs ask again for up to twenty seconds after those.
    if (!isHeader(c, secrets.identityHeader)) {
      return refuse(c, 401, "The x-identity-header is missing or wrong. Use the value of IDENTITY_HEADER.");
    }
    if (!c.req.query("api-version")) {
      return refuse(c, 400, "The query parameter api-version is missing. Use 2019-08-01.");
    }
    const resource = c.req.query("resource");
    if (!resource) return refuse(c, 400, "The query parameter resource is missing.");
    const { token, expiresAt } = await issue(resource);
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
