import { CompactEncrypt, SignJWT, UnsecuredJWT } from "jose";
import { describe, expect, test } from "vitest";
import { document, loadProblems, openGateway, runPolicy } from "../../../tests/apim-harness.ts";
import { createTokenIssuer, NOW_SECONDS } from "../../../tests/apim-token-issuer.ts";

const issuer = await createTokenIssuer();
const stranger = await createTokenIssuer("https://stranger.test/", "key-2");
const secret = Buffer.from("a secret of thirty-two bytes, ok");
const other = Buffer.from("some other secret of 32 bytes...");

const hs256 = (claims: Record<string, unknown> = {}, key: Uint8Array = secret, kid?: string) =>
  new SignJWT({
    iss: "https://issuer.test/",
    aud: "api://lab",
    sub: "ann",
    exp: NOW_SECONDS + 600,
    ...claims,
  })
    .setProtectedHeader({ alg: "HS256", ...(kid === undefined ? {} : { kid }) })
    .sign(key);

const KEY = `<issuer-signing-keys><key>${secret.toString("base64")}</key></issuer-signing-keys>`;

const policy = (children = KEY, attributes = 'header-name="Authorization"') =>
  document({ inbound: `<validate-jwt ${attributes}>${children}</validate-jwt>` });

const bearer = (token: string) => ({ headers: { Authorization: `Bearer ${token}` } });

const claim = (attributes: string, ...values: string[]) =>
  `${KEY}<required-claims><claim ${attributes}>${values.map((value) => `<value>${value}</value>`).join("")}</claim></required-claims>`;

describe("J1: what a token must be", () => {
  test.each<
    readonly [what: string, children: string, claims: Record<string, unknown>, reason: string | undefined]
  >([
    ["signed by the key", KEY, {}, undefined],
    ["not expired", KEY, { exp: NOW_SECONDS - 1 }, "TokenExpired"],
    ["valid in its last second", KEY, { exp: NOW_SECONDS }, undefined],
    ["with an expiration", KEY, { exp: undefined }, "JwtInvalid"],
    ["begun", KEY, { nbf: NOW_SECONDS + 60 }, "JwtInvalid"],
    [
      "for an audience",
      `${KEY}<audiences><audience>x</audience><audience>api://lab/</audience></audiences>`,
      {},
      undefined,
    ],
    [
      "for one of several audiences of its own",
      `${KEY}<audiences><audience>b</audience></audiences>`,
      { aud: ["a", "b"] },
      undefined,
    ],
    [
      "not for another audience",
      `${KEY}<audiences><audience>x</audience></audiences>`,
      {},
      "TokenAudienceNotAllowed",
    ],
    ["of an issuer", `${KEY}<issuers><issuer>https://issuer.test/</issuer></issuers>`, {}, undefined],
    [
      "not of another issuer",
      `${KEY}<issuers><issuer>https://x.test/</issuer></issuers>`,
      {},
      "TokenIssuerNotAllowed",
    ],
    ["with a claim", claim('name="sub"'), {}, undefined],
    ["not without a claim", claim('name="roles"', "admin"), {}, "TokenClaimNotFound"],
    ["with all values", claim('name="roles"', "a", "b"), { roles: ["a"] }, "TokenClaimValueNotAllowed"],
    [
      "with all values of a longer list",
      claim('name="roles" match="all"', "a", "b"),
      { roles: ["c", "b", "a"] },
      undefined,
    ],
    ["with any value", claim('name="roles" match="any"', "a", "b"), { roles: ["b"] }, undefined],
    [
      "not with none of the values",
      claim('name="roles" match="any"', "a", "b"),
      { roles: ["c"] },
      "TokenClaimValueNotAllowed",
    ],
    [
      "with values behind a separator",
      claim('name="scp" match="all" separator=" "', "read", "write"),
      { scp: "write read" },
      undefined,
    ],
    [
      "without a separator one value",
      claim('name="scp"', "read"),
      { scp: "read write" },
      "TokenClaimValueNotAllowed",
    ],
    ["with numbers and Booleans as text", `${claim('name="n"', "1")}`, { n: 1 }, undefined],
  ])("%s", async (_what, children, claims, reason) => {
    const answer = await runPolicy({ policies: policy(children), request: bearer(await hs256(claims)) });
    expect([answer.exchange.lastError?.reason, answer.status]).toEqual([reason, reason ? 401 : 200]);
  });

  test.each<
    readonly [what: string, headers: Record<string, string>, attributes: string, reason: string | undefined]
  >([
    ["none", {}, 'header-name="Authorization"', "TokenNotPresent"],
    ["an empty header", { Authorization: " " }, 'header-name="Authorization"', "TokenNotPresent"],
    ["without a scheme", { Authorization: "TOKEN" }, 'header-name="Authorization"', undefined],
    ["bearer in small letters", { Authorization: "bearer TOKEN" }, 'header-name="authorization"', undefined],
    [
      "the required scheme",
      { Authorization: "Bearer TOKEN" },
      'header-name="Authorization" require-scheme="Bearer"',
      undefined,
    ],
    [
      "another scheme",
      { Authorization: "Basic TOKEN" },
      'header-name="Authorization" require-scheme="Bearer"',
      "TokenNotPresent",
    ],
    [
      "a scheme is demanded of Authorization only",
      { "X-Token": "TOKEN" },
      'header-name="X-Token" require-scheme="Bearer"',
      undefined,
    ],
    ["rubbish", { Authorization: "Bearer rubbish" }, 'header-name="Authorization"', "JwtInvalid"],
    [
      "rubbish in three parts",
      { Authorization: "Bearer a.b.c" },
      'header-name="Authorization"',
      "JwtInvalid",
    ],
  ])("where it stands: %s", async (_what, headers, attributes, reason) => {
    const token = await hs256();
    const sent = Object.fromEntries(
      Object.entries(headers).map(([name, value]) => [name, value.replace("TOKEN", token)]),
    );
    const answer = await runPolicy({ policies: policy(KEY, attributes), request: { headers: sent } });
    expect([answer.exchange.lastError?.reason, answer.status]).toEqual([reason, reason ? 401 : 200]);
  });

  test("in the query", async () => {
    const policies = policy(KEY, 'query-parameter-name="access_token"');
    const { status } = await runPolicy({
      policies,
      request: { path: `/items?access_token=${await hs256()}` },
    });
    expect(status).toBe(200);
  });
});

