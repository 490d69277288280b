import { describe, expect, test } from "vitest";
import {
  alice,
  document,
  loadProblems,
  openGateway,
  type RequestOptions,
} from "../../../tests/apim-harness.ts";

const OFF = 'vary-by-developer="false" vary-by-developer-groups="false"';
const bob = { ...alice, id: "sub-bob", name: "Bob" };

interface Cached {
  readonly attributes?: string;
  readonly inside?: string;
  readonly store?: string;
}

const cached = ({ attributes = OFF, inside = "", store = 'duration="60"' }: Cached) =>
  document({
    inbound: `<cache-lookup ${attributes}>${inside}</cache-lookup>`,
    outbound: `<cache-store ${store} />`,
  });

/** Answers that tell how often the upstream was asked. */
const open = (options: Cached, status = 200) => {
  let asked = 0;
  return openGateway({
    policies: cached(options),
    upstream: () => ({
      status,
      body: { asked: ++asked },
      headers: { "x-region": "west", "set-cookie": "a=1" },
    }),
  });
};

describe("K: which requests share an answer", () => {
  test.each<{ shows: string; cached: Cached; requests: readonly RequestOptions[]; asked: number }>([
    { shows: "the same GET", cached: {}, requests: [{}, {}, {}], asked: 1 },
    { shows: "another path", cached: {}, requests: [{ path: "/a" }, { path: "/b" }], asked: 2 },
    { shows: "another query", cached: {}, requests: [{ path: "/a?x=1" }, { path: "/a?x=2" }], asked: 2 },
    {
      shows: "the order of the query",
      cached: {},
      requests: [{ path: "/a?x=1&y=2" }, { path: "/a?y=2&x=1" }],
      asked: 1,
    },
    {
      shows: "only the parameters that are named count",
      cached: { inside: "<vary-by-query-parameter>x; y</vary-by-query-parameter>" },
      requests: [{ path: "/a?x=1&z=1" }, { path: "/a?x=1&z=2" }, { path: "/a?x=1&y=2" }],
      asked: 2,
    },
    {
      shows: "a header that is not named",
      cached: {},
      requests: [{ headers: { accept: "a" } }, { headers: { accept: "b" } }],
      asked: 1,
    },
    {
      shows: "a header that is named",
      cached: { inside: "<vary-by-header>Accept</vary-by-header>" },
      requests: [{ headers: { accept: "a" } }, { headers: { accept: "b" } }, { headers: { accept: "a" } }],
      asked: 2,
    },
    { shows: "two subscriptions", cached: {}, requests: [{}, { subscription: bob }], asked: 1 },
    {
      shows: "two developers",
      cached: { attributes: 'vary-by-developer="true" vary-by-developer-groups="false"' },
      requests: [{}, { subscription: bob }, {}],
      asked: 2,
    },
    { shows: "a POST", cached: {}, requests: [{ method: "POST" }, { method: "POST" }], asked: 2 },
    {
      shows: "Authorization",
      cached: {},
      requests: [{ headers: { authorization: "a" } }, { headers: { authorization: "a" } }],
      asked: 2,
    },
    {
      shows: "Authorization where that is allowed",
      cached: { attributes: `${OFF} allow-private-response-caching="true"` },
      requests: [{ headers: { authorization: "a" } }, { headers: { authorization: "a" } }],
      asked: 1,
    },
  ])("$shows: asked $asked times", async ({ cached: options, requests, asked }) => {
    const gateway = await open(options);
    for (const request of requests) await gateway.send(request);
    expect(gateway.calls).toHaveLength(asked);
  });
});

test("K: an answer is kept for its duration", async () => {
  const gateway = await open({});
  const bodies: string[] = [];
  for (const waitMs of [0, 59_999, 1]) {
    gateway.clock.advance(waitMs);
    bodies.push((await gateway.send()).body);
  }
  expect(bodies).toEqual(['{"asked":1}', '{"asked":1}', '{"asked":2}']);
});

test("K: status, headers and body come back; a cookie does not", async () => {
  const gateway = await open({});
  await gateway.send();
  const { status, headers, body } = await gateway.send();
  expect([
    status,
    body,
    headers.get("x-region"),
    headers.get("content-type"),
    headers.has("set-cookie"),
  ]).toEqual([200, '{"asked":1}', "west", "application/json", false]);
});

