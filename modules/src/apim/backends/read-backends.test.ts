import { describe, expect, test } from "vitest";
import { configInMemory, readConfigText } from "../gateway/config-source.ts";
import { readBackends } from "./read-backends.ts";

type Resource = Readonly<Record<string, unknown>>;

const single = (name: string, properties: Resource = {}): Resource => ({
  name,
  properties: { url: `https://${name}.test/openai`, protocol: "http", ...properties },
});

const pool = (name: string, services: readonly Resource[], more: Resource = {}): Resource => ({
  name,
  properties: { type: "Pool", pool: { services, ...more } },
});

const breaker = (condition: Resource, rule: Resource = {}): Resource => ({
  circuitBreaker: {
    rules: [
      {
        name: "rule",
        failureCondition: {
          count: 1,
          interval: "PT1M",
          statusCodeRanges: [{ min: 429, max: 429 }],
          ...condition,
        },
        tripDuration: "PT1M",
        ...rule,
      },
    ],
  },
});

const read = (content: unknown, namedValues: Readonly<Record<string, string>> = {}) =>
  readBackends(configInMemory(content, "backends.json"), {
    namedValues: new Map(Object.entries(namedValues)),
  });

const messages = (found: readonly { readonly message: string }[]) => found.map(({ message }) => message);

describe("what is read", () => {
  test("C1, C3: a breaker in milliseconds", () => {
    const { definitions, problems, warnings } = read([
      single(
        "a",
        breaker(
          { count: "3", interval: "P1D" },
          { acceptRetryAfter: true, failureResponse: { statusCode: 429 } },
        ),
      ),
    ]);
    expect([problems, warnings]).toEqual([[], []]);
    expect(definitions[0]).toMatchObject({
      kind: "single",
      breaker: {
        count: 3,
        intervalMs: 86_400_000,
        statuses: [{ min: 429, max: 429 }],
        tripMs: 60_000,
        acceptRetryAfter: true,
        failureStatus: 429,
      },
    });
  });

  test("C1: without statusCodeRanges the words 'Server errors' mean 500 to 599", () => {
    const { definitions } = read([
      single("a", breaker({ statusCodeRanges: undefined, errorReasons: ["Server errors"] })),
    ]);
    expect(definitions[0]).toMatchObject({ breaker: { statuses: [{ min: 500, max: 599 }] } });
  });

  test("P1: ids are short or full, names and the type the same in capitals; nulls are nothing", () => {
    const full =
      "/subscriptions/s/resourceGroups/g/providers/Microsoft.ApiManagement/service/apim/backends/b";
    const { definitions, problems } = read([
      single("apim/a"),
      single("b"),
      {
        name: "p",
        properties: {
          type: "pool",
          url: "http://unused.test",
          protocol: "http",
          pool: {
            services: [
              { id: "/backends/A", priority: 1, weight: null },
              { id: full, priority: "2", weight: 0 },
            ],
          },
        },
      },
    ]);
    expect(problems).toEqual([]);
    expect(definitions[2]).toMatchObject({
      kind: "pool",
      members: [
        { name: "A", priority: 1, weight: undefined },
        { name: "b", priority: 2, weight: 0 },
      ],
      failureStatus: 503,
    });
  });

  test("A1: the lab's undocumented members of sessionAffinity are named and left out", () => {
    const services = [{ id: "/backends/a" }];
    const sessionAffinity = {
      enabled: true,
      affinityType: "Cookie",
      cookieName: "x",
      sessionId: { source: "cookie", name: "APIM-Backend-Affinity" },
    };
    const { definitions, problems, warnings } = read([single("a"), pool("p", services, { sessionAffinity })]);
    expect(problems).toEqual([]);
    expect(definitions[1]).toMatchObject({ affinity: { cookieName: "APIM-Backend-Affinity" } });
    expect(messages(warnings)).toEqual(
      ["enabled", "affinityType", "cookieName"].map(
        (name) =>
          `The ${name} of the sessionAffinity of the pool of the properties of p is not known and has no effect.`,
      ),
    );
  });

  test("I2, N1: credentials, with named values filled in", () => {
    const { definitions } = read(
      [
        single("a", {
          credentials: { header: { "x-goog-api-key": ["{{gemini}}"] }, query: { code: ["7"] } },
        }),
      ],
      { gemini: "secret" },
    );
    expect(definitions[0]).toMatchObject({
      credentials: { header: { "x-goog-api-key": ["secret"] }, query: { code: ["7"] } },
    });
  });
});

