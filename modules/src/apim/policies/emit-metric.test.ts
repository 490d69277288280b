import { expect, test } from "vitest";
import { document, loadProblems, runPolicy } from "../../../tests/apim-harness.ts";

test.each([
  { attributes: 'name="Request"', emitted: { namespace: "API Management", values: { Request: 1 } } },
  {
    attributes: 'name="Bytes" value="2.5" namespace="mine"',
    emitted: { namespace: "mine", values: { Bytes: 2.5 } },
  },
  {
    attributes: 'name="Length" value="@(context.Request.Headers.Count + 1)"',
    emitted: { namespace: "API Management", values: { Length: 2 } },
  },
])("M1: emit-metric $attributes", async ({ attributes, emitted }) => {
  const { metrics } = await runPolicy({
    policies: document({ inbound: `<emit-metric ${attributes}><dimension name="API ID" /></emit-metric>` }),
    request: { headers: { "x-a": "1" } },
  });
  expect(metrics).toEqual([{ ...emitted, dimensions: { "API ID": "api" } }]);
});

test("M1: emit-metric runs in every section", async () => {
  const metric = (name: string) => `<emit-metric name="${name}"><dimension name="API ID" /></emit-metric>`;
  const { metrics } = await runPolicy({
    policies: document({
      inbound: metric("in"),
      backend: `${metric("back")}<forward-request />`,
      outbound: `${metric("out")}<set-variable name="x" value="@(context.Variables["missing"])" />`,
      onError: metric("error"),
    }),
  });
  expect(metrics.flatMap(({ values }) => Object.keys(values))).toEqual(["in", "back", "out", "error"]);
});

test("M1: a name that only the request knows needs a value as well", async () => {
  const { status, exchange } = await runPolicy({
    policies: document({
      inbound: `<emit-metric name="a"><dimension name="@(context.Request.Method)" /></emit-metric>`,
    }),
  });
  expect([status, exchange.lastError?.message]).toEqual([
    500,
    expect.stringContaining('"GET" needs a value'),
  ]);
});

test.each([
  {
    inbound: '<emit-metric><dimension name="API ID" /></emit-metric>',
    problem: 'needs the attribute "name"',
  },
  { inbound: '<emit-metric name="a" />', problem: "needs <dimension>" },
  {
    inbound: '<emit-metric name="a" value="much"><dimension name="API ID" /></emit-metric>',
    problem: "must be a number",
  },
])("X: refused at load: $problem", async ({ inbound, problem }) => {
  expect((await loadProblems({ policies: document({ inbound }) })).join("\n")).toContain(problem);
});
