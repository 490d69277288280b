import { describe, expect, test } from "vitest";
import { document, loadProblems, openGateway, type TestGateway } from "../../../tests/apim-harness.ts";

const limited = (attributes: string, after = "") =>
  document({ inbound: `<rate-limit-by-key counter-key="team" ${attributes} />${after}` });

async function statusesAfter(gateway: TestGateway, waitsMs: readonly number[]): Promise<readonly number[]> {
  const statuses: number[] = [];
  for (const waitMs of waitsMs) {
    gateway.clock.advance(waitMs);
    statuses.push((await gateway.send()).status);
  }
  return statuses;
}

describe("L1: a window that slides", () => {
  test.each([
    { waits: [0, 0, 0], statuses: [200, 200, 429] },
    { waits: [0, 5000, 5000], statuses: [200, 200, 200] },
    // The second call leaves the window at 15 s, not at 10 s.
    { waits: [0, 5000, 5000, 0], statuses: [200, 200, 200, 429] },
    { waits: [0, 0, 9999, 1], statuses: [200, 200, 429, 200] },
  ])("2 calls in 10 s, sent $waits ms apart: $statuses", async ({ waits, statuses }) => {
    const gateway = await openGateway({ policies: limited('calls="2" renewal-period="10"') });
    expect(await statusesAfter(gateway, waits)).toEqual(statuses);
    expect(gateway.calls).toHaveLength(statuses.filter((status) => status === 200).length);
  });

  test("the refusal says when to come again", async () => {
    const gateway = await openGateway({ policies: limited('calls="1" renewal-period="90"') });
    await gateway.send();
    gateway.clock.advance(30_500);
    const { status, body, headers, exchange } = await gateway.send();
    expect([status, JSON.parse(body), headers.get("retry-after")]).toEqual([
      429,
      { statusCode: 429, message: "Rate limit is exceeded. Try again in 60 seconds." },
      "60",
    ]);
    expect(exchange.lastError).toMatchObject({ source: "rate-limit-by-key", reason: "RateLimitExceeded" });
  });

  test("headers and variables tell what is left, also of the refusal", async () => {
    const gateway = await openGateway({
      policies: limited(
        'calls="1" renewal-period="60" remaining-calls-header-name="x-left" remaining-calls-variable-name="left" ' +
          'total-calls-header-name="x-all" retry-after-header-name="x-wait" retry-after-variable-name="wait"',
      ),
    });
    const first = await gateway.send();
    const second = await gateway.send();
    const seen = [first, second].map(({ headers, exchange }) => [
      headers.get("x-left"),
      headers.get("x-all"),
      headers.get("x-wait"),
      headers.get("retry-after"),
      exchange.variables.get("left"),
      exchange.variables.get("wait"),
    ]);
    expect(seen).toEqual([
      ["0", "1", undefined, undefined, 0, undefined],
      ["0", "1", "60", undefined, 0, 60],
    ]);
  });

  test("headers stand on an error's answer, too", async () => {
    const gateway = await openGateway({
      policies: limited(
        'calls="5" renewal-period="60" remaining-calls-header-name="x-left"',
        "<return-response />",
      ),
    });
    expect((await gateway.send()).headers.get("x-left")).toBe("4");
  });

  test("increment-count is how much a call counts", async () => {
    const gateway = await openGateway({
      policies: limited('calls="4" renewal-period="60" increment-count="2"'),
    });
    expect(await statusesAfter(gateway, [0, 0, 0])).toEqual([200, 200, 429]);
  });

  test("two policies with one key count a request once", async () => {
    const policy = '<rate-limit-by-key counter-key="team" calls="2" renewal-period="60" />';
    const gateway = await openGateway({
      policies: {
        global: document({ inbound: policy, backend: "<forward-request />" }),
        api: document({ inbound: `<base />${policy}` }),
      },
    });
    expect(await statusesAfter(gateway, [0, 0, 0])).toEqual([200, 200, 429]);
  });

  test("each value of the key has a counter of its own", async () => {
    const gateway = await openGateway({
      policies: document({
        inbound:
          '<rate-limit-by-key counter-key="@(context.Request.IpAddress)" calls="1" renewal-period="60" />',
      }),
    });
    const statuses: number[] = [];
    for (const ipAddress of ["203.0.113.1", "203.0.113.2", "203.0.113.1"]) {
      statuses.push((await gateway.send({ ipAddress })).status);
    }
    expect(statuses).toEqual([200, 200, 429]);
  });

  test("increment-condition is asked when the answer is there", async () => {
    let status = 500;
    const gateway = await openGateway({
      policies: limited(
        'calls="1" renewal-period="60" increment-condition="@(context.Response.StatusCode == 200)"',
      ),
      upstream: () => ({ status }),
    });
    const failed = await statusesAfter(gateway, [0, 0]);
    status = 200;
    expect([...failed, ...(await statusesAfter(gateway, [0, 0]))]).toEqual([500, 500, 200, 429]);
  });

  test("calls and renewal-period may be expressions", async () => {
    const gateway = await openGateway({
      policies: limited('calls="@(1 + 1)" renewal-period="@(context.Request.Headers.Count * 0 + 60)"'),
    });
    expect(await statusesAfter(gateway, [0, 0, 0])).toEqual([200, 200, 429]);
  });
});

test.each([
  { attributes: 'calls="1"', problem: 'needs the attribute "renewal-period"' },
  { attributes: 'calls="1" renewal-period="301"', problem: "must be at most 300" },
  { attributes: 'calls="-1" renewal-period="30"', problem: "must be at least 0" },
  { attributes: 'calls="few" renewal-period="30"', problem: "must be a whole number" },
])("X: $attributes is refused at load", async ({ attributes, problem }) => {
  expect((await loadProblems({ policies: limited(attributes) })).join("\n")).toContain(problem);
});