describe("J1: signatures", () => {
  const rsa = `<issuer-signing-keys><key id="key-1" n="${issuer.jwk.n}" e="${issuer.jwk.e}" /></issuer-signing-keys>`;

  test.each<
    readonly [
      what: string,
      children: string,
      token: () => Promise<string> | string,
      reason: string | undefined,
    ]
  >([
    ["RS256 by modulus and exponent", rsa, () => issuer.sign(), undefined],
    ["RS256 without a key id", rsa, () => issuer.sign({}, { kid: undefined }), undefined],
    ["another's RS256", rsa, () => stranger.sign({}, { kid: "key-1" }), "TokenSignatureInvalid"],
    ["a key id that nobody has", rsa, () => stranger.sign(), "TokenSignatureKeyNotFound"],
    ["no keys at all", "", () => hs256(), "TokenSignatureKeyNotFound"],
    ["another's HS256", KEY, () => hs256({}, other), "TokenSignatureInvalid"],
    [
      "the second of two keys",
      `<issuer-signing-keys><key>${other.toString("base64")}</key><key>${secret.toString("base64")}</key></issuer-signing-keys>`,
      () => hs256(),
      undefined,
    ],
    ["not signed", KEY, () => new UnsecuredJWT({ exp: NOW_SECONDS + 60 }).encode(), "TokenSignatureInvalid"],
    [
      "a public key taken for a shared secret",
      rsa,
      () => hs256({}, Buffer.from(issuer.pem), "key-1"),
      "TokenSignatureInvalid",
    ],
    ["changed after signing", KEY, async () => changed(await hs256()), "TokenSignatureInvalid"],
  ])("%s", async (_what, children, token, reason) => {
    const answer = await runPolicy({ policies: policy(children), request: bearer(await token()) });
    expect([answer.exchange.lastError?.reason, answer.status]).toEqual([reason, reason ? 401 : 200]);
  });

  test("a certificate of the gateway", async () => {
    const policies = policy('<issuer-signing-keys><key certificate-id="lab" /></issuer-signing-keys>');
    const send = async (certificates: Record<string, string>) =>
      runPolicy({ policies, certificates, request: bearer(await issuer.sign()) });
    expect((await send({ lab: issuer.pem })).status).toBe(200);
    expect((await send({})).exchange.lastError?.message).toBe(
      'The gateway has no certificate "lab". Access denied.',
    );
  });

  test("unsigned tokens where they are allowed", async () => {
    const policies = policy("", 'header-name="Authorization" require-signed-tokens="false"');
    const token = new UnsecuredJWT({ exp: NOW_SECONDS + 60 }).encode();
    expect((await runPolicy({ policies, request: bearer(token) })).status).toBe(200);
  });

  test("an encrypted token", async () => {
    const token = await new CompactEncrypt(Buffer.from(await hs256()))
      .setProtectedHeader({ alg: "dir", enc: "A128CBC-HS256" })
      .encrypt(other);
    const keys = (key: Buffer) =>
      `${KEY}<decryption-keys><key>${key.toString("base64")}</key></decryption-keys>`;
    const reasonWith = async (key: Buffer) =>
      (await runPolicy({ policies: policy(keys(key)), request: bearer(token) })).exchange.lastError?.reason;
    expect([await reasonWith(other), await reasonWith(secret)]).toEqual([undefined, "JwtInvalid"]);
  });

  function changed(token: string): string {
    const [header, , signature] = token.split(".");
    return [header, Buffer.from('{"sub":"eve","exp":9999999999}').toString("base64url"), signature].join(".");
  }
});

