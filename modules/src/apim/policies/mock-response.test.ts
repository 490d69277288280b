import { expect, test } from "vitest";
import { document, runPolicy } from "../../../tests/apim-harness.ts";

test.each<readonly [attributes: string, status: number, contentType: string | undefined]>([
  ["", 200, undefined],
  ['status-code="404"', 404, undefined],
  ['status-code="201" content-type="application/json"', 201, "application/json"],
])("F1: <mock-response %s> ends the request without a body", async (attributes, status, contentType) => {
  const answer = await runPolicy({
    policies: document({
      inbound: `<mock-response ${attributes} />`,
      outbound: '<set-header name="X-Out"><value>1</value></set-header>',
    }),
  });
  expect([answer.status, answer.headers.get("content-type"), answer.body, answer.calls]).toEqual([
    status,
    contentType,
    "",
    [],
  ]);
  expect(answer.headers.has("x-out")).toBe(false);
});
