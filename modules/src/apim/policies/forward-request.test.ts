import { describe, expect, test } from "vitest";
import { document, loadProblems, runPolicy } from "../../../tests/apim-harness.ts";
import { gatewayFailure } from "../backends/backend-failure.ts";

const forwarding = (attributes = "", before = "") =>
  document({ backend: `${before}<forward-request ${attributes} />` });

describe("B1: the address", () => {
  test.each<readonly [serviceUrl: string, path: string, url: string]>([
    ["https://origin.test", "/items/7?x=1&y=", "https://origin.test/items/7?x=1&y="],
    ["https://origin.test/base", "/items", "https://origin.test/base/items"],
    ["https://origin.test/base/", "/items/", "https://origin.test/base/items/"],
    ["https://origin.test/base?key=k", "/items?x=1", "https://origin.test/base/items?key=k&x=1"],
    ["https://origin.test", "/a%2Fb/%C3%A9?q=a%20b", "https://origin.test/a%2Fb/%C3%A9?q=a%20b"],
  ])("%s and %s", async (serviceUrl, path, url) => {
    const { calls } = await runPolicy({ policies: forwarding(), serviceUrl, request: { path } });
    expect(calls[0]?.url).toBe(url);
  });
});

describe("B2", () => {
  test("without forward-request nothing is sent and outbound runs", async () => {
    const { calls, status, headers } = await runPolicy({
      policies: document({
        backend: "",
        outbound: '<set-header name="x-ran"><value>outbound</value></set-header>',
      }),
    });
    expect([calls.length, status, headers.get("x-ran")]).toEqual([0, 200, "outbound"]);
  });

  test.each([
    [418, "", 418, undefined],
    [500, 'fail-on-error-status-code="false"', 500, undefined],
    [404, 'fail-on-error-status-code="true"', 404, "forward-request"],
    [399, 'fail-on-error-status-code="true"', 399, undefined],
  ])("an answer of %d with %j", async (upstream, attributes, status, source) => {
    const { exchange, ...answer } = await runPolicy({
      policies: forwarding(attributes),
      upstream: () => ({ status: upstream, body: "said so" }),
    });
    expect([answer.status, answer.body, exchange.lastError?.source]).toEqual([status, "said so", source]);
  });

  test.each([
    ["", 300_000, false],
    ['timeout="60"', 60_000, false],
    ['timeout-ms="1500"', 1500, false],
    [`timeout='@(2 * 3)' follow-redirects='@(true)'`, 6000, true],
    ['follow-redirects="true" http-version="2or1"', 300_000, true],
  ])("the sender is told of %j", async (attributes, timeoutMs, followRedirects) => {
    const { calls } = await runPolicy({ policies: forwarding(attributes) });
    expect(calls[0]?.request).toMatchObject({ timeoutMs, followRedirects });
  });

  test("O2: a failure to connect is 500 BackendConnectionFailure", async () => {
    const { status, body, exchange } = await runPolicy({
      policies: forwarding(),
      upstream: () =>
        gatewayFailure("refused", {
          status: 500,
          source: "forward-request",
          reason: "BackendConnectionFailure",
        }),
    });
    expect([status, exchange.lastError?.reason]).toEqual([500, "BackendConnectionFailure"]);
    expect(JSON.parse(body)).toMatchObject({
      statusCode: 500,
      message: "Internal server error",
      activityId: expect.any(String),
    });
  });

  test.each<readonly [attributes: string, problem: RegExp]>([
    ['timeout="soon"', /timeout="soon">: must be a number/],
    ['timeout="1" timeout-ms="5"', /takes timeout or timeout-ms, not both/],
    ['http-version="2"', /backends are called by HTTP\/1\.1 only/],
    ['http-version="3"', /must be "1" or "2or1" or "2"/],
    ['continue-timeout="1"', /continue-timeout> is not emulated/],
    ['buffer-response="@(true)"', /no expression is allowed here/],
    [
      'buffer-requestbody="true"',
      /has no attribute "buffer-requestbody"\. Did you mean "buffer-request-body"\?/,
    ],
  ])("X: refused at load: %s", async (attributes, problem) => {
    expect(await loadProblems({ policies: forwarding(attributes) })).toEqual([
      expect.stringMatching(problem),
    ]);
  });

  test("X: only in backend", async () => {
    expect(await loadProblems({ policies: document({ inbound: "<forward-request />" }) })).toEqual([
      expect.stringContaining("<forward-request> is not allowed in <inbound>. Allowed in: <backend>."),
    ]);
  });
});

