import { expect, test } from "vitest";
import { document, loadProblems, openGateway, runPolicy } from "../../../tests/apim-harness.ts";

const tokens = { "https://cognitiveservices.azure.com": "mi-cog" };
const identity = (attributes: string) =>
  `<authentication-managed-identity resource="https://cognitiveservices.azure.com" ${attributes} />`;

test("I1: the token becomes the Authorization header, over what the caller sent", async () => {
  const { calls } = await runPolicy({
    policies: document({ inbound: identity("") }),
    tokens,
    request: { headers: { Authorization: "Bearer caller" } },
  });
  expect(calls[0]?.headers.authorization).toBe("Bearer mi-cog");
});

test("I1: with output-token-variable-name it goes into the variable and nowhere else", async () => {
  const { calls, exchange } = await runPolicy({
    policies: document({ inbound: identity('output-token-variable-name="t" client-id="user-1"') }),
    tokens,
    request: { headers: { Authorization: "Bearer caller" } },
  });
  expect(exchange.variables.get("t")).toBe("mi-cog");
  expect(calls[0]?.headers.authorization).toBe("Bearer caller");
});

test("I1: resource from an expression", async () => {
  const inbound = `<authentication-managed-identity resource='@("https://cognitiveservices." + "azure.com")' />`;
  const { calls } = await runPolicy({ policies: document({ inbound }), tokens });
  expect(calls[0]?.headers.authorization).toBe("Bearer mi-cog");
});

test.each([
  ["", 500, 0],
  ['ignore-error="false"', 500, 0],
  ['ignore-error="true"', 200, 1],
])("I1: without a token, %j", async (attributes, status, calls) => {
  const gateway = await openGateway({
    policies: document({ inbound: identity(`${attributes} output-token-variable-name="t"`) }),
  });
  const answer = await gateway.send();
  expect([answer.status, answer.calls.length, answer.exchange.variables.has("t")]).toEqual([
    status,
    calls,
    false,
  ]);
});

test.each<readonly [policy: string, problem: RegExp]>([
  ["<authentication-managed-identity />", /needs the attribute "resource"/],
  [identity(`client-id="@(1)"`), /no expression is allowed here/],
])("X: refused at load: %s", async (inbound, problem) => {
  expect(await loadProblems({ policies: document({ inbound }) })).toEqual([expect.stringMatching(problem)]);
});
