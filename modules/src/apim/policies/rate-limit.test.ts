import { describe, expect, test } from "vitest";
import {
  alice,
  document,
  loadProblems,
  openGateway,
  type RequestOptions,
} from "../../../tests/apim-harness.ts";

const bob = { ...alice, id: "sub-bob", name: "Bob" };

async function statusesOf(inbound: string, requests: readonly RequestOptions[]): Promise<readonly number[]> {
  const gateway = await openGateway({ policies: document({ inbound }) });
  const statuses: number[] = [];
  for (const request of requests) statuses.push((await gateway.send(request)).status);
  return statuses;
}

describe("L1: rate-limit counts for each subscription", () => {
  test.each([
    {
      shows: "one subscription",
      inbound: '<rate-limit calls="2" renewal-period="60" />',
      requests: [{}, {}, {}],
      statuses: [200, 200, 429],
    },
    {
      shows: "two subscriptions",
      inbound: '<rate-limit calls="1" renewal-period="60" />',
      requests: [{}, { subscription: bob }, {}],
      statuses: [200, 200, 429],
    },
    {
      shows: "no subscription: nothing is counted",
      inbound: '<rate-limit calls="1" renewal-period="60" />',
      requests: [{ subscription: undefined }, { subscription: undefined }],
      statuses: [200, 200],
    },
    {
      shows: "a limit of the API",
      inbound:
        '<rate-limit calls="9" renewal-period="60"><api id="api" calls="1" renewal-period="60" /></rate-limit>',
      requests: [{}, {}],
      statuses: [200, 429],
    },
    {
      shows: "a limit of another API",
      inbound:
        '<rate-limit calls="9" renewal-period="60"><api id="other" calls="1" renewal-period="60" /></rate-limit>',
      requests: [{}, {}],
      statuses: [200, 200],
    },
    {
      shows: "a limit of an operation, by name",
      inbound: `<rate-limit calls="9" renewal-period="60"><api name="api" calls="9" renewal-period="60">
        <operation name="chat" calls="1" renewal-period="60" /></api></rate-limit>`,
      requests: [
        { operation: { name: "chat" } },
        { operation: { name: "list" } },
        { operation: { name: "chat" } },
      ],
      statuses: [200, 200, 429],
    },
  ])("$shows", async ({ inbound, requests, statuses }) => {
    expect(await statusesOf(inbound, requests)).toEqual(statuses);
  });

  test("the refusal is rate-limit's", async () => {
    const gateway = await openGateway({
      policies: document({
        inbound: '<rate-limit calls="0" renewal-period="60" total-calls-header-name="x-all" />',
      }),
    });
    const { status, headers, exchange } = await gateway.send();
    expect([status, headers.get("retry-after"), headers.get("x-all"), exchange.lastError?.source]).toEqual([
      429,
      "60",
      "0",
      "rate-limit",
    ]);
  });
});

test.each([
  { inbound: '<rate-limit calls="@(1)" renewal-period="60" />', problem: "no expression is allowed here" },
  {
    inbound: '<rate-limit calls="1" renewal-period="60"><api calls="1" renewal-period="60" /></rate-limit>',
    problem: '<api> needs the attribute "id" or "name"',
  },
  { inbound: '<rate-limit calls="1" renewal-period="400" />', problem: "must be at most 300" },
])("X: refused at load: $problem", async ({ inbound, problem }) => {
  expect((await loadProblems({ policies: document({ inbound }) })).join("\n")).toContain(problem);
});

test("X: rate-limit is not for the global scope", async () => {
  const global = document({ inbound: '<rate-limit calls="1" renewal-period="60" />' });
  expect((await loadProblems({ policies: { global } }))[0]).toContain(
    "not allowed in a policy of the global scope. Allowed in: product, api, operation.",
  );
});