describe("what goes out", () => {
  test("Host is the backend's own, unless a policy sets it", async () => {
    const headers = { Host: "gateway.test", "X-Kept": "1" };
    const own = await runPolicy({ policies: forwarding(), request: { headers } });
    expect(own.calls[0]?.headers).toEqual({ "x-kept": "1" });
    const set = await runPolicy({
      policies: document({ inbound: '<set-header name="Host"><value>vhost.test</value></set-header>' }),
      request: { headers },
    });
    expect(set.calls[0]?.headers.host).toBe("vhost.test");
  });

  const member = (name: string, credentials: object) => ({
    name,
    properties: {
      url: `https://${name}.test`,
      credentials,
      circuitBreaker: {
        rules: [
          {
            failureCondition: { count: 1, interval: "PT1M", statusCodeRanges: [{ min: 429, max: 429 }] },
            tripDuration: "PT1M",
          },
        ],
      },
    },
  });

  test.each<readonly [credentials: object, expected: object]>([
    [{ header: { "api-key": ["k1"] } }, { headers: { "api-key": "k1", authorization: "Bearer caller" } }],
    [{ query: { code: ["c 1"] } }, { url: "https://a.test/items?x=1&code=c+1" }],
    [{ authorization: { scheme: "Bearer", parameter: "own" } }, { headers: { authorization: "Bearer own" } }],
    [
      { managedIdentity: { resource: "https://ai.azure.com" } },
      { headers: { authorization: "Bearer mi-ai" } },
    ],
  ])("I2: credentials %j", async (credentials, expected) => {
    const { calls } = await runPolicy({
      policies: document({ inbound: '<set-backend-service backend-id="a" />' }),
      backends: [member("a", credentials)],
      tokens: { "https://ai.azure.com": "mi-ai" },
      request: { path: "/items?x=1", headers: { Authorization: "Bearer caller" } },
    });
    expect(calls[0]).toMatchObject(expected);
  });

  test("I2: in a retry the second backend does not get the first one's credentials", async () => {
    const { calls, exchange } = await runPolicy({
      policies: document({
        inbound: '<set-backend-service backend-id="p" />',
        backend:
          '<retry count="1" interval="0" condition="@(context.Response.StatusCode == 429)"><forward-request /></retry>',
      }),
      backends: [
        member("a", { header: { "api-key": ["of-a"] }, query: { code: ["of-a"] } }),
        member("b", { header: { "x-key": ["of-b"] } }),
        {
          name: "p",
          properties: {
            type: "Pool",
            pool: {
              services: [
                { id: "/backends/a", priority: 1 },
                { id: "/backends/b", priority: 2 },
              ],
            },
          },
        },
      ],
      upstream: (_call, index) => ({ status: index === 0 ? 429 : 200 }),
    });
    expect(calls.map(({ url, headers }) => ({ url, headers }))).toEqual([
      { url: "https://a.test/items?code=of-a", headers: { "api-key": "of-a" } },
      { url: "https://b.test/items", headers: { "x-key": "of-b" } },
    ]);
    expect(exchange.request.headers.has("api-key")).toBe(false);
  });

  test("Y1: a body that an expression consumed is not sent", async () => {
    const inbound = (keep: boolean) =>
      `<set-variable name="b" value='@(context.Request.Body.As<string>(${keep ? "preserveContent: true" : ""}))' />`;
    for (const keep of [true, false]) {
      const { calls } = await runPolicy({
        policies: document({ inbound: inbound(keep) }),
        request: { body: "hello" },
      });
      expect(calls[0]?.body).toBe(keep ? "hello" : "");
    }
  });

  test("B2: a body over the limit is 413 when it has to be kept", async () => {
    const { status, exchange, calls } = await runPolicy({
      policies: forwarding('buffer-request-body="true"'),
      bodyLimitBytes: 10,
      request: { body: "x".repeat(11) },
    });
    expect([status, exchange.lastError?.reason, calls.length]).toEqual([413, "MessagePayloadTooLarge", 0]);
  });
});
