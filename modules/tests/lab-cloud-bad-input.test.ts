import { describe, expect, test } from "vitest";
import { sendBytes, sendRaw } from "./raw-request.ts";
import { type SweptRoute, startRouteSweep } from "./route-sweep.ts";

let daysAhead = 0;
const sweep = await startRouteSweep(() => Date.now() + daysAhead * 86_400_000);
const { cloud, routes, goodHeaders, logged, filled, queryOf, isDated, ask, expectHonest } = sweep;

test("the sweep knows the services, and finds each route well when nothing is wrong", async () => {
  expect([...new Set(routes.map(({ service }) => service))]).toEqual(
    expect.arrayContaining(["identity", "azure-openai", "openai", "foundry-local", "lab"]),
  );
  for (const route of routes.filter(({ method }) => method !== "DELETE")) {
    const answer = await ask(route);
    expectHonest(answer, route.form);
    expect([401, 405, 501].includes(answer.status), `${route.form} ${answer.status}`).toBe(false);
  }
});

const guarded = routes.filter(({ service }) => service in goodHeaders);

describe("who may not enter is refused with 401 on every route", () => {
  const tokenFor = async (resource: string) => {
    const url = `${cloud.http}/msi/token?api-version=2019-08-01&resource=${encodeURIComponent(resource)}`;
    const response = await fetch(url, { headers: goodHeaders.identity ?? {} });
    return ((await response.json()) as { access_token: string }).access_token;
  };
  const part = (value: object) => Buffer.from(JSON.stringify(value)).toString("base64url");
  const unsigned = `${part({ alg: "none" })}.${part({ aud: "https://ai.azure.com", exp: 9_999_999_999, nbf: 0 })}.`;

  const callers: readonly (readonly [string, () => Promise<Record<string, string>>])[] = [
    ["nobody", async () => ({})],
    ["an empty key", async () => ({ "api-key": "", "x-identity-header": "" })],
    ["a wrong key", async () => ({ "api-key": "wrong", "x-identity-header": "wrong" })],
    ["a wrong key as Bearer", async () => ({ authorization: "Bearer wrong" })],
    ["Bearer without anything", async () => ({ authorization: "Bearer" })],
    ["Basic", async () => ({ authorization: `Basic ${btoa("me:secret")}` })],
    ["a token that is none", async () => ({ authorization: "Bearer a.b.c" })],
    ["an unsigned token", async () => ({ authorization: `Bearer ${unsigned}` })],
    ["100 kB of key", async () => ({ "api-key": "x".repeat(10_000) })],
    [
      "a token for another service",
      async () => ({ authorization: `Bearer ${await tokenFor("https://management.azure.com")}` }),
    ],
    [
      "a token with another signature",
      async () => ({ authorization: `Bearer ${(await tokenFor("https://ai.azure.com")).slice(0, -4)}AAAA` }),
    ],
    [
      "an expired token",
      async () => {
        daysAhead = -3;
        const token = await tokenFor("https://ai.azure.com");
        daysAhead = 0;
        return { authorization: `Bearer ${token}` };
      },
    ],
  ];

  test.each(callers)("%s", async (_, headersOf) => {
    const headers = await headersOf();
    for (const route of guarded) {
      const answer = await ask(route, { headers });
      expectHonest(answer, route.form);
      expect(answer.status, `${route.form} ${answer.text}`).toBe(401);
    }
  });
});

test("a dated route without a version is refused with 400, with one that does not exist with 404", async () => {
  const dated = routes.filter(isDated);
  expect(dated.length).toBeGreaterThan(5);
  for (const route of dated) {
    for (const [query, status] of [
      ["", 400],
      ["?api-version=", 404],
      ["?api-version=2030-01-01", 404],
      ["?api-version=%00", 404],
      ["?api-version=%ff", 404],
      ["?Api-Version=2024-10-21", 400],
    ] as const) {
      const answer = await ask(route, { path: filled(route) + query });
      expectHonest(answer, route.form + query);
      expect(answer.status, `${route.form}${query} ${answer.text}`).toBe(status);
    }
  }
});

const leadsTo = ({ path }: SweptRoute, asked: string) =>
  new RegExp(`^${path.replaceAll(".", "\\.").replace(/\{\w+\}/g, "[^/]+")}$`).test(asked);

const METHODS = ["GET", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "HEAD"];