test("K: a hit goes on in outbound behind cache-store", async () => {
  const set = (name: string) => `<set-header name="${name}"><value>1</value></set-header>`;
  const gateway = await openGateway({
    policies: {
      global: document({ backend: "<forward-request />", outbound: set("x-global"), inbound: "" }),
      api: document({
        inbound: `<base /><cache-lookup ${OFF} />${set("x-late")}`,
        outbound: `${set("x-before")}<cache-store duration="60" />${set("x-behind")}<base />`,
      }),
    },
  });
  await gateway.send();
  const { headers, steps, calls } = await gateway.send();
  expect(calls).toEqual([]);
  expect(steps.map(({ policy, section }) => `${section}/${policy}`)).toEqual([
    "inbound/base",
    "inbound/cache-lookup",
    "outbound/set-header",
    "outbound/base",
    "outbound/set-header",
  ]);
  // What stood before cache-store was kept with the answer.
  expect([headers.get("x-before"), headers.get("x-behind"), headers.get("x-global")]).toEqual([
    "1",
    "1",
    "1",
  ]);
});

describe("K: which answers are kept", () => {
  test.each([
    { status: 200, store: 'duration="60"', asked: 1 },
    { status: 201, store: 'duration="60"', asked: 2 },
    { status: 404, store: 'duration="60" cache-response="true"', asked: 1 },
    { status: 200, store: 'duration="60" cache-response="false"', asked: 2 },
    { status: 200, store: 'duration="0"', asked: 2 },
  ])("$status with $store: asked $asked times", async ({ status, store, asked }) => {
    const gateway = await open({ store }, status);
    await gateway.send();
    await gateway.send();
    expect(gateway.calls).toHaveLength(asked);
  });

  test("not more than 2 MiB", async () => {
    const gateway = await openGateway({
      policies: cached({}),
      upstream: () => ({ body: "x".repeat(2 * 1024 * 1024 + 1) }),
    });
    await gateway.send();
    expect((await gateway.send()).calls).toHaveLength(1);
  });

  test("not a stream, and not without a lookup", async () => {
    const stream = await openGateway({ policies: cached({}), upstream: () => ({ body: ["data: 1\n\n"] }) });
    const alone = await openGateway({ policies: document({ outbound: '<cache-store duration="60" />' }) });
    for (const gateway of [stream, alone]) {
      await gateway.send();
      expect((await gateway.send()).calls).toHaveLength(1);
    }
  });
});

describe("K: what the caller's side may do", () => {
  test.each([
    { attributes: OFF, control: "no-store" },
    { attributes: `${OFF} downstream-caching-type="none"`, control: "no-store" },
    { attributes: `${OFF} downstream-caching-type="public"`, control: "public, must-revalidate, max-age=60" },
    {
      attributes: `${OFF} downstream-caching-type="private" must-revalidate="false"`,
      control: "private, max-age=60",
    },
  ])("$attributes: Cache-Control: $control", async ({ attributes, control }) => {
    const gateway = await open({ attributes });
    const first = await gateway.send();
    const second = await gateway.send();
    expect([first.headers.get("cache-control"), second.headers.get("cache-control")]).toEqual([
      control,
      control,
    ]);
  });

  test("Vary names the headers that tell answers apart", async () => {
    const gateway = await openGateway({
      policies: cached({
        inside: "<vary-by-header>Accept</vary-by-header><vary-by-header>Accept-Charset</vary-by-header>",
      }),
      upstream: () => ({ headers: { Vary: "accept" } }),
    });
    expect((await gateway.send()).headers.get("vary")).toBe("accept,Accept-Charset");
  });
});

test.each([
  { policies: document({ inbound: "<cache-lookup />" }), problem: 'needs the attribute "vary-by-developer"' },
  {
    policies: cached({ attributes: `${OFF} caching-type="redis"` }),
    problem: 'must be "internal" or "external" or "prefer-external"',
  },
  { policies: document({ outbound: "<cache-store />" }), problem: 'needs the attribute "duration"' },
  {
    policies: document({ inbound: '<cache-store duration="1" />' }),
    problem: "<cache-store> is not allowed in <inbound>",
  },
])("X: refused at load: $problem", async ({ policies, problem }) => {
  expect((await loadProblems({ policies })).join("\n")).toContain(problem);
});
