import { describe, expect, test } from "vitest";
import { createRandom } from "../../core/random.ts";
import { configInMemory } from "../gateway/config-source.ts";
import { createVirtualClock } from "../gateway/virtual-clock.ts";
import type { Exchange } from "../pipeline/exchange.ts";
import { emptyResponse } from "../pipeline/gateway-answer.ts";
import { HeaderMap } from "../pipeline/header-map.ts";
import { PolicyError } from "../pipeline/policy-error.ts";
import { createBackendSet } from "./create-backend-set.ts";
import { createPoolSchedule } from "./pool-schedule.ts";
import { readBackends } from "./read-backends.ts";

type Member = { readonly id: string; readonly priority?: number; readonly weight?: number };

const NOON = Date.parse("2026-01-01T12:00:00Z");

const single = (name: string, tripDuration = "PT1M") => ({
  name,
  properties: {
    url: `https://${name}.test`,
    circuitBreaker: {
      rules: [
        {
          failureCondition: { count: 1, interval: "PT1M", statusCodeRanges: [{ min: 429, max: 429 }] },
          tripDuration,
        },
      ],
    },
  },
});

const pool = (members: readonly Member[], more: object = {}) => ({
  name: "pool",
  properties: {
    type: "Pool",
    pool: { services: members.map((member) => ({ ...member, id: `/backends/${member.id}` })), ...more },
  },
});

function definitionsOf(resources: readonly object[]) {
  const { definitions, problems } = readBackends(configInMemory(resources, "backends.json"));
  expect(problems).toEqual([]);
  return definitions;
}

function openPool(members: readonly Member[], { more = {} }: { more?: object } = {}) {
  const resources = [...members.map(({ id }) => single(id)), pool(members, more)];
  const clock = createVirtualClock(NOON);
  const set = createBackendSet({ definitions: definitionsOf(resources), clock, random: createRandom(1) });
  return { set, clock, resources };
}

/** As much of an exchange as a choice looks at. */
function exchangeWith(cookie?: string): Exchange {
  const headers = HeaderMap.fromRaw(cookie === undefined ? [] : ["Cookie", cookie]);
  const part: Pick<Exchange, "id" | "trace"> & { readonly request: Pick<Exchange["request"], "headers"> } = {
    id: "00000000-0000-4000-8000-000000000001",
    request: { headers },
    trace: { note: () => {}, begin: () => {}, end: () => {}, branch: () => part.trace },
  };
  return part as Exchange;
}

type TestSet = ReturnType<typeof openPool>["set"];

const pick = (set: TestSet, cookie?: string) => set.choose("pool", exchangeWith(cookie)).name;

const trip = (set: TestSet, ...names: readonly string[]) => {
  for (const name of names) {
    const exchange = exchangeWith();
    set.choose(name, exchange).settle(exchange, emptyResponse(429));
  }
};

function count(names: Iterable<string>): Readonly<Record<string, number>> {
  const counts: Record<string, number> = {};
  for (const name of names) counts[name] = (counts[name] ?? 0) + 1;
  return counts;
}

const times = (runs: number, run: (index: number) => string) =>
  Array.from({ length: runs }, (_, index) => run(index));

