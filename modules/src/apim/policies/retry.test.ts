import { describe, expect, test } from "vitest";
import {
  document,
  loadProblems,
  openGateway,
  runPolicy,
  type UpstreamAnswer,
} from "../../../tests/apim-harness.ts";
import { gatewayFailure } from "../backends/backend-failure.ts";

const BUSY = "context.Response.StatusCode == 429 || context.Response.StatusCode == 503";

const retrying = (attributes: string, children = '<forward-request buffer-request-body="true" />') =>
  `<retry ${attributes}>${children}</retry>`;

const answering =
  (...statuses: readonly number[]) =>
  (_call: unknown, index: number): UpstreamAnswer => ({
    status: statuses[Math.min(index, statuses.length - 1)] ?? 200,
  });

describe("R1: how often", () => {
  test.each<
    readonly [what: string, attributes: string, answers: readonly number[], calls: number, status: number]
  >([
    ["once when the condition is false at once", 'count="3"', [200], 1, 200],
    ["until the condition is false", 'count="5"', [429, 503, 200], 3, 200],
    ["at most count + 1 times; the last answer stays", 'count="2"', [429], 3, 429],
    ["count from an expression", `count='@(1 + 2)'`, [429], 4, 429],
    ["count from a variable", `count='@(context.Request.Method == "GET" ? 1 : 9)'`, [503], 2, 503],
  ])("%s", async (_what, attributes, answers, calls, status) => {
    const answer = await runPolicy({
      policies: document({ backend: retrying(`condition="@(${BUSY})" interval="0" ${attributes}`) }),
      upstream: answering(...answers),
    });
    expect([answer.calls.length, answer.status]).toEqual([calls, status]);
  });

  test("a literal true runs all of them", async () => {
    const { calls } = await runPolicy({
      policies: document({ backend: retrying('condition="true" count="4" interval="0"') }),
    });
    expect(calls).toHaveLength(5);
  });

  test("return-response inside it ends everything", async () => {
    const children =
      '<forward-request /><return-response><set-status code="418" reason="Teapot" /></return-response>';
    const { calls, status } = await runPolicy({
      policies: document({ backend: retrying('condition="true" count="4" interval="0"', children) }),
    });
    expect([calls.length, status]).toEqual([1, 418]);
  });

  test("a count out of range from an expression is 500", async () => {
    const { status, exchange } = await runPolicy({
      policies: document({ backend: retrying(`condition="true" count='@(50 + 1)' interval="0"`) }),
    });
    expect([status, exchange.lastError?.source, exchange.lastError?.message]).toEqual([
      500,
      "retry",
      "count must be a whole number from 1 to 50, not 51.",
    ]);
  });
});

describe("R2: how long between", () => {
  /** Seconds before each retry, on the gateway's clock. */
  async function waits(attributes: string, seed = 1): Promise<readonly number[]> {
    const times: number[] = [];
    const gateway = await openGateway({
      policies: document({ backend: retrying(`condition="true" ${attributes}`) }),
      seed,
      upstream: () => {
        times.push(gateway.clock.now() / 1000);
        return {};
      },
    });
    await gateway.send();
    return times.slice(1).map((time, index) => Number((time - (times[index] ?? 0)).toFixed(3)));
  }

  test.each<readonly [what: string, attributes: string, expected: readonly number[]]>([
    ["fixed", 'count="3" interval="10"', [10, 10, 10]],
    ["none", 'count="3" interval="0"', [0, 0, 0]],
    ["part of a second", 'count="2" interval="0.5"', [0.5, 0.5]],
    ["linear", 'count="4" interval="1" delta="2"', [1, 3, 5, 7]],
    ["the first at once", 'count="3" interval="1" delta="2" first-fast-retry="true"', [0, 3, 5]],
    ["the first not at once", 'count="2" interval="4" first-fast-retry="false"', [4, 4]],
    ["expressions", `count="2" interval='@(2 * 3)' delta='@(1)' first-fast-retry='@(1 == 2)'`, [6, 7]],
    ["max-interval without delta", 'count="2" interval="9" max-interval="5"', [5, 5]],
  ])("%s", async (_what, attributes, expected) => {
    expect(await waits(attributes)).toEqual(expected);
  });

  test("exponential: interval + (2^k - 1) * 0.8..1.2 of delta, at most max-interval", async () => {
    const seen = await Promise.all(
      Array.from({ length: 40 }, (_, seed) =>
        waits('count="6" interval="10" delta="10" max-interval="100"', seed + 1),
      ),
    );
    for (const wait of seen) {
      expect([wait[0], wait[5]]).toEqual([10, 100]);
      for (const [k, seconds] of wait.slice(0, 4).entries()) {
        expect(seconds).toBeGreaterThanOrEqual(10 + (2 ** k - 1) * 8);
        expect(seconds).toBeLessThanOrEqual(10 + (2 ** k - 1) * 12);
      }
    }
    expect(new Set(seen.map((wait) => wait[1])).size).toBeGreaterThan(30);
  });
});

