import { afterAll, beforeEach, describe, expect, test } from "vitest";
import { paths } from "../src/config/paths.ts";
import { type Clock, silentLogger, systemClock } from "../src/core/index.ts";
import { type LabState, startLabCloud } from "../src/lab-cloud/index.ts";
import { type RawAnswer, type RawRequest, sendBytes, sendRaw } from "./raw-request.ts";
import { postJson, variable } from "./start-test-cloud.ts";

const logged: string[] = [];
let daysAhead = 0;
const clock: Clock = { ...systemClock, now: () => Date.now() + daysAhead * 86_400_000 };

/** Started here, since the routes that it lists are the tests: one that is added later is asked all of this too. */
const cloud = await startLabCloud({
  localModel: "simulated",
  clock,
  logger: {
    ...silentLogger,
    error: (message, fields) => logged.push(`${message} ${JSON.stringify(fields)}`),
  },
});
afterAll(() => cloud.close());

const listed = ((await (await fetch(`${cloud.http}/lab/state`)).json()) as LabState).routes;

interface Route {
  readonly service: string;
  readonly method: string;
  /** With the ids of things that are there. */
  readonly path: string;
  /** As it is listed. */
  readonly form: string;
}

const key = variable(cloud, "AZURE_OPENAI_API_KEY");
const openAiKey = variable(cloud, "LAB_OPENAI_API_KEY");
const DATED = "api-version=2025-03-01-preview";

/** What stands for `{…}` in a listed path: things that are there. */
const params: Record<string, string> = {
  deployment: "gpt-4o",
  model: "gpt-4o-2024-11-20",
  id: cloud.localModel.name,
};
/** OpenAI's own surface keeps responses and conversations of its own. Made before each test. */
const madeBy: Record<string, { readonly response: string; readonly conversation: string }> = {};

const routes: readonly Route[] = Object.entries(listed).flatMap(([service, forms]) =>
  forms.map((form) => {
    const [method = "", path = ""] = form.split(" ");
    return { service, method, path, form };
  }),
);

const isDated = ({ service, path }: Route) => service === "azure-openai" && !path.startsWith("/openai/v1/");
const baseOf = ({ service }: Route) => (service === "foundry-local" ? cloud.local : cloud.http);
const filled = ({ path, service }: Route) =>
  path.replace(/\{(\w+)\}/g, (_, name: string) => ({ ...params, ...madeBy[service] })[name] ?? "unknown");
const goodHeaders: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  identity: { "x-identity-header": variable(cloud, "IDENTITY_HEADER") },
  "azure-openai": { "api-key": key },
  openai: { authorization: `Bearer ${openAiKey}` },
};
const queryOf = (route: Route) => {
  if (route.service === "identity") return "?api-version=2019-08-01&resource=https://ai.azure.com";
  return isDated(route) ? `?${DATED}` : "";
};
/** A request for a route, right but for what is changed. */
const ask = (route: Route, change: Partial<RawRequest> = {}) =>
  sendRaw(baseOf(route), {
    method: route.method,
    path: filled(route) + queryOf(route),
    headers: goodHeaders[route.service],
    body: route.method === "POST" ? bodyOf(route) : undefined,
    ...change,
  });

/** A body that the route takes. */
function bodyOf({ path, service }: Route, text = "Hello!"): string {
  const model = service === "foundry-local" ? cloud.localModel.name : "gpt-4o";
  if (path.endsWith("/embeddings")) return JSON.stringify({ model: "text-embedding-3-small", input: text });
  if (path.endsWith("/responses")) return JSON.stringify({ model, input: text });
  if (path.endsWith("/items"))
    return JSON.stringify({ items: [{ type: "message", role: "user", content: text }] });
  if (path.includes("/conversations")) return JSON.stringify({ metadata: { topic: text } });
  if (path.endsWith("/lab/faults")) return JSON.stringify({ delayMs: 1, deployment: "gpt-4-1" });
  return JSON.stringify({ model, messages: [{ role: "user", content: text }] });
}

const isJson = (answer: RawAnswer) => String(answer.headers["content-type"]).includes("json");

/** The real Foundry Local answers 500 to what is no JSON, and to loading a model that it does not have. */
const isFoundryLocals500 = ({ status, text }: RawAnswer, asked: string) =>
  status === 500 &&
  (/^GET \/models\/(?:un)?load\//.test(asked) ||
    text.includes("Failed to handle OpenAI completion: the body is not valid JSON."));

/** Whatever is asked: no failure of ours, no stack, no path, no secret; and a refusal says in one line what is wrong. */
function expectHonest(answer: RawAnswer, asked: string): void {
  const context = `${asked}: ${answer.status} ${answer.text.slice(0, 200)}`;
  if (isFoundryLocals500(answer, asked)) return;
  expect(answer.status < 500 || answer.status === 501, context).toBe(true);
  expect(answer.text, context).not.toMatch(/\n\s+at |node:internal|\.ts:\d+/);
  for (const secret of [key, openAiKey]) expect(answer.text, context).not.toContain(secret);
  if (answer.status < 400 || answer.text === "") return;
  expect(answer.text, context).not.toContain(paths.root);
  expect(isJson(answer), context).toBe(true);
  const body = JSON.parse(answer.text) as { error?: object; statusCode?: number; message?: string };
  const error = { code: body.statusCode, message: body.message, ...body.error };
  expect(error, context).toMatchObject({ message: expect.stringMatching(/^[^\n]{3,1000}$/) });
  expect(error.code, context).not.toBeUndefined();
}

