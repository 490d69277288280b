import { issuerKeys, type KeyAddress } from "../jwt/issuer-keys.ts";
import { compileRequiredClaims, requiredClaims } from "../jwt/required-claims.ts";
import { tokenAttributes, tokenPolicy } from "../jwt/token-policy.ts";
import type { KnownKeys } from "../jwt/validate-token.ts";
import { compileTexts, textList, textsOf } from "../pipeline/element-texts.ts";
import type { Exchange } from "../pipeline/exchange.ts";
import type { PolicyDefinition } from "../pipeline/policy.ts";

const ENTRA = "https://login.microsoftonline.com";
const TENANT_IN_ISSUER = /[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/i;

/** Demands a token of one Entra tenant. */
export const validateAzureAdToken: PolicyDefinition = {
  name: "validate-azure-ad-token",
  sections: ["inbound"],
  support: "partly",
  notes:
    "Keys come from the tenant's entry in the gateway's configuration, else from the tenant's v2.0 metadata at " +
    "login.microsoftonline.com; tokens of both versions are taken. decryption-keys are refused.",
  attributes: { "tenant-id": { required: true }, ...tokenAttributes },
  children: {
    "backend-application-ids": textList("application-id"),
    "client-application-ids": textList("application-id"),
    audiences: textList("audience"),
    "required-claims": requiredClaims,
  },
  compile: (element, compiler) => {
    const tenant = compiler.required(element, "tenant-id");
    const clients = compileTexts(element, "client-application-ids", compiler);
    const backends = compileTexts(element, "backend-application-ids", compiler);
    const audiences = compileTexts(element, "audiences", compiler);
    const claims = compileRequiredClaims(element, compiler);
    return tokenPolicy({
      element,
      compiler,
      demands: async (exchange) => {
        const tenantId = (await tenant.text(exchange)).trim();
        return {
          nowMs: exchange.services.clock.now(),
          clockSkewSeconds: 0,
          requiresExpiry: true,
          requiresSignature: true,
          audiences: [
            ...(await textsOf(audiences, exchange)),
            ...(await textsOf(backends, exchange)).flatMap(asAudiences),
          ],
          clientIds: await textsOf(clients, exchange),
          issuers: [],
          requiredClaims: await claims(exchange),
          decryptionKeys: [],
          keysFor: (keyId) => keysOfTenant(tenantId, keyId, exchange),
        };
      },
    });
  },
};

/** How an application is named in `aud`: by its id, or as the address of its API. */
const asAudiences = (applicationId: string): readonly string[] => [applicationId, `api://${applicationId}`];

async function keysOfTenant(
  tenant: string,
  keyId: string | undefined,
  { services }: Exchange,
): Promise<KnownKeys> {
  const known = services.tenants.get(tenant);
  const address: KeyAddress = known
    ? { kind: "jwks", url: known.jwksUrl, issuer: known.issuer }
    : { kind: "openid-config", url: `${ENTRA}/${tenant}/v2.0/.well-known/openid-configuration` };
  const { keys, issuer, problem } = await issuerKeys(address, keyId, services);
  return {
    keys,
    issuers: issuer === undefined ? [] : bothVersions(issuer),
    problems: problem === undefined ? [] : [problem],
  };
}

/** A tenant signs tokens of version 1 and 2 with the same keys and two names. */
function bothVersions(issuer: string): readonly string[] {
  const id = TENANT_IN_ISSUER.exec(issuer)?.[0] ?? (issuer.includes("{tenantid}") ? "{tenantid}" : undefined);
  return id === undefined ? [issuer] : [issuer, `${ENTRA}/${id}/v2.0`, `https://sts.windows.net/${id}/`];
}
