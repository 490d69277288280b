import { describe, expect, test } from "vitest";
import { document, runPolicy } from "../../../tests/apim-harness.ts";

const RULES = `<allowed-origins><origin>https://app.test/</origin><origin>http://localhost:8080</origin></allowed-origins>
<allowed-methods preflight-result-max-age="300"><method>GET</method><method>DELETE</method></allowed-methods>
<allowed-headers><header>x-lab</header><header>Content-Type</header></allowed-headers>
<expose-headers><header>x-ms-region</header></expose-headers>`;

const ANY = `<allowed-origins><origin>*</origin></allowed-origins>
<allowed-methods><method>*</method></allowed-methods><allowed-headers><header>*</header></allowed-headers>`;

const policy = (rules = RULES, attributes = "", rest: Parameters<typeof document>[0] = {}) =>
  document({ inbound: `<cors ${attributes}>${rules}</cors>`, ...rest });

const preflight = (origin: string, method: string, headers = "") => ({
  method: "OPTIONS",
  headers: {
    Origin: origin,
    "Access-Control-Request-Method": method,
    ...(headers === "" ? {} : { "Access-Control-Request-Headers": headers }),
  },
});

const ALLOW = "Access-Control-Allow-Origin";

describe("preflight requests", () => {
  test.each<
    readonly [what: string, origin: string, method: string, headers: string, allowed: string | undefined]
  >([
    ["an allowed origin", "https://app.test", "DELETE", "X-Lab, content-type", "https://app.test"],
    ["an origin with its port", "http://localhost:8080", "GET", "", "http://localhost:8080"],
    ["another port", "http://localhost:8081", "GET", "", undefined],
    ["another origin", "https://evil.test", "GET", "", undefined],
    ["another method", "https://app.test", "PUT", "", undefined],
    ["another header", "https://app.test", "GET", "x-other", undefined],
    ["a header that needs no permission", "https://app.test", "GET", "accept", "https://app.test"],
  ])("%s", async (_what, origin, method, headers, allowed) => {
    const answer = await runPolicy({ policies: policy(), request: preflight(origin, method, headers) });
    expect([answer.status, answer.headers.get(ALLOW), answer.body, answer.calls]).toEqual([
      200,
      allowed,
      "",
      [],
    ]);
  });

  test("says methods, headers and for how long", async () => {
    const { headers } = await runPolicy({
      policies: policy(RULES, 'allow-credentials="true"'),
      request: preflight("https://app.test", "GET"),
    });
    expect(Object.fromEntries([...headers].map(([name, values]) => [name, values.join(", ")]))).toEqual({
      "Access-Control-Allow-Origin": "https://app.test",
      "Access-Control-Allow-Credentials": "true",
      "Access-Control-Allow-Methods": "GET, DELETE",
      "Access-Control-Allow-Headers": "x-lab, content-type",
      "Access-Control-Max-Age": "300",
      Vary: "Origin",
    });
  });

  test("* names what was asked for", async () => {
    const { headers } = await runPolicy({
      policies: policy(ANY),
      request: preflight("https://a.test", "PATCH", "X-A"),
    });
    expect([
      headers.get(ALLOW),
      headers.get("Access-Control-Allow-Methods"),
      headers.get("Access-Control-Allow-Headers"),
    ]).toEqual(["*", "PATCH", "x-a"]);
  });

  test("with credentials * becomes the origin itself", async () => {
    const { headers } = await runPolicy({
      policies: policy(ANY, 'allow-credentials="true"'),
      request: preflight("https://a.test", "GET"),
    });
    expect(headers.get(ALLOW)).toBe("https://a.test");
  });
});

describe("real requests", () => {
  const from = (origin: string, method = "GET") => ({ method, headers: { Origin: origin } });

  test("an allowed origin reads the answer and the headers that are exposed", async () => {
    const answer = await runPolicy({ policies: policy(), request: from("https://app.test", "DELETE") });
    expect([
      answer.body,
      answer.headers.get(ALLOW),
      answer.headers.get("Access-Control-Expose-Headers"),
    ]).toEqual(["ok", "https://app.test", "x-ms-region"]);
  });

  test.each<readonly [what: string, attributes: string, method: string, body: string]>([
    ["another origin's GET ends with an empty 200", "", "GET", ""],
    ["it goes on without headers where it may", 'terminate-unmatched-request="false"', "GET", "ok"],
    ["another origin's POST goes on without headers", "", "POST", "ok"],
  ])("%s", async (_what, attributes, method, body) => {
    const answer = await runPolicy({
      policies: policy(RULES, attributes),
      request: from("https://evil.test", method),
    });
    expect([answer.status, answer.body, answer.headers.get(ALLOW)]).toEqual([200, body, undefined]);
  });

  test("no Origin, no headers", async () => {
    const { body, headers } = await runPolicy({ policies: policy() });
    expect([body, headers.get(ALLOW)]).toEqual(["ok", undefined]);
  });

  test("an error's answer can be read as well", async () => {
    const rules = `<cors>${RULES}</cors><check-header name="x" failed-check-httpcode="401" failed-check-error-message="no" ignore-case="true" />`;
    const answer = await runPolicy({
      policies: document({ inbound: rules }),
      request: from("https://app.test"),
    });
    expect([answer.status, answer.headers.get(ALLOW)]).toEqual([401, "https://app.test"]);
  });
});
