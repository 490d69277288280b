import { expect, test } from "vitest";
import { document, loadProblems, openGateway, runPolicy } from "../../../tests/apim-harness.ts";

const store = '<cache-store-value key="k" value="v" duration="60" />';
const lookup = '<cache-lookup-value key="k" variable-name="found" />';

test("K1: a value outlives its request and ends with its duration", async () => {
  const gateway = await openGateway({ policies: document({ inbound: lookup, outbound: store }) });
  const found: unknown[] = [];
  for (const waitMs of [0, 59_999, 60_000]) {
    gateway.clock.advance(waitMs);
    found.push((await gateway.send()).exchange.variables.get("found"));
  }
  expect(found).toEqual([undefined, "v", undefined]);
});

test("K1: without a value and a default the variable is not set", async () => {
  const { exchange } = await runPolicy({ policies: document({ inbound: lookup }) });
  expect(exchange.variables.has("found")).toBe(false);
});

test("K1: default-value stands in", async () => {
  const { exchange } = await runPolicy({
    policies: document({
      inbound: '<cache-lookup-value key="k" variable-name="found" default-value="none" />',
    }),
  });
  expect(exchange.variables.get("found")).toBe("none");
});

test("K1: cache-remove-value forgets; another key stays", async () => {
  const { exchange } = await runPolicy({
    policies: document({
      inbound: `${store}<cache-store-value key="other" value="w" duration="60" />
        <cache-remove-value key="k" />${lookup}<cache-lookup-value key="other" variable-name="kept" />`,
    }),
  });
  expect([exchange.variables.has("found"), exchange.variables.get("kept")]).toEqual([false, "w"]);
});

test("K1: .NET values keep their type", async () => {
  const { status, body, exchange } = await runPolicy({
    policies: document({
      inbound: `<cache-store-value key="n" value="@(41)" duration="60" />
        <cache-store-value key="o" value="@(JObject.Parse("{\\"a\\":1}"))" duration="@(30 + 30)" />
        <cache-lookup-value key="n" variable-name="n" />
        <cache-lookup-value key="@("o")" variable-name="o" />
        <return-response><set-body>@($"{(int)context.Variables["n"] + 1} {((JObject)context.Variables["o"])["a"]}")</set-body></return-response>`,
    }),
  });
  expect([status, body, exchange.lastError?.message]).toEqual([200, "42 1", undefined]);
});

test("K1: a value may be told apart by the request", async () => {
  const gateway = await openGateway({
    policies: document({
      inbound: '<cache-lookup-value key="@(context.Request.IpAddress)" variable-name="found" />',
      outbound: '<cache-store-value key="@(context.Request.IpAddress)" value="seen" duration="60" />',
    }),
  });
  const found: unknown[] = [];
  for (const ipAddress of ["203.0.113.1", "203.0.113.2", "203.0.113.1"]) {
    found.push((await gateway.send({ ipAddress })).exchange.variables.get("found"));
  }
  expect(found).toEqual([undefined, undefined, "seen"]);
});

test.each([
  { inbound: '<cache-store-value key="k" value="v" />', problem: 'needs the attribute "duration"' },
  { inbound: '<cache-lookup-value key="k" />', problem: 'needs the attribute "variable-name"' },
  {
    inbound: '<cache-lookup-value key="k" variable-name="@(1)" />',
    problem: "no expression is allowed here",
  },
  { inbound: "<cache-remove-value />", problem: 'needs the attribute "key"' },
  { inbound: '<cache-remove-value key="k" caching-type="disk" />', problem: "must be" },
])("X: refused at load: $inbound", async ({ inbound, problem }) => {
  expect((await loadProblems({ policies: document({ inbound }) })).join("\n")).toContain(problem);
});
