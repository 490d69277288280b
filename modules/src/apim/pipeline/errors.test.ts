import { describe, expect, test } from "vitest";
import { document, runPolicy } from "../../../tests/apim-harness.ts";

const show = (name: string) =>
  `<set-header name="x-${name.toLowerCase()}" exists-action="override"><value>@(context.LastError.${name})</value></set-header>`;
const showAll = ["Source", "Reason", "Scope", "Section", "Path", "PolicyId", "Message"].map(show).join("");
/** Fails in .NET: there is no such variable. */
const failing = '<set-variable id="bad" name="x" value="@((string)context.Variables["none"])" />';

describe("O1: errors", () => {
  test("an error skips the rest and runs on-error, which sees it and the status to come", async () => {
    const { status, headers, calls, body } = await runPolicy({
      policies: document({
        inbound: `<choose><when condition="true">${failing}</when></choose>`,
        outbound: '<set-header name="x-out"><value>1</value></set-header>',
        onError: `${showAll}<set-header name="x-status"><value>@(context.Response.StatusCode.ToString())</value></set-header>`,
      }),
    });
    expect(status).toBe(500);
    expect(calls).toEqual([]);
    expect(Object.fromEntries([...headers].map(([name, values]) => [name, values[0]]))).toEqual({
      "Content-Type": "application/json",
      "x-source": "set-variable",
      "x-reason": "ExpressionValueEvaluationFailure",
      "x-scope": "api",
      "x-section": "inbound",
      "x-path": "choose[1]/when[1]/set-variable[1]",
      "x-policyid": "bad",
      "x-message": "Expression evaluation failed. The given key was not present in the dictionary.",
      "x-status": "500",
    });
    expect(JSON.parse(body)).toEqual({
      statusCode: 500,
      message: "Internal server error",
      activityId: expect.stringMatching(/^[\da-f-]{36}$/),
    });
  });

  test("on-error may change the answer", async () => {
    const { status, reason, body } = await runPolicy({
      policies: document({
        inbound: failing,
        onError: '<set-status code="418" reason="Teapot" /><set-body>sorry</set-body>',
      }),
    });
    expect({ status, reason, body }).toEqual({ status: 418, reason: "Teapot", body: "sorry" });
  });

  test("on-error may answer itself", async () => {
    const { status, headers } = await runPolicy({
      policies: document({
        inbound: failing,
        onError: '<return-response><set-status code="503" reason="Later" /></return-response>',
      }),
    });
    expect([status, headers.has("content-type")]).toEqual([503, false]);
  });

  test("an error in outbound runs on-error as well", async () => {
    const { status, calls, headers } = await runPolicy({
      policies: document({ outbound: failing, onError: show("Section") }),
    });
    expect([status, calls.length, headers.get("x-section")]).toEqual([500, 1, "outbound"]);
  });

  test("an error in on-error ends the request", async () => {
    const { status, exchange } = await runPolicy({
      policies: document({ inbound: failing, onError: failing }),
    });
    expect([status, exchange.lastError?.section]).toEqual([500, "on-error"]);
  });

  test("the error names the scope in which it came up", async () => {
    const { exchange } = await runPolicy({
      policies: {
        global: `<policies><inbound>${failing}</inbound><backend><forward-request /></backend></policies>`,
        api: document({}),
      },
    });
    expect([exchange.lastError?.scope, exchange.lastError?.path]).toEqual(["global", "set-variable[1]"]);
  });

  test("the trace marks the failed step and all around it", async () => {
    const { steps } = await runPolicy({
      policies: document({ inbound: `<choose><when condition="true">${failing}</when></choose>` }),
    });
    const marked = steps.filter(({ error }) => error !== undefined).map(({ policy }) => policy);
    expect(marked).toEqual(["choose", "set-variable"]);
  });

  test("a body beyond the limit is refused, not kept", async () => {
    const { status, exchange } = await runPolicy({
      policies: document({
        inbound: '<set-variable name="b" value="@(context.Request.Body.As<string>())" />',
      }),
      bodyLimitBytes: 100,
      request: { body: "x".repeat(101) },
    });
    expect([status, exchange.lastError?.reason]).toEqual([413, "MessagePayloadTooLarge"]);
  });

  test("a body that was sent on is missed only by an expression that asks for it", async () => {
    const ask = (condition: string) =>
      runPolicy({
        policies: document({
          outbound: `<set-variable name="b" value="@(${condition} ? context.Request.Body.As<string>() : "-")" />`,
        }),
        request: { body: "x" },
      });
    expect((await ask("context.Response.StatusCode == 500")).status).toBe(200);
    expect((await ask("context.Response.StatusCode == 200")).status).toBe(500);
  });
});
