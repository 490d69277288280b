import { describe, expect, test } from "vitest";
import { document, runPolicy } from "../../../tests/apim-harness.ts";
import { createTokenIssuer } from "../../../tests/apim-token-issuer.ts";

const issuer = await createTokenIssuer();
const KEY = `<issuer-signing-keys><key n="${issuer.jwk.n}" e="${issuer.jwk.e}" /></issuer-signing-keys>`;

const say = (expression: string) =>
  `<return-response><set-body>@(${expression})</set-body></return-response>`;

describe("J1, E: a Jwt", () => {
  const claims = { aud: ["api://lab", "gateway.test"], oid: "o-1", roles: ["admin", "user"], n: 7 };

  test.each<readonly [expression: string, text: string]>([
    ['((Jwt)context.Variables["jwt"]).Claims.GetValueOrDefault("oid", new string[]{""})[0]', "o-1"],
    ['((Jwt)context.Variables["jwt"]).Claims.GetValueOrDefault("email", "n/a")', "n/a"],
    ['((Jwt)context.Variables["jwt"]).Claims["roles"].Contains("admin").ToString()', "True"],
    ['((Jwt)context.Variables["jwt"]).Claims.ContainsKey("scp").ToString()', "False"],
    ['string.Join(" ", ((Jwt)context.Variables["jwt"]).Claims["roles"])', "admin user"],
    ['((Jwt)context.Variables["jwt"]).Subject', "ann"],
    ['((Jwt)context.Variables["jwt"]).Issuer', "https://issuer.test/"],
    ['string.Join(" ", ((Jwt)context.Variables["jwt"]).Audiences)', "api://lab gateway.test"],
    ['context.Variables.GetValueOrDefault<Jwt>("jwt").Algorithm', "RS256"],
  ])("%s", async (expression, text) => {
    const { body } = await runPolicy({
      policies: document({
        inbound: `<validate-jwt header-name="Authorization" output-token-variable-name="jwt">${KEY}</validate-jwt>${say(expression)}`,
      }),
      request: { headers: { Authorization: `Bearer ${await issuer.sign(claims)}` } },
    });
    expect(body).toBe(text);
  });

  test("audiences may be expressions", async () => {
    const { status } = await runPolicy({
      policies: document({
        inbound: `<validate-jwt header-name="Authorization">${KEY}<audiences><audience>@(context.Request.OriginalUrl.Host)</audience></audiences></validate-jwt>`,
      }),
      request: { headers: { Authorization: `Bearer ${await issuer.sign(claims)}` } },
    });
    expect(status).toBe(200);
  });
});

describe("Q1, E: an IResponse", () => {
  test.each<readonly [expression: string, text: string]>([
    ['((IResponse)context.Variables["r"]).StatusCode.ToString()', "200"],
    ['((IResponse)context.Variables["r"]).Body.As<JObject>()["value"][0]["id"].ToString()', "i-1"],
    ['((IResponse)context.Variables["r"]).Headers.GetValueOrDefault("X-A", "none")', "1"],
    [
      '((IResponse)context.Variables["r"]).Body.As<JObject>(preserveContent: true)["value"].HasValues.ToString()',
      "True",
    ],
  ])("%s", async (expression, text) => {
    const { body } = await runPolicy({
      policies: document({
        inbound: `<send-request response-variable-name="r"><set-url>@("https://other.test/" + context.Request.Method)</set-url></send-request>${say(expression)}`,
      }),
      upstream: () => ({ body: { value: [{ id: "i-1" }] }, headers: { "X-A": "1" } }),
    });
    expect(body).toBe(text);
  });
});

test.each<readonly [expression: string, text: string]>([
  ['"Bearer " + ((Authorization)context.Variables.GetValueOrDefault("auth"))?.AccessToken', "Bearer token-1"],
  ['(string)((Authorization)context.Variables["auth"]).Claims["scope"]', "repo"],
])("E: an Authorization: %s", async (expression, text) => {
  const { body } = await runPolicy({
    policies: document({
      inbound: `<get-authorization-context provider-id='@(context.Request.Headers["provider"][0])' authorization-id="c" context-variable-name="auth" />${say(expression)}`,
    }),
    connections: { "p/c": { accessToken: "token-1", claims: { scope: "repo" } } },
    request: { headers: { provider: "p" } },
  });
  expect(body).toBe(text);
});
