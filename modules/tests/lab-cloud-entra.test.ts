import { createRemoteJWKSet, jwtVerify } from "jose";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type LabCloud, startLabCloud } from "../src/lab-cloud/index.ts";
import { connectArm, gatewayTemplate, KEY, PASS_ON } from "./arm-client.ts";
import { variable } from "./start-test-cloud.ts";

const AUDIENCE = "api://hybrid-llm-workshop";
const CLIENT = "6f1d3c52-4f0e-4f3c-9a55-0c3f8a2b9d11";
let cloud: LabCloud;
let tenant = "";

beforeAll(async () => {
  cloud = await startLabCloud({ localModel: "simulated", embeddings: "hashed-words" });
  const arm = await connectArm(cloud);
  tenant = (await arm.ask("GET", "")).body.tenantId;
  await arm.ask("PUT", "/resourceGroups/rg-entra", { location: "eastus2" });
  const { body } = await arm.deploy(
    "rg-entra",
    gatewayTemplate(cloud, WITH_TOKEN(`${cloud.http}/${tenant}/v2.0`)),
  );
  expect(body.properties.error).toBeUndefined();
});
afterAll(() => cloud.close());

const WITH_TOKEN = (authority: string) =>
  PASS_ON.replace(
    "<base />",
    `<base /><validate-jwt header-name="Authorization" failed-validation-httpcode="401"><openid-config url="${authority}/.well-known/openid-configuration" /><audiences><audience>${AUDIENCE}</audience></audiences><issuers><issuer>${authority}</issuer></issuers></validate-jwt>`,
  );

async function askToken(form: Record<string, string>) {
  const body = new URLSearchParams({
    grant_type: "client_credentials",
    client_id: CLIENT,
    client_secret: variable(cloud, "AZURE_OPENAI_API_KEY"),
    scope: `${AUDIENCE}/.default`,
    ...form,
  });
  const answer = await fetch(`${cloud.http}/${tenant}/oauth2/v2.0/token`, { method: "POST", body });
  return { status: answer.status, body: JSON.parse(await answer.text()) };
}

const call = (token: string) =>
  fetch(
    `${cloud.http}/apim/apim-one/inference/openai/deployments/gpt-4o-mini/chat/completions?api-version=2024-10-21`,
    {
      method: "POST",
      headers: { authorization: `Bearer ${token}`, "api-key": KEY, "content-type": "application/json" },
      body: JSON.stringify({ messages: [{ role: "user", content: "Hello!" }] }),
    },
  );

test("a token of the tenant can be checked with its published keys", async () => {
  const { body } = await askToken({});
  const found = await fetch(`${cloud.http}/${tenant}/v2.0/.well-known/openid-configuration`);
  const { issuer, jwks_uri } = JSON.parse(await found.text());
  const { payload } = await jwtVerify(body.access_token, createRemoteJWKSet(new URL(jwks_uri)), {
    issuer,
    audience: AUDIENCE,
  });
  expect(payload).toMatchObject({ azp: CLIENT, sub: CLIENT, tid: tenant });
});

test("a gateway lets it pass, and nothing else", async () => {
  const { body } = await askToken({});
  expect((await call(body.access_token)).status).toBe(200);
  const other = await askToken({ scope: "api://other/.default" });
  expect((await call(other.body.access_token)).status).toBe(401);
  expect((await call(`${body.access_token.slice(0, -8)}AAAAAAAA`)).status).toBe(401);
});

test("the managed identity's token for an application of one's own passes too", async () => {
  const url = `${variable(cloud, "IDENTITY_ENDPOINT")}?api-version=2019-08-01&resource=${encodeURIComponent(AUDIENCE)}`;
  const answer = await fetch(url, { headers: { "x-identity-header": variable(cloud, "IDENTITY_HEADER") } });
  const { access_token } = JSON.parse(await answer.text());
  expect((await call(access_token)).status).toBe(200);
});

test.each([
  ["another grant", { grant_type: "password" }, 400, "unsupported_grant_type"],
  ["a client that is none", { client_id: "me" }, 400, "unauthorized_client"],
  ["a wrong secret", { client_secret: "wrong" }, 401, "invalid_client"],
  ["a scope without .default", { scope: AUDIENCE }, 400, "invalid_scope"],
])("%s is refused", async (_what, form, status, error) => {
  expect(await askToken(form)).toMatchObject({ status, body: { error } });
});

test("another tenant is not known", async () => {
  const answer = await fetch(`${cloud.http}/common/v2.0/.well-known/openid-configuration`);
  expect([answer.status, await answer.text()]).toEqual([400, expect.stringContaining("AADSTS90002")]);
});
