import { expect, test } from "vitest";
import { document, loadProblems, runPolicy } from "../../../tests/apim-harness.ts";

test("F1: return-response ends the request at once, without backend and outbound", async () => {
  const { status, body, headers, calls, steps } = await runPolicy({
    policies: document({
      inbound: `<return-response>
        <set-status code="418" reason="Teapot" />
        <set-header name="X-A" exists-action="override"><value>1</value></set-header>
        <set-body>hello</set-body>
      </return-response><set-header name="never"><value>x</value></set-header>`,
      outbound: `<set-header name="X-Out" exists-action="override"><value>1</value></set-header>`,
    }),
  });
  expect({ status, body, a: headers.get("x-a"), out: headers.get("x-out") }).toEqual({
    status: 418,
    body: "hello",
    a: "1",
    out: undefined,
  });
  expect(calls).toEqual([]);
  expect(steps.map(({ policy }) => policy)).toEqual(["return-response"]);
});

test("F1: an empty return-response is 200 without a body", async () => {
  const answer = await runPolicy({ policies: document({ inbound: "<return-response />" }) });
  expect([answer.status, answer.reason, answer.body]).toEqual([200, "OK", ""]);
});

const ask =
  '<send-request mode="new" response-variable-name="kept"><set-url>https://other.test/</set-url></send-request>';

test("F1: a kept response is given back, changed by what stands inside", async () => {
  const { status, body, headers } = await runPolicy({
    policies: document({
      inbound: `${ask}<return-response response-variable-name="kept">
        <set-header name="X-B"><value>2</value></set-header>
      </return-response>`,
    }),
    upstream: () => ({ status: 202, headers: { "X-A": "1" }, body: "kept" }),
  });
  expect([status, body, headers.get("x-a"), headers.get("x-b")]).toEqual([202, "kept", "1", "2"]);
});

test("F1: a variable without a response is an error", async () => {
  const { status, exchange } = await runPolicy({
    policies: document({ inbound: '<return-response response-variable-name="none" />' }),
  });
  expect([status, exchange.lastError?.message]).toEqual([500, 'The variable "none" holds no response.']);
});

test("X: an element that does not belong there is named with its place", async () => {
  const problems = await loadProblems({
    policies: document({ inbound: "<return-response>\n  <set-stats code='1' />\n</return-response>" }),
  });
  expect(problems).toEqual([
    'api.xml:3:3 <set-stats> is not allowed inside <return-response>. Did you mean "set-status"?',
  ]);
});
