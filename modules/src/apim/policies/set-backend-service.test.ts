import { expect, test } from "vitest";
import { document, loadProblems, openGateway, runPolicy } from "../../../tests/apim-harness.ts";

const backends = [
  { name: "one", properties: { url: "https://one.test/openai", protocol: "http" } },
  { name: "two", properties: { url: "https://two.test", protocol: "http" } },
];

test.each<readonly [rule: string, inbound: string, backend: string, url: string]>([
  ["B1: the API's own address", "", "", "https://origin.test/items?x=1"],
  ["B1: backend-id", '<set-backend-service backend-id="one" />', "", "https://one.test/openai/items?x=1"],
  [
    "B1: base-url",
    '<set-backend-service base-url="http://c.test/api/8.2/" />',
    "",
    "http://c.test/api/8.2/items?x=1",
  ],
  [
    "B1: the last one that runs wins",
    '<set-backend-service backend-id="one" /><set-backend-service base-url="https://c.test" />',
    "",
    "https://c.test/items?x=1",
  ],
  [
    "B1: also in backend",
    '<set-backend-service backend-id="one" />',
    '<set-backend-service backend-id="two" />',
    "https://two.test/items?x=1",
  ],
  [
    "B1: from an expression",
    `<set-backend-service backend-id='@("tw" + "o")' />`,
    "",
    "https://two.test/items?x=1",
  ],
  [
    "B1: base-url from an expression",
    `<set-backend-service base-url='@("https://" + context.Request.Method + ".test")' />`,
    "",
    "https://get.test/items?x=1",
  ],
])("%s", async (_rule, inbound, backend, url) => {
  const { calls } = await runPolicy({
    policies: document({ inbound, backend: `${backend}<base />` }),
    backends,
    request: { path: "/items?x=1" },
  });
  expect(calls.map((call) => call.url)).toEqual([url]);
});

test.each([
  [`<set-backend-service backend-id='@("thr" + "ee")' />`, "BackendNotFound"],
  [`<set-backend-service base-url='@("nowhere")' />`, "InvalidBackendUrl"],
])("B1: what an expression gives and cannot be used is 500 for this request: %s", async (inbound, reason) => {
  const gateway = await openGateway({ policies: document({ inbound }), backends });
  const { status, exchange, calls } = await gateway.send();
  expect({ status, reason: exchange.lastError?.reason, calls }).toEqual({ status: 500, reason, calls: [] });
});

test.each<readonly [attributes: string, problem: RegExp]>([
  ['backend-id="onne"', /api\.xml:2:\d+ There is no backend "onne"\. Did you mean "one"\?/],
  ['base-url="c.test"', /"c\.test" is no base-url: it must be an address such as https:\/\/HOST\/PATH\./],
  ['base-url="https://c.test" backend-id="one"', /needs either base-url or backend-id, not both/],
  ["", /needs either base-url or backend-id\./],
  [
    'backend-id="one" sf-replica-type="primary"',
    /sf-replica-type>: Service Fabric backends are not emulated/,
  ],
])("X: refused at load: %s", async (attributes, problem) => {
  const policies = document({ inbound: `<set-backend-service ${attributes} />` });
  expect(await loadProblems({ policies, backends })).toEqual([expect.stringMatching(problem)]);
});

test("B1: not allowed in outbound", async () => {
  const policies = document({ outbound: '<set-backend-service backend-id="one" />' });
  expect(await loadProblems({ policies, backends })).toEqual([
    expect.stringContaining(
      "<set-backend-service> is not allowed in <outbound>. Allowed in: <inbound>, <backend>.",
    ),
  ]);
});
