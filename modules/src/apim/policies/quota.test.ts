import { describe, expect, test } from "vitest";
import { alice, document, loadProblems, openGateway } from "../../../tests/apim-harness.ts";

const product = { id: "team", name: "Team" };
const bob = { ...alice, id: "sub-bob", name: "Bob" };

const open = (inbound: string) =>
  openGateway({
    policies: {
      product: document({ inbound }),
      api: document({}),
    },
    upstream: () => ({ body: "x".repeat(1024) }),
  });

describe("L2: quota counts for each subscription to a product", () => {
  test.each([
    {
      shows: "calls",
      inbound: '<quota calls="1" renewal-period="3600" />',
      subscriptions: [alice, bob, alice],
      statuses: [200, 200, 403],
    },
    {
      shows: "bandwidth",
      inbound: '<quota bandwidth="2" renewal-period="3600" />',
      subscriptions: [alice, alice, alice],
      statuses: [200, 200, 403],
    },
    {
      shows: "no subscription: nothing is counted",
      inbound: '<quota calls="1" renewal-period="3600" />',
      subscriptions: [undefined, undefined],
      statuses: [200, 200],
    },
    {
      shows: "a quota of the API, with the product's period",
      inbound: '<quota calls="9" renewal-period="3600"><api id="api" calls="1" /></quota>',
      subscriptions: [alice, alice],
      statuses: [200, 403],
    },
  ])("$shows", async ({ inbound, subscriptions, statuses }) => {
    const gateway = await open(inbound);
    const seen: number[] = [];
    for (const subscription of subscriptions)
      seen.push((await gateway.send({ product, subscription })).status);
    expect(seen).toEqual(statuses);
  });

  test("a new period begins with nothing", async () => {
    const gateway = await open('<quota calls="1" renewal-period="3600" />');
    await gateway.send({ product });
    const refused = await gateway.send({ product });
    gateway.clock.advance(Number(refused.headers.get("retry-after")) * 1000);
    expect([refused.status, (await gateway.send({ product })).status]).toEqual([403, 200]);
  });
});

test.each([
  { inbound: '<quota renewal-period="3600" />', problem: '<quota> needs "calls", "bandwidth" or both' },
  { inbound: '<quota calls="1" />', problem: 'needs the attribute "renewal-period"' },
  {
    inbound: '<quota calls="1" renewal-period="3600"><api id="a" /></quota>',
    problem: '<api> needs "calls", "bandwidth" or both',
  },
])("X: refused at load: $problem", async ({ inbound, problem }) => {
  const problems = await loadProblems({ policies: { product: document({ inbound }) } });
  expect(problems.join("\n")).toContain(problem);
});

test("X: quota is for products only", async () => {
  const policies = document({ inbound: '<quota calls="1" renewal-period="3600" />' });
  expect((await loadProblems({ policies }))[0]).toContain("Allowed in: product.");
});