describe("J1: keys of an issuer", () => {
  const CONFIG = `<openid-config url="${issuer.configUrl}" />`;

  test("keys and issuer are read once and kept for an hour", async () => {
    const gateway = await openGateway({ policies: policy(CONFIG), upstream: issuer.answer });
    const request = async () => bearer(await issuer.sign({ exp: NOW_SECONDS + 9000 }));
    expect((await gateway.send(await request())).calls.map(({ url }) => url)).toEqual([
      issuer.configUrl,
      "https://issuer.test/keys",
      "https://origin.test/items",
    ]);
    expect((await gateway.send(await request())).calls).toHaveLength(1);
    gateway.clock.advance(3_600_000);
    expect((await gateway.send(await request())).calls).toHaveLength(3);
  });

  test("the issuer of the metadata is demanded", async () => {
    const token = await issuer.sign({ iss: "https://x.test/" });
    const { exchange } = await runPolicy({
      policies: policy(CONFIG),
      upstream: issuer.answer,
      request: bearer(token),
    });
    expect(exchange.lastError?.reason).toBe("TokenIssuerNotAllowed");
  });

  test("an unknown key id lets the keys be read again, at most every five minutes", async () => {
    const gateway = await openGateway({ policies: policy(CONFIG), upstream: issuer.answer });
    const unknown = async () => gateway.send(bearer(await stranger.sign()));
    expect((await unknown()).exchange.lastError?.reason).toBe("TokenSignatureKeyNotFound");
    expect((await unknown()).calls).toEqual([]);
    gateway.clock.advance(300_000);
    expect((await unknown()).calls).toHaveLength(2);
  });

  test("many at once read the keys once", async () => {
    const gateway = await openGateway({ policies: policy(CONFIG), upstream: issuer.answer });
    const request = bearer(await issuer.sign());
    const answers = await Promise.all(Array.from({ length: 5 }, () => gateway.send(request)));
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 200, 200]);
    expect(gateway.calls.filter(({ url }) => url.endsWith("/keys"))).toHaveLength(1);
  });

  test("metadata that cannot be read is named in LastError", async () => {
    const { status, exchange } = await runPolicy({
      policies: policy(CONFIG),
      upstream: () => ({ status: 503 }),
      request: bearer(await issuer.sign()),
    });
    expect([status, exchange.lastError?.reason, exchange.lastError?.message]).toEqual([
      401,
      "TokenSignatureKeyNotFound",
      `${issuer.configUrl} answered 503. There is no key to check the signature with. Access denied.`,
    ]);
  });

  test("an issuer of many tenants: {tenantid} is the token's own", async () => {
    const common = await createTokenIssuer(
      "https://login.test/{tenantid}/",
      "key-3",
      "https://login.test/common/config",
    );
    const upstream: typeof common.answer = ({ url, ...call }) =>
      url === common.configUrl
        ? { body: { issuer: common.issuer, jwks_uri: "https://login.test/keys" } }
        : url === "https://login.test/keys"
          ? { body: { keys: [common.jwk] } }
          : common.answer({ url, ...call });
    const reasonOf = async (iss: string) => {
      const request = bearer(await common.sign({ iss, tid: "t1" }));
      const policies = policy(`<openid-config url="${common.configUrl}" />`);
      return (await runPolicy({ policies, upstream, request })).exchange.lastError?.reason;
    };
    expect([await reasonOf("https://login.test/t1/"), await reasonOf("https://login.test/t2/")]).toEqual([
      undefined,
      "TokenIssuerNotAllowed",
    ]);
  });
});