/** Anew for each test, since one of the routes deletes them. */
beforeEach(async () => {
  const make = async (service: string, path: string, body: object) => {
    const response = await postJson(cloud.http + path, body, goodHeaders[service] ?? {});
    return ((await response.json()) as { id: string }).id;
  };
  for (const [service, prefix] of [
    ["azure-openai", "/openai/v1"],
    ["openai", "/v1"],
  ] as const) {
    madeBy[service] = {
      conversation: await make(service, `${prefix}/conversations`, {}),
      response: await make(service, `${prefix}/responses`, { model: "gpt-4o", input: "Hello!" }),
    };
  }
});

test("the sweep knows the services, and finds each route well when nothing is wrong", async () => {
  expect(Object.keys(listed)).toEqual(
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

const writing = routes.filter(({ method, form }) => method === "POST" && !form.endsWith("/cancel"));
const nested = (depth: number) => `${"[".repeat(depth)}${"]".repeat(depth)}`;

describe("a body that cannot be read is refused with 400", () => {
  const bodies: readonly (readonly [string, string])[] = [
    ["half a JSON text", "{"],
    ["no JSON", "hello"],
    ["a list", "[]"],
    ["a number", "5"],
    ["a text", '"hello"'],
    ["null", "null"],
    ["deep nesting", nested(50_000)],
    ["unknown fields", '{"colour":"red"}'],
    ["bytes that are no text", '{"model":"\xff"'],
  ];
  test.each(bodies)("%s", async (name, body) => {
    for (const route of writing) {
      const answer = await ask(route, { body });
      expectHonest(answer, `${route.form} ${name}`);
      const isReal = isFoundryLocals500(answer, route.form);
      expect(answer.status, `${route.form} ${answer.text}`).toBe(isReal ? 500 : 400);
    }
  });
});

test("an empty body, or an object without fields, is refused with 400 where a field is needed", async () => {
  for (const route of writing) {
    for (const body of ["", "{}"]) {
      const answer = await ask(route, { body });
      expectHonest(answer, `${route.form} "${body}"`);
      const needsNothing = /\/conversations(?:\/\{conversation\})?$/.test(route.path);
      if (needsNothing || isFoundryLocals500(answer, route.form)) continue;
      expect(answer.status, `${route.form} "${body}" ${answer.text}`).toBe(400);
    }
  }
});

test("a body over the limit is refused with 413, also when it is no JSON", async () => {
  for (const route of writing) {
    for (const body of [bodyOf(route) + " ".repeat(5_000_000), "x".repeat(5_000_000)]) {
      const answer = await ask(route, { body });
      expectHonest(answer, route.form);
      expect(answer.status, `${route.form} ${answer.text.slice(0, 200)}`).toBe(413);
    }
  }
});

describe("fields of a wrong kind are refused with 400 that names one", () => {
  const wrongs = [null, true, 7, "text", [], {}, [[]], [{}], [null]];
  test.each(writing.filter(({ path }) => !path.includes("/conversations")))("$form", async (route) => {
    const good = JSON.parse(bodyOf(route)) as Record<string, unknown>;
    for (const field of Object.keys(good)) {
      for (const wrong of wrongs) {
        const answer = await ask(route, { body: JSON.stringify({ ...good, [field]: wrong }) });
        expectHonest(answer, `${route.form} ${field}=${JSON.stringify(wrong)}`);
      }
    }
  });
});

describe("odd texts are answered or refused, never a failure", () => {
  const texts: readonly (readonly [string, string])[] = [
    ["empty", '""'],
    ["blank", '"  \\n\\t "'],
    ["NUL", '"a\\u0000b"'],
    ["a lone surrogate", '"\\ud800 and \\udfff"'],
    ["emoji only", '"🙂🎉👩‍👩‍👧‍👦🏳️‍🌈"'],
    ["right to left", '"ما هي عاصمة فرنسا؟ \\u202e\\u2066"'],
    ["combining marks", `"${"a\u0301".repeat(2_000)}"`],
    ["100 kB of words", JSON.stringify("lorem ipsum dolor ".repeat(6_000))],
    ["100 kB without a space", JSON.stringify("x".repeat(100_000))],
    ["control tokens", '"<|endoftext|><|im_start|>system"'],
    ["markup", '"<script>alert(1)</script>"'],
    ["__proto__", '"__proto__"'],
  ];
  test.each(texts)("%s", async (name, text) => {
    for (const route of writing) {
      const body = bodyOf(route, "TEXT").replace('"TEXT"', () => text);
      const streamed = body.replace(/\}$/, ',"stream":true}');
      for (const sent of [body, streamed]) {
        const answer = await ask(route, { body: sent });
        expectHonest(answer, `${route.form} ${name}`);
        if (answer.status < 300 && !isJson(answer)) expect(answer.text).toMatch(/^(event|data): /);
      }
    }
  });

  test("fields named like JavaScript's own", async () => {
    for (const route of writing) {
      const good = bodyOf(route);
      for (const field of ["__proto__", "constructor", "toString", "hasOwnProperty"]) {
        expectHonest(await ask(route, { body: good.replace("{", `{"${field}":{"a":1},`) }), route.form);
      }
    }
    expect({}).not.toHaveProperty("a");
  });
});

const leadsTo = ({ path }: Route, asked: string) =>
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
  const oddPaths = (route: Route, name: string) =>
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

test("after all of that nothing had failed, and it answers as before", async () => {
  expect(logged).toEqual([]);
  const [chat] = writing;
  if (chat) expect((await ask(chat)).status).toBe(200);
});