describe("errors inside it", () => {
  const breaker = (status: number) => ({
    rules: [
      {
        failureCondition: { count: 1, interval: "PT1M", statusCodeRanges: [{ min: status, max: status }] },
        tripDuration: "PT1M",
      },
    ],
  });
  const backends = [
    { name: "a", properties: { url: "https://a.test", circuitBreaker: breaker(429) } },
    { name: "p", properties: { type: "Pool", pool: { services: [{ id: "/backends/a" }] } } },
  ];
  const onError = `<base /><choose><when condition="@(context.Response.StatusCode == 503)"><return-response>
    <set-status code="503" reason="@(context.LastError.Reason)" /></return-response></when></choose>`;

  test("P4: an exhausted pool is 503 to the condition; after the last run it goes to on-error", async () => {
    const gateway = await openGateway({
      policies: document({
        inbound: '<set-backend-service backend-id="p" />',
        backend: retrying(`condition="@(${BUSY})" count="2" interval="0"`),
        onError,
      }),
      backends,
      upstream: answering(429),
    });
    const { status, reason, calls, steps } = await gateway.send();
    expect([status, reason, calls.length]).toEqual([503, "BackendPoolUnavailable", 1]);
    expect(steps.filter(({ policy }) => policy === "forward-request")).toHaveLength(3);
    const again = await gateway.send();
    expect([again.status, again.calls.length]).toEqual([503, 0]);
  });

  test("P1: when a circuit closes while it waits, the request gets through", async () => {
    const gateway = await openGateway({
      policies: document({
        inbound: '<set-backend-service backend-id="p" />',
        backend: retrying(`condition="@(${BUSY})" count="3" interval="30"`),
      }),
      backends,
      upstream: answering(429, 200),
    });
    const { status, calls, exchange } = await gateway.send();
    expect([status, calls.length, exchange.lastError]).toEqual([200, 2, undefined]);
  });

  const refused = () =>
    gatewayFailure("refused", { status: 500, source: "forward-request", reason: "BackendConnectionFailure" });

  test.each<readonly [condition: string, calls: number, status: number]>([
    ["context.Response.StatusCode == 500", 2, 200],
    ["context.Response != null && context.Response.StatusCode >= 500", 2, 200],
    ["context.LastError != null", 2, 200],
    [BUSY, 1, 500],
  ])("O2: a backend that cannot be reached is 500 to the condition %s", async (condition, calls, status) => {
    const answer = await runPolicy({
      policies: document({ backend: retrying(`condition="@(${condition})" count="1" interval="0"`) }),
      upstream: (_call, index) => (index === 0 ? refused() : { status: 200 }),
    });
    expect([answer.calls.length, answer.status]).toEqual([calls, status]);
    expect(answer.exchange.lastError?.reason).toBe(status === 500 ? "BackendConnectionFailure" : undefined);
  });

  test("O1: its place in the document is kept", async () => {
    const { exchange } = await runPolicy({
      policies: document({ backend: retrying('condition="@(false)" count="1" interval="0"') }),
      upstream: refused,
    });
    expect(exchange.lastError).toMatchObject({
      path: "retry[1]/forward-request[1]",
      section: "backend",
      scope: "api",
    });
  });
});

test.each<readonly [attributes: string, problem: RegExp]>([
  ['count="0" interval="0" condition="true"', /count="0">: must be at least 1\./],
  ['count="51" interval="0" condition="true"', /count="51">: must be at most 50\./],
  ['count="2.5" interval="0" condition="true"', /must be a whole number/],
  ['count="2" interval="-1" condition="true"', /must be at least 0/],
  ['count="2" condition="true"', /<retry> needs the attribute "interval"/],
  ['count="2" interval="0"', /<retry> needs the attribute "condition"/],
  ['count="2" interval="0" condition="maybe"', /must be "true" or "false"/],
  ['count="2" interval="0" condition="true" first="true"', /<retry> has no attribute "first"/],
])("X: refused at load: %s", async (attributes, problem) => {
  expect(await loadProblems({ policies: document({ backend: retrying(attributes) }) })).toEqual([
    expect.stringMatching(problem),
  ]);
});

test("X: a retry of nothing is refused", async () => {
  const backend = retrying('count="2" interval="0" condition="true"', "");
  expect(await loadProblems({ policies: document({ backend }) })).toEqual([
    expect.stringContaining("<retry> needs at least one policy inside it."),
  ]);
});