describe("whose turn it is", () => {
  test("P2: without weights each comes as often", () => {
    const { set } = openPool([{ id: "a" }, { id: "b" }, { id: "c" }]);
    expect(count(times(300, () => pick(set)))).toEqual({ a: 100, b: 100, c: 100 });
  });

  test("P3: with weights each as often as its weight says, and evenly spaced", () => {
    const { set } = openPool([
      { id: "a", weight: 3 },
      { id: "b", weight: 1 },
    ]);
    const names = times(400, () => pick(set));
    expect(count(names)).toEqual({ a: 300, b: 100 });
    expect(names.join("")).not.toMatch(/bb|aaaa/);
  });

  test("P3: over many gateways the first choice falls by weight (4 sigma)", () => {
    const gateways = 2000;
    const random = createRandom(20260101);
    const members = [
      { name: "a", priority: undefined, weight: 70 },
      { name: "b", priority: undefined, weight: 30 },
    ];
    const firsts = count(
      times(gateways, () => createPoolSchedule(members, random)[0]?.next(() => true) ?? ""),
    );
    const sigma = Math.sqrt(gateways * 0.7 * 0.3);
    expect(Math.abs((firsts.a ?? 0) - gateways * 0.7)).toBeLessThan(4 * sigma);
  });

  test("P3: the weight 0 is never sent to, also when it would be the last one left", () => {
    const { set } = openPool([
      { id: "a", weight: 1 },
      { id: "b", weight: 0 },
    ]);
    expect(count(times(50, () => pick(set)))).toEqual({ a: 50 });
    trip(set, "a");
    expect(() => pick(set)).toThrow("Nobody in the pool pool takes requests: a is open until 12:01:00.");
  });

  test("P1: only the preferred ones while one of them is there", () => {
    const { set } = openPool([
      { id: "c", priority: 3 },
      { id: "a", priority: 1 },
      { id: "b", priority: 1 },
    ]);
    trip(set, "a");
    expect(count(times(10, () => pick(set)))).toEqual({ b: 10 });
    trip(set, "b");
    expect(count(times(10, () => pick(set)))).toEqual({ c: 10 });
  });

  test("P1: an answer of 429 or 500 alone does not move anybody: the circuit does", () => {
    const { set } = openPool([
      { id: "a", priority: 1 },
      { id: "b", priority: 2 },
    ]);
    const exchange = exchangeWith();
    set.choose("pool", exchange).settle(exchange, emptyResponse(500));
    expect(pick(set)).toBe("a");
    set.choose("pool", exchange).settle(exchange, emptyResponse(429));
    expect(pick(set)).toBe("b");
  });

  test("P1: those without a priority come last", () => {
    const { set } = openPool([{ id: "a" }, { id: "b", priority: 5 }]);
    expect(pick(set)).toBe("b");
    trip(set, "b");
    expect(pick(set)).toBe("a");
  });

  test("C2: back after the trip duration", () => {
    const { set, clock } = openPool([
      { id: "a", priority: 1 },
      { id: "b", priority: 2 },
    ]);
    trip(set, "a");
    expect(set.choose("pool", exchangeWith()).reason).toBe("priority 2 (a is open until 12:01:00)");
    clock.advance(60_000);
    expect(set.choose("pool", exchangeWith()).reason).toBe("priority 1");
  });
});

describe("nobody available", () => {
  const failure = (run: () => unknown): PolicyError => {
    try {
      run();
    } catch (error) {
      if (error instanceof PolicyError) return error;
    }
    throw new Error("It did not fail.");
  };

  test("P4: 503 with Azure's body", async () => {
    const { set } = openPool([{ id: "a" }]);
    trip(set, "a");
    const { response, reason, source } = failure(() => pick(set));
    expect({ status: response.status, reason, source }).toEqual({
      status: 503,
      reason: "BackendPoolUnavailable",
      source: "forward-request",
    });
    expect(JSON.parse(Buffer.from(await response.body.read()).toString())).toEqual({
      statusCode: 503,
      message: "Service Unavailable",
    });
  });

  test("P4: failureResponse.statusCode of the pool", () => {
    const { set } = openPool([{ id: "a" }], { more: { failureResponse: { statusCode: 429 } } });
    trip(set, "a");
    expect(failure(() => pick(set)).response.status).toBe(429);
  });

  test("C2: a backend addressed directly answers 503 while its circuit is open", () => {
    const { set } = openPool([{ id: "a" }]);
    trip(set, "a");
    expect(failure(() => set.choose("a", exchangeWith()))).toMatchObject({
      reason: "CircuitBreakerOpen",
      response: { status: 503 },
    });
  });

  test("B1: an unknown name is 500", () => {
    const { set } = openPool([{ id: "a" }]);
    const error = failure(() => set.choose("b", exchangeWith()));
    expect(error.response.status).toBe(500);
    expect(error.message).toBe('There is no backend "b". Did you mean "a"?');
  });
});

