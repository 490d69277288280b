import { describe, expect, test } from "vitest";
import { document, runPolicy } from "../../../tests/apim-harness.ts";
import { createTokenIssuer } from "../../../tests/apim-token-issuer.ts";

const TENANT = "11111111-2222-3333-4444-555555555555";
const ISSUER = `https://login.microsoftonline.com/${TENANT}/v2.0`;
const CONFIG = `${ISSUER}/.well-known/openid-configuration`;
const KEYS = `https://login.microsoftonline.com/${TENANT}/discovery/v2.0/keys`;

const entra = await createTokenIssuer(ISSUER, "key-1", CONFIG);
const upstream: typeof entra.answer = ({ url }) => {
  if (url === CONFIG) return { body: { issuer: ISSUER, jwks_uri: KEYS } };
  return { body: url === KEYS ? { keys: [entra.jwk] } : "ok" };
};

const policy = (children = "", attributes = "") =>
  document({
    inbound: `<validate-azure-ad-token tenant-id="${TENANT}" ${attributes}>${children}</validate-azure-ad-token>`,
  });

const CLIENTS = "<client-application-ids><application-id>app-1</application-id></client-application-ids>";

async function send(children: string, claims: Record<string, unknown>) {
  const headers = { Authorization: `Bearer ${await entra.sign(claims)}` };
  return runPolicy({ policies: policy(children), upstream, request: { headers } });
}

describe("J1: tokens of a tenant", () => {
  test.each<
    readonly [what: string, children: string, claims: Record<string, unknown>, reason: string | undefined]
  >([
    ["version 2", "", {}, undefined],
    ["version 1", "", { iss: `https://sts.windows.net/${TENANT}/` }, undefined],
    ["another tenant", "", { iss: "https://sts.windows.net/other/" }, "TokenIssuerNotAllowed"],
    ["a client of version 2", CLIENTS, { azp: "app-1" }, undefined],
    ["a client of version 1", CLIENTS, { appid: "app-1" }, undefined],
    ["another client", CLIENTS, { azp: "app-2" }, "TokenClaimValueNotAllowed"],
    ["no client", CLIENTS, {}, "TokenClaimNotFound"],
    ["an audience", "<audiences><audience>api://lab</audience></audiences>", {}, undefined],
    [
      "another audience",
      "<audiences><audience>api://x</audience></audiences>",
      {},
      "TokenAudienceNotAllowed",
    ],
    [
      "the backend's application",
      "<backend-application-ids><application-id>lab</application-id></backend-application-ids>",
      {},
      undefined,
    ],
    [
      "a claim",
      '<required-claims><claim name="ctry" match="any"><value>US</value></claim></required-claims>',
      { ctry: "IT" },
      "TokenClaimValueNotAllowed",
    ],
    ["expired", "", { exp: 1 }, "TokenExpired"],
  ])("%s", async (_what, children, claims, reason) => {
    const answer = await send(children, claims);
    expect([answer.exchange.lastError?.reason, answer.status]).toEqual([reason, reason ? 401 : 200]);
  });

  test("keys come from the tenant's entry in the gateway's configuration, when it has one", async () => {
    const { calls, status } = await runPolicy({
      policies: policy(),
      tenants: { [TENANT]: { issuer: "https://lab.test/", jwksUrl: "https://lab.test/keys" } },
      upstream: ({ url }) => ({ body: url.endsWith("/keys") ? { keys: [entra.jwk] } : "ok" }),
      request: { headers: { Authorization: `Bearer ${await entra.sign({ iss: "https://lab.test/" })}` } },
    });
    expect([status, calls[0]?.url]).toEqual([200, "https://lab.test/keys"]);
  });

  test("no token: 401 from validate-azure-ad-token, nothing is asked of the tenant", async () => {
    const { body, calls, exchange } = await runPolicy({ policies: policy(), upstream });
    expect(JSON.parse(body)).toEqual({ statusCode: 401, message: "JWT not present." });
    expect([calls, exchange.lastError?.source]).toEqual([[], "validate-azure-ad-token"]);
  });
});
