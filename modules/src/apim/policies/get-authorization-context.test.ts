import { expect, test } from "vitest";
import { document, runPolicy } from "../../../tests/apim-harness.ts";
import { NetAuthorization } from "../expressions/values/net-authorization.ts";

const policy = (attributes = "") =>
  document({
    inbound: `<get-authorization-context provider-id="github-01" authorization-id="auth-01" context-variable-name="auth" ${attributes} />`,
  });

const connections = { "github-01/auth-01": { accessToken: "token-1", claims: { scope: "repo" } } };

test("D: the connection's token is in the variable", async () => {
  const { status, exchange } = await runPolicy({ policies: policy(), connections });
  expect(status).toBe(200);
  const value = exchange.variables.get("auth");
  expect(value instanceof NetAuthorization && [value.accessToken, value.claims.get("scope")]).toEqual([
    "token-1",
    "repo",
  ]);
});

test.each<readonly [attributes: string, known: typeof connections | undefined, message: string]>([
  ["", undefined, 'The gateway has no connection "github-01/auth-01".'],
  ['identity-type="jwt"', connections, 'identity-type="jwt" needs an identity.'],
])("D, O1: without a context 500 <%s>", async (attributes, known, message) => {
  const given = known === undefined ? {} : { connections: known };
  const { status, exchange } = await runPolicy({ policies: policy(attributes), ...given });
  expect([status, exchange.lastError?.source, exchange.lastError?.message]).toEqual([
    500,
    "get-authorization-context",
    message,
  ]);
});

test("D: ignore-error leaves null", async () => {
  const { status, exchange } = await runPolicy({ policies: policy('ignore-error="true"') });
  expect([status, exchange.variables.has("auth"), exchange.variables.get("auth")]).toEqual([200, true, null]);
});
