import { bodyTooLarge } from "../azure-refusal.ts";
import type { LabContext } from "../lab-app.ts";
import { readBody } from "../request-body.ts";
import type { LabSecrets } from "../trust/lab-secrets.ts";
import { isKey } from "./azure-openai/caller.ts";
import { type TenantTokens, TOKEN_SECONDS } from "./entra/tenant-tokens.ts";
import type { LabService } from "./service.ts";

const BODY_LIMIT_BYTES = 65_536;

/**
 * A tenant as far as a gateway that checks tokens needs it: its metadata, its keys, and tokens for applications
 * (`grant_type=client_credentials`; the client's secret is the lab cloud's key).
 */
export function createEntra({ tokens, secrets }: { tokens: TenantTokens; secrets: LabSecrets }): LabService {
  const enter = (c: LabContext): Response | undefined => {
    const tenant = c.req.param("tenant");
    if (tenant === tokens.tenantId) return undefined;
    return refuse(
      c,
      "invalid_request",
      `AADSTS90002: Tenant '${tenant?.slice(0, 60)}' not found. The lab cloud's is ${tokens.tenantId}.`,
    );
  };
  const tokenUrl = () => tokens.issuer().replace(/\/v2\.0$/, "/oauth2/v2.0/token");

  const describe = (c: LabContext) =>
    enter(c) ??
    c.json({
      issuer: tokens.issuer(),
      jwks_uri: tokens.keysUrl(),
      token_endpoint: tokenUrl(),
      token_endpoint_auth_methods_supported: ["client_secret_post"],
      response_types_supported: ["token"],
      subject_types_supported: ["pairwise"],
      id_token_signing_alg_values_supported: ["RS256"],
    });

  const giveToken = async (c: LabContext): Promise<Response> => {
    const refused = enter(c);
    if (refused) return refused;
    const form = new URLSearchParams(await readBody(c, BODY_LIMIT_BYTES, bodyTooLarge));
    if (form.get("grant_type") !== "client_credentials")
      return refuse(
        c,
        "unsupported_grant_type",
        "AADSTS70003: The lab cloud's tenant knows client_credentials only.",
      );
    const client = form.get("client_id") ?? "";
    if (!/^[0-9a-f-]{36}$/i.test(client))
      return refuse(c, "unauthorized_client", "AADSTS700016: client_id must be a UUID.");
    if (!isKey(c, form.get("client_secret") ?? undefined, secrets.apiKey))
      return refuse(
        c,
        "invalid_client",
        "AADSTS7000215: Invalid client secret provided. It is the value of AZURE_OPENAI_API_KEY.",
        401,
      );
    const [, audience] = /^(.+)\/\.default$/.exec(form.get("scope") ?? "") ?? [];
    if (audience === undefined)
      return refuse(c, "invalid_scope", "AADSTS1002012: The scope must end in /.default.");
    const { token } = await tokens.sign(audience, client);
    return c.json({
      token_type: "Bearer",
      expires_in: TOKEN_SECONDS,
      ext_expires_in: TOKEN_SECONDS,
      access_token: token,
    });
  };

  return {
    name: "entra",
    title: "Microsoft Entra ID",
    routes: [
      { method: "GET", path: "/:tenant/v2.0/.well-known/openid-configuration", handle: describe },
      {
        method: "GET",
        path: "/:tenant/discovery/v2.0/keys",
        handle: async (c) => enter(c) ?? c.json({ keys: await tokens.keys() }),
      },
      { method: "POST", path: "/:tenant/oauth2/v2.0/token", handle: giveToken },
    ],
    health: () => ({
      state: "ready",
      note: "Issues tokens for applications of one's own, which gateways can check.",
    }),
  };
}

const refuse = (c: LabContext, error: string, description: string, status: 400 | 401 = 400) =>
  c.json({ error, error_description: description }, status);