test("another method is refused with 405 that tells the right ones", async () => {
  for (const route of routes) {
    const allowed = routes.filter((one) => one.service === route.service && leadsTo(one, filled(route)));
    for (const method of METHODS) {
      if (allowed.some((one) => one.method === (method === "HEAD" ? "GET" : method))) continue;
      const answer = await ask(route, { method, body: undefined });
      expectHonest(answer, `${method} ${route.path}`);
      // The local model's server does not tell a method that is wrong from a route that it does not have.
      const expected = route.service === "foundry-local" ? 501 : 405;
      expect(answer.status, `${method} ${route.path} ${answer.text}`).toBe(expected);
      if (expected === 501) continue;
      for (const one of allowed) expect(answer.headers.allow).toContain(one.method);
    }
  }
});

describe("paths", () => {
  test("with slashes too many lead where the plain one leads", async () => {
    for (const route of routes.filter(({ method }) => method !== "DELETE")) {
      const plain = await ask(route);
      const doubled = await ask(route, { path: filled(route).replaceAll("/", "//") + queryOf(route) });
      expectHonest(doubled, route.form);
      expect(doubled.status, `${route.form} ${doubled.text.slice(0, 200)}`).toBe(plain.status);
    }
  });

  const odd = [
    "a%2Fb",
    "..%2F..%2Fetc%2Fpasswd",
    "%00",
    "%ff%fe",
    "%ED%A0%80",
    "%",
    "%zz",
    "a%20b",
    "%F0%9F%99%82",
    "__proto__",
    "constructor",
    "'or'1'='1",
    "<script>",
    "x".repeat(8_000),
  ];
  test.each(odd)("with %s for a name are refused as not found", async (name) => {
    for (const route of routes.filter(({ form }) => form.includes("{"))) {
      for (const path of oddPaths(route, name)) {
        const answer = await ask(route, { path: path + queryOf(route) });
        expectHonest(answer, `${route.method} ${path}`);
        expect([400, 404, 405, 500, 501], `${path} ${answer.text}`).toContain(answer.status);
      }
    }
  });

  /** One for each `{…}`, the others as they should be. */
  const oddPaths = (route: SweptRoute, name: string) =>
    [...route.path.matchAll(/\{\w+\}/g)].map(([place]) =>
      filled({ ...route, path: route.path.replace(place, name) }),
    );

  test("that lead nowhere are told to be not emulated", async () => {
    for (const path of [
      "/nowhere",
      "/openai",
      "/openai/",
      "/openai/v2/models",
      "/lab",
      "/lab/nothing",
      "//",
    ]) {
      const answer = await sendRaw(cloud.http, { method: "POST", path, body: "{}" });
      expectHonest(answer, path);
    }
  });
});

describe("what is no proper request is refused in JSON too", () => {
  const get = (line: string, ...headers: string[]) => [line, ...headers, "", ""].join("\r\n");
  const cases: readonly (readonly [string, string, number])[] = [
    ["no HTTP", "hello\r\n\r\n", 400],
    ["a host that is none", get("GET /openai/v1/models HTTP/1.1", "host: a b", "connection: close"), 400],
    ["no host", get("GET /openai/v1/models HTTP/1.1", "connection: close"), 400],
    ["a path with a backslash", get("GET /openai\\v1 HTTP/1.1", "host: x", "connection: close"), 400],
    ["a NUL in the path", get("GET /openai\0 HTTP/1.1", "host: x", "connection: close"), 400],
    [
      "100 kB of headers",
      get("GET / HTTP/1.1", "host: x", `x-long: ${"x".repeat(100_000)}`, "connection: close"),
      431,
    ],
    [
      "two lengths",
      get("POST /openai/v1/chat/completions HTTP/1.1", "host: x", "content-length: 1", "content-length: 2"),
      400,
    ],
  ];
  test.each(cases)("%s", async (_, bytes, status) => {
    for (const base of [cloud.http, cloud.local]) {
      const [head = "", text = ""] = splitOnce(await sendBytes(base, bytes), "\r\n\r\n");
      expect(head).toMatch(new RegExp(`^HTTP/1\\.1 ${status} `));
      expect(JSON.parse(text)).toMatchObject({
        error: { code: expect.any(String), message: expect.stringMatching(/^[^\n]+\.$/) },
      });
    }
  });

  const splitOnce = (text: string, by: string) => {
    const at = text.indexOf(by);
    return at < 0 ? [text] : [text.slice(0, at), text.slice(at + by.length)];
  };
});

test("after all of that nothing had failed", () => {
  expect(logged).toEqual([]);
});
