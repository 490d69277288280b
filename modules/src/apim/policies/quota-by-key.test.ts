import { describe, expect, test } from "vitest";
import { document, loadProblems, openGateway, type TestGateway } from "../../../tests/apim-harness.ts";

const limited = (attributes: string) =>
  document({ inbound: `<quota-by-key counter-key="team" ${attributes} />` });

async function statusesAfter(gateway: TestGateway, waitsMs: readonly number[]): Promise<readonly number[]> {
  const statuses: number[] = [];
  for (const waitMs of waitsMs) {
    gateway.clock.advance(waitMs);
    statuses.push((await gateway.send()).status);
  }
  return statuses;
}

describe("L2: a window that stands", () => {
  test("calls: 403 with Retry-After until the period ends", async () => {
    // The clock of the tests begins at midnight, where a period of an hour begins as well.
    const gateway = await openGateway({ policies: limited('calls="1" renewal-period="3600"') });
    await gateway.send();
    gateway.clock.advance(3_500_000);
    const { status, body, headers, exchange } = await gateway.send();
    expect([status, JSON.parse(body), headers.get("retry-after"), exchange.lastError?.reason]).toEqual([
      403,
      { statusCode: 403, message: "Out of call volume quota. Quota will be replenished in 00:01:40." },
      "100",
      "QuotaExceeded",
    ]);
    gateway.clock.advance(100_000);
    expect((await gateway.send()).status).toBe(200);
  });

  test("first-period-start says where periods begin", async () => {
    const gateway = await openGateway({
      policies: limited('calls="1" renewal-period="3600" first-period-start="2020-05-05T00:30:00Z"'),
    });
    expect(await statusesAfter(gateway, [0, 1_799_999, 1])).toEqual([200, 403, 200]);
  });

  test("bandwidth counts the bytes of both bodies", async () => {
    const gateway = await openGateway({
      policies: limited('bandwidth="1" renewal-period="300"'),
      upstream: () => ({ body: "x".repeat(600) }),
    });
    const first = await gateway.send();
    const second = await gateway.send({ body: "y".repeat(600) });
    const third = await gateway.send();
    expect([first.status, second.status, third.status]).toEqual([200, 200, 403]);
    expect(JSON.parse(third.body).message).toBe(
      "Out of bandwidth quota. Quota will be replenished in 00:05:00.",
    );
  });

  test("renewal-period 0 never ends", async () => {
    const gateway = await openGateway({ policies: limited('calls="1" renewal-period="0"') });
    expect(await statusesAfter(gateway, [0, 0, 1e12])).toEqual([200, 403, 403]);
    const { body, headers } = await gateway.send();
    expect([JSON.parse(body).message, headers.has("retry-after")]).toEqual([
      "Out of call volume quota.",
      false,
    ]);
  });

  test("increment-condition is asked when the answer is there", async () => {
    let status = 500;
    const gateway = await openGateway({
      policies: limited(
        'calls="1" renewal-period="300" increment-condition="@(context.Response.StatusCode < 400)"',
      ),
      upstream: () => ({ status }),
    });
    const failed = await statusesAfter(gateway, [0, 0]);
    status = 200;
    expect([...failed, ...(await statusesAfter(gateway, [0, 0]))]).toEqual([500, 500, 200, 403]);
  });
});

test.each([
  { attributes: 'renewal-period="300"', problem: 'needs "calls", "bandwidth" or both' },
  { attributes: 'calls="1" renewal-period="10"', problem: "must be 0 (no end) or at least 300" },
  {
    attributes: 'calls="1" renewal-period="300" first-period-start="soon"',
    problem: 'first-period-start="soon"',
  },
  { attributes: 'calls="@(1)" renewal-period="300"', problem: "no expression is allowed here" },
])("X: $attributes is refused at load", async ({ attributes, problem }) => {
  expect((await loadProblems({ policies: limited(attributes) })).join("\n")).toContain(problem);
});