describe("what is refused", () => {
  const a = single("a");
  test.each<readonly [rule: string, resources: unknown, message: string]>([
    ["X", {}, "Backends must be a list [{ name, properties }]."],
    ["X", [{ name: "a", properties: { protocol: "http" } }], "a has no url."],
    [
      "X",
      [single("a", { url: "foundry" })],
      'The url of a must be an address such as https://HOST/PATH, not "foundry".',
    ],
    ["X", [a, single("A")], 'There are two backends "A".'],
    ["X", [single("a b")], '"a b" is no name of a backend: 1 to 80 letters, digits and hyphens.'],
    [
      "X",
      [single("a", { type: "Cluster" })],
      'The type of the properties of a must be one of "Single", "Pool", not "Cluster".',
    ],
    [
      "P4",
      [a, pool("p", [{ id: "/backends/b" }])],
      'The pool p has the member "b", which does not exist. Did you mean "a"?',
    ],
    [
      "P4",
      [a, pool("p", [{ id: "/backends/a" }]), pool("q", [{ id: "/backends/p" }])],
      'The pool q has the member "p", which is a pool itself; members must be single backends.',
    ],
    [
      "P4",
      [a, pool("p", [{ id: "/backends/a" }, { id: "/backends/A" }])],
      'The pool p has the member "A" twice.',
    ],
    ["P4", [pool("p", [])], "The services of the pool of the properties of p needs at least one."],
    [
      "P4",
      [
        a,
        pool(
          "p",
          Array.from({ length: 31 }, () => ({ id: "/backends/a" })),
        ),
      ],
      "The services of the pool of the properties of p must be at most 30 entries long, not 31.",
    ],
    [
      "P3",
      [a, pool("p", [{ id: "/backends/a", weight: 101 }])],
      "The weight of number 1 of the services of the pool of the properties of p must be at most 100, not 101.",
    ],
    ["P1", [{ name: "p", properties: { type: "Pool" } }], "p is of type Pool and has no pool { services }."],
    [
      "C1",
      [single("a", breaker({ count: undefined, percentage: 50 }))],
      'The circuit breaker of a trips at a percentage, which is not emulated; use "count".',
    ],
    [
      "C1",
      [single("a", breaker({ count: undefined }))],
      "The failureCondition of a has no count: how many failures within the interval trip it.",
    ],
    [
      "C1",
      [single("a", breaker({ statusCodeRanges: [] }))],
      "The failureCondition of a needs statusCodeRanges: which answers are failures.",
    ],
    [
      "C1",
      [single("a", breaker({ interval: "1 minute" }))],
      'The interval of the failureCondition of rule must be an ISO 8601 duration above zero such as PT1M, not "1 minute".',
    ],
    [
      "C1",
      [single("a", breaker({ statusCodeRanges: [{ min: 500, max: 429 }] }))],
      "Number 1 of the statusCodeRanges of the failureCondition of rule must have a min that is not above its max.",
    ],
    [
      "C",
      [single("a", { circuitBreaker: { rules: [{}, {}] } })],
      "The rules of the circuitBreaker of the properties of a must be at most 1 entries long, not 2.",
    ],
    [
      "A1",
      [
        a,
        pool("p", [{ id: "/backends/a" }], {
          sessionAffinity: { sessionId: { source: "Header", name: "x" } },
        }),
      ],
      'The source of the sessionId of the sessionAffinity of the pool of the properties of p must be "Cookie", not "Header".',
    ],
    [
      "I2",
      [single("a", { credentials: { certificate: ["thumb"] } })],
      "a uses client certificates, which is not emulated.",
    ],
    [
      "X",
      [single("a", { proxy: { url: "http://proxy" } })],
      "a uses an outgoing proxy, which is not emulated.",
    ],
    ["X", [single("a", { protocol: "soap" })], "a uses the protocol soap, which is not emulated."],
    [
      "N1",
      [single("a", { url: "https://{{host}}" })],
      "The named value {{host}} is not defined. There are no named values here.",
    ],
  ])("%s: %j", (_rule, resources, message) => {
    const { problems, definitions } = read(resources);
    expect(messages(problems)).toContain(message);
    expect(definitions).toEqual([]);
  });

  test("X: every problem says where", () => {
    const text =
      '[\n  { "name": "p",\n    "properties": { "type": "Pool",\n      "pool": { "services": [{ "id": "/backends/x" }] } } }\n]';
    const { problems } = readBackends(readConfigText(text, "b.json"));
    expect(problems).toEqual([expect.objectContaining({ file: "b.json", line: 4, column: 38 })]);
  });
});

test.each<readonly [what: string, services: readonly Resource[], warning: RegExp]>([
  ["every weight is 0", [{ id: "/backends/a", weight: 0 }], /nothing is ever sent/],
  [
    "some weights are missing",
    [{ id: "/backends/a", weight: 5 }, { id: "/backends/b" }],
    /^b is a member of p without a weight .* 1 is taken/,
  ],
  [
    "some priorities are missing",
    [{ id: "/backends/a", priority: 1 }, { id: "/backends/b" }],
    /^b is a member of p without a priority .* come last/,
  ],
])("P2, P3: a warning when %s", (_what, services, warning) => {
  const { problems, warnings } = read([single("a"), single("b"), pool("p", services)]);
  expect(problems).toEqual([]);
  expect(messages(warnings)).toEqual([expect.stringMatching(warning)]);
});