describe("A1: sessions", () => {
  const sticky = { sessionAffinity: { sessionId: { source: "Cookie", name: "SessionId" } } };
  const members = [{ id: "a" }, { id: "b" }, { id: "c" }];

  /** Sends once and gives the cookie that the answer sets. */
  const visit = (set: TestSet, cookie?: string) => {
    const exchange = exchangeWith(cookie);
    const chosen = set.choose("pool", exchange);
    const response = emptyResponse();
    chosen.settle(exchange, response);
    return { name: chosen.name, reason: chosen.reason, cookie: response.headers.get("set-cookie") };
  };
  const pairOf = (cookie: string | undefined) => cookie?.split(";")[0] ?? "";

  test("an answer without a session sets the cookie; with it the caller stays and no cookie is set", () => {
    const { set } = openPool(members, { more: sticky });
    const first = visit(set);
    expect(first.cookie).toMatch(/^SessionId=[0-9a-f]{32}\.[0-9a-f]{16}; Path=\/; HttpOnly$/);
    const later = times(12, () => visit(set, `other=1; ${pairOf(first.cookie)}`).name);
    expect(count(later)).toEqual({ [first.name]: 12 });
    expect(visit(set, pairOf(first.cookie)).cookie).toBeUndefined();
  });

  test("its value gives no names away, and an invented one is no session", () => {
    const { set } = openPool(members, { more: sticky });
    expect(visit(set).cookie).not.toMatch(/=(?:.*\.)?[abc];/);
    expect(visit(set, "SessionId=invented").cookie).toBeDefined();
  });

  test("when its backend is away the caller gets a new home, with a note", () => {
    const { set } = openPool(members, { more: sticky });
    const first = visit(set);
    trip(set, first.name);
    const second = visit(set, pairOf(first.cookie));
    expect(second.name).not.toBe(first.name);
    expect(second.reason).toContain(`its session was at ${first.name}, which takes no requests now`);
    expect(visit(set, pairOf(second.cookie)).name).toBe(second.name);
  });

  test("works with priorities: a caller stays where it is when a preferred backend is back", () => {
    const { set, clock } = openPool(
      [
        { id: "a", priority: 1 },
        { id: "b", priority: 2 },
      ],
      { more: sticky },
    );
    trip(set, "a");
    const { cookie } = visit(set);
    clock.advance(60_000);
    expect(visit(set, pairOf(cookie)).name).toBe("b");
    expect(visit(set).name).toBe("a");
  });

  test("without affinity nothing is set", () => {
    expect(visit(openPool(members).set).cookie).toBeUndefined();
  });
});

describe("status and reload", () => {
  test("tells circuits and calls", () => {
    const { set } = openPool([
      { id: "a", priority: 1 },
      { id: "b", priority: 2 },
    ]);
    const exchange = exchangeWith();
    set.choose("pool", exchange).settle(exchange, emptyResponse(429));
    set.choose("pool", exchange).cutOff();
    expect(set.status()).toMatchObject([
      {
        name: "a",
        circuit: { kind: "open", until: NOON + 60_000 },
        sent: 1,
        trips: 1,
        cut: 0,
        url: "https://a.test/",
      },
      { name: "b", circuit: { kind: "closed", failures: 0 }, sent: 1, trips: 0, cut: 1 },
      { name: "pool", kind: "pool", sent: 2, cut: 1, url: undefined },
    ]);
  });

  test("an unchanged backend keeps its circuit, a changed one begins anew", () => {
    const { set, resources } = openPool([{ id: "a" }, { id: "b" }]);
    trip(set, "a", "b");
    set.replace(
      definitionsOf(
        resources.map((resource) =>
          "name" in resource && resource.name === "b" ? single("b", "PT2M") : resource,
        ),
      ),
    );
    expect(set.status().map(({ circuit }) => circuit.kind)).toEqual(["open", "closed", "closed"]);
  });

  test("a removed backend is gone, a new one is there", () => {
    const { set } = openPool([{ id: "a" }]);
    set.replace(definitionsOf([single("c")]));
    expect([...set.names]).toEqual(["c"]);
    expect(set.choose("c", exchangeWith()).name).toBe("c");
  });
});
