import { describe, expect, test } from "vitest";
import { document, loadProblems, runPolicy } from "../../../tests/apim-harness.ts";

const policy = (values: readonly string[], ignoreCase = false) =>
  document({
    inbound: `<check-header name="X-Team" failed-check-httpcode="418" failed-check-error-message="Not &quot;ours&quot;" ignore-case="${ignoreCase}">
${values.map((value) => `<value>${value}</value>`).join("")}</check-header>`,
  });

describe("H3", () => {
  test.each<
    readonly [
      what: string,
      values: readonly string[],
      ignoreCase: boolean,
      header: string | undefined,
      reason: string | undefined,
    ]
  >([
    ["no header", [], false, undefined, "HeaderNotFound"],
    ["an empty header", [], false, "", "HeaderNotFound"],
    ["any value when none is given", [], false, "x", undefined],
    ["one of the values", ["red", "blue"], false, "blue", undefined],
    ["none of the values", ["red", "blue"], false, "green", "HeaderValueNotAllowed"],
    ["case counts", ["red"], false, "RED", "HeaderValueNotAllowed"],
    ["case does not count", ["red"], true, "RED", undefined],
  ])("%s", async (_what, values, ignoreCase, header, reason) => {
    const headers: Record<string, string> = header === undefined ? {} : { "x-team": header };
    const answer = await runPolicy({ policies: policy(values, ignoreCase), request: { headers } });
    expect([answer.exchange.lastError?.reason, answer.status]).toEqual([reason, reason ? 418 : 200]);
    if (reason) expect(JSON.parse(answer.body)).toEqual({ statusCode: 418, message: 'Not "ours"' });
  });

  test("LastError says what Azure says", async () => {
    const { exchange } = await runPolicy({
      policies: policy(["red"]),
      request: { headers: { "X-Team": "green" } },
    });
    expect(exchange.lastError).toMatchObject({
      source: "check-header",
      message: "Header X-Team value of green is not allowed. Access denied.",
    });
  });
});

test("X: all four attributes are needed", async () => {
  const problems = await loadProblems({ policies: document({ inbound: '<check-header name="a" />' }) });
  expect(problems).toHaveLength(3);
});