describe("J1, O1: what the caller gets", () => {
  test.each<readonly [what: string, attributes: string, body: unknown]>([
    ["the default for no token", "", { statusCode: 401, message: "JWT not present." }],
    [
      "words and a status of the policy's own",
      'failed-validation-httpcode="403" failed-validation-error-message="No &quot;entry&quot;"',
      { statusCode: 403, message: 'No "entry"' },
    ],
  ])("%s", async (_what, attributes, body) => {
    const answer = await runPolicy({ policies: policy(KEY, `header-name="Authorization" ${attributes}`) });
    expect(JSON.parse(answer.body)).toEqual(body);
    expect(answer.calls).toEqual([]);
  });

  test("on-error runs with LastError; which check failed is not told to the caller", async () => {
    const answer = await runPolicy({
      policies: document({
        inbound: `<validate-jwt id="door" header-name="Authorization">${KEY}</validate-jwt>`,
        onError: '<set-header name="X-Seen"><value>yes</value></set-header><base />',
      }),
      request: bearer(await hs256({ exp: NOW_SECONDS - 5 })),
    });
    expect(JSON.parse(answer.body)).toEqual({ statusCode: 401, message: "Invalid JWT." });
    expect(answer.headers.get("x-seen")).toBe("yes");
    expect(answer.exchange.lastError).toMatchObject({
      source: "validate-jwt",
      reason: "TokenExpired",
      section: "inbound",
      policyId: "door",
      message:
        "The token expired at 2025-12-31T23:59:55.000Z; it is 2026-01-01T00:00:00.000Z now. Access denied.",
    });
  });

  test.each([["300"], ["00:05:00"]])("clock-skew %s lets five minutes pass", async (skew) => {
    const attributes = `header-name="Authorization" clock-skew="${skew}"`;
    const reasonFor = async (exp: number) =>
      (await runPolicy({ policies: policy(KEY, attributes), request: bearer(await hs256({ exp })) })).exchange
        .lastError?.reason;
    expect([await reasonFor(NOW_SECONDS - 299), await reasonFor(NOW_SECONDS - 301)]).toEqual([
      undefined,
      "TokenExpired",
    ]);
  });

  test("no expiration where none is required", async () => {
    const policies = policy(KEY, 'header-name="Authorization" require-expiration-time="false"');
    expect((await runPolicy({ policies, request: bearer(await hs256({ exp: undefined })) })).status).toBe(
      200,
    );
  });
});

test.each<readonly [children: string, attributes: string, problem: string]>([
  [KEY, "", "<validate-jwt> needs exactly one of header-name, query-parameter-name, token-value."],
  [
    KEY,
    'header-name="a" token-value="b"',
    "<validate-jwt> needs exactly one of header-name, query-parameter-name, token-value.",
  ],
  [
    "<issuer-signing-keys><key>not base64!</key></issuer-signing-keys>",
    'header-name="a"',
    "The text of <key> is no Base64.",
  ],
  [
    "<issuer-signing-keys><key /></issuer-signing-keys>",
    'header-name="a"',
    "<key> needs a Base64 text inside it, or the attributes n and e, or the attribute certificate-id.",
  ],
  ['<openid-config url="here" />', 'header-name="a"', '<openid-config url="here">: this is no address.'],
  ["<issuer-signing-keys />", 'header-name="a"', "<issuer-signing-keys> needs <key> inside it."],
])("X: %s is refused", async (children, attributes, problem) => {
  const [first = ""] = await loadProblems({ policies: policy(children, attributes) });
  expect(first).toContain(problem);
});
