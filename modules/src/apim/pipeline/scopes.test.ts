import { describe, expect, test } from "vitest";
import { type openGateway, runPolicy } from "../../../tests/apim-harness.ts";

const append = (value: string) =>
  `<set-header name="x-order" exists-action="append"><value>${value}</value></set-header>`;
const inbound = (content: string, backend = "<base />") =>
  `<policies><inbound>${content}</inbound><backend>${backend}</backend></policies>`;
const team = { id: "team", name: "Team" };

/** Values of x-order at the upstream. */
async function orderOf(policies: Parameters<typeof openGateway>[0]["policies"], product = false) {
  const { calls } = await runPolicy({ policies, request: product ? { product: team } : {} });
  return calls[0]?.headers["x-order"];
}

const all = {
  global: inbound(append("global"), "<forward-request />"),
  product: inbound(`${append("product-1")}<base />${append("product-2")}`),
  api: inbound(`<base />${append("api")}`),
  operation: inbound(`${append("op-1")}<base />${append("op-2")}`),
};

describe("V1: scopes", () => {
  test("base stands for the next broader scope, at the place where it stands", async () => {
    expect(await orderOf(all, true)).toBe("op-1, product-1, global, product-2, api, op-2");
  });

  test("a product's policies hold only in its context", async () => {
    expect(await orderOf(all)).toBe("op-1, global, api, op-2");
  });

  test("without base the broader scopes are skipped", async () => {
    expect(await orderOf({ ...all, operation: inbound(append("op")) })).toBe("op");
  });

  test("a scope without a document is passed over", async () => {
    expect(await orderOf({ global: all.global, operation: all.operation })).toBe("op-1, global, op-2");
  });

  test("without a global document the request is forwarded", async () => {
    expect((await runPolicy({ policies: inbound("<base />") })).calls).toHaveLength(1);
  });

  test("B2: a backend section without base and without forward-request forwards nothing", async () => {
    const { calls, status, body } = await runPolicy({ policies: inbound("<base />", "") });
    expect({ calls, status, body }).toEqual({ calls: [], status: 200, body: "" });
  });

  test("a section that is left out is that of the next broader scope", async () => {
    const mark = '<set-header name="x-global"><value>1</value></set-header>';
    const { calls, headers } = await runPolicy({
      policies: {
        global: `<policies><backend><forward-request /></backend><outbound>${mark}</outbound></policies>`,
        api: "<policies><inbound><base /></inbound></policies>",
      },
    });
    expect([calls.length, headers.get("x-global")]).toEqual([1, "1"]);
  });

  test("base at the global scope runs nothing", async () => {
    const { calls } = await runPolicy({ policies: { global: inbound("<base />", "<base />") } });
    expect(calls).toEqual([]);
  });

  test("base inside another policy", async () => {
    const conditional = '<choose><when condition="true"><base /></when></choose>';
    expect(await orderOf({ ...all, operation: inbound(conditional + append("op")) })).toBe("global, api, op");
  });

  test("each section is inherited on its own", async () => {
    const mark = (value: string) =>
      `<set-header name="x-${value}" exists-action="override"><value>1</value></set-header>`;
    const { headers } = await runPolicy({
      policies: {
        global: `<policies><backend><forward-request /></backend><outbound>${mark("global")}</outbound></policies>`,
        api: `<policies><backend><base /></backend><outbound>${mark("api")}</outbound></policies>`,
      },
    });
    expect([headers.has("x-api"), headers.has("x-global")]).toEqual([true, false]);
  });

  test("steps of a broader scope carry its name, and lie inside base", async () => {
    const { steps } = await runPolicy({ policies: all, request: {} });
    expect(steps.slice(0, 4).map(({ policy, scope, depth }) => `${scope}/${policy}/${depth}`)).toEqual([
      "operation/set-header/0",
      "operation/base/0",
      "api/base/1",
      "global/set-header/2",
    ]);
  });
});
