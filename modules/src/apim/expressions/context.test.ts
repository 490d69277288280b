import { expect, test } from "vitest";
import { document, openGateway } from "../../../tests/apim-harness.ts";
import { type ExpressionOptions, evaluate, run } from "../../../tests/expression-harness.ts";
import { createVirtualClock } from "../gateway/virtual-clock.ts";

type Case = readonly [expression: string, expected: string];

/** `{"alg":"RS256","typ":"JWT"}` and `{"sub":"ann","aud":["a","b"],"exp":1767225600,"roles":["r1","r2"],"jti":"7","iss":"me"}`, not signed by anybody. */
const TOKEN = [
  '{"alg":"RS256","typ":"JWT"}',
  '{"sub":"ann","aud":["a","b"],"exp":1767225600,"roles":["r1","r2"],"jti":"7","iss":"me"}',
  "signature",
]
  .map((part) => Buffer.from(part).toString("base64url"))
  .join(".");

const options: ExpressionOptions = {
  request: {
    method: "POST",
    path: "/chat/completions?api-version=2024&x=1&x=2",
    headers: {
      "X-Name": "ann",
      Authorization: `Bearer ${TOKEN}`,
      "x-basic": `Basic ${Buffer.from("ann:s:cret").toString("base64")}`,
    },
    body: '{"model":"gpt-4o"}',
    ipAddress: "203.0.113.9",
    matchedParameters: { "deployment-id": "gpt-4.1" },
    operation: { id: "chat", name: "Chat", method: "POST", urlTemplate: "/chat/completions" },
    product: { id: "team", name: "Team" },
  },
  response: { status: 429, body: '{"error":"slow down"}', headers: { "x-ms-region": "West US" } },
  variables: { text: "abc", count: 5, flag: true, nothing: null },
};

const cases: readonly Case[] = [
  ['context.Request.Headers.GetValueOrDefault("x-name", "nobody")', "ann"],
  ['context.Request.Headers.GetValueOrDefault("zz", "nobody")', "nobody"],
  ['context.Request.Headers.GetValueOrDefault("zz") == null', "True"],
  ['context.Request.Headers["x-name"][0]', "ann"],
  [
    'context.Request.Headers["zz"]',
    "System.Collections.Generic.KeyNotFoundException: The given key was not present in the dictionary.",
  ],
  ['context.Request.Headers.ContainsKey("X-NAME")', "True"],
  ['context.Request.Headers.TryGetValue("x-name", out var v) ? v[0] : "none"', "ann"],
  [
    'string.Join(",", context.Request.Headers.Where(h => h.Key.StartsWith("X-")).Select(h => h.Value.First()))',
    "ann",
  ],
  ["context.Request.Method", "POST"],
  ["context.Request.IpAddress", "203.0.113.9"],
  ["context.Request.Url.Path", "/chat/completions"],
  ["context.Request.OriginalUrl.Path", "/api/chat/completions"],
  [
    "context.Request.Url.Host + context.Request.Url.Scheme + context.Request.Url.Port",
    "gateway.testhttps443",
  ],
  ["context.Request.Url.QueryString", "?api-version=2024&x=1&x=2"],
  ['context.Request.Url.Query.GetValueOrDefault("x", "")', "1,2"],
  ['context.Request.Url.Query["x"].Length', "2"],
  [
    "context.Request.OriginalUrl.ToString()",
    "https://gateway.test/api/chat/completions?api-version=2024&x=1&x=2",
  ],
  ['context.Request.MatchedParameters["deployment-id"]', "gpt-4.1"],
  ['context.Request.MatchedParameters.ContainsKey("zz") ? 1 : 0', "0"],
  ['context.Request.MatchedParameters.GetValueOrDefault("zz", "-")', "-"],
  ["context.Request.Certificate == null", "True"],
  ["context.Request.PrivateEndpointConnection == null", "True"],
  ['(string)context.Request.Body.As<JObject>(preserveContent: true)["model"]', "gpt-4o"],
  ["context.Request.Body.As<string>().Length", "18"],
  ["context.Request.Body.As<byte[]>(true)[0]", "123"],
  ["context.Response.StatusCode == 429 || context.Response.StatusCode == 503", "True"],
  ['context.Response.Headers.GetValueOrDefault("x-ms-region", "unknown")', "West US"],
  ['context.Response.Body.As<JObject>(true)["error"]', "slow down"],
  ["context.Response.StatusReason", "OK"],
  [
    "context.Subscription.Id + context.Subscription.Name + context.Subscription.Key",
    "sub-aliceAlicekey-alice-1",
  ],
  ['context.Product?.Name ?? "none"', "Team"],
  ['context.User?.Id ?? "nobody"', "nobody"],
  [
    'context.Api.Id + "|" + context.Api.Path + "|" + context.Api.Revision + "|" + context.Api.ServiceUrl.Host',
    "api|api|1|origin.test",
  ],
  ["context.Operation.Id + context.Operation.UrlTemplate", "chat/chat/completions"],
  ["context.RequestId.ToString().Length", "36"],
  ['context.Timestamp.ToString("u")', "2026-01-01 00:00:00Z"],
  ["context.Elapsed.TotalSeconds", "0"],
  ["context.LastError == null", "True"],
  ["context.Tracing", "False"],
  ["context.Deployment.GatewayId", "managed"],
  ['context.Variables["text"]', "abc"],
  ['(string)context.Variables["text"] + "d"', "abcd"],
  ['(int)context.Variables["count"] + 1', "6"],
  ['(bool)context.Variables["flag"] ? "yes" : "no"', "yes"],
  [
    'context.Variables["zz"]',
    "System.Collections.Generic.KeyNotFoundException: The given key was not present in the dictionary.",
  ],
  ['context.Variables.ContainsKey("text") && !context.Variables.ContainsKey("zz")', "True"],
  ['context.Variables.GetValueOrDefault<string>("text")', "abc"],
  ['context.Variables.GetValueOrDefault<string>("zz", "none")', "none"],
  ['context.Variables.GetValueOrDefault("zz", "none").Length', "4"],
  ['context.Variables.GetValueOrDefault<int>("zz")', "0"],
  [
    'context.Variables.GetValueOrDefault<int>("text")',
    "System.InvalidCastException: Unable to cast object of type 'System.String' to type 'System.Int32'.",
  ],
  [
    'context.Variables.GetValueOrDefault<string>("count", "")',
    "System.InvalidCastException: Unable to cast object of type 'System.Int32' to type 'System.String'.",
  ],
  ['(string)context.Variables.GetValueOrDefault("zz") == null', "True"],
  ['context.Variables.GetValueOrDefault<string>("nothing", "x") == null', "True"],
  ['context.Request.Headers.GetValueOrDefault("Authorization", "").AsJwt()?.Subject', "ann"],
  [
    'context.Request.Headers.GetValueOrDefault("Authorization").Split(\' \')[1].AsJwt().Claims["roles"].Length',
    "2",
  ],
  [
    'context.Request.Headers.GetValueOrDefault("Authorization").AsJwt().Claims.GetValueOrDefault("roles", "")',
    "r1,r2",
  ],
  ['string.Join("+", context.Request.Headers.GetValueOrDefault("Authorization").AsJwt().Audiences)', "a+b"],
  ['context.Request.Headers.GetValueOrDefault("Authorization").AsJwt().ExpirationTime.Value.Year', "2026"],
  ['context.Request.Headers.GetValueOrDefault("Authorization").AsJwt().Algorithm', "RS256"],
  ['"nonsense".AsJwt() == null', "True"],
  [
    'context.Request.Headers.GetValueOrDefault("Authorization").TryParseJwt(out Jwt t) ? t.Issuer : "-"',
    "me",
  ],
  ['context.Request.Headers.GetValueOrDefault("x-basic").AsBasic().UserId', "ann"],
  [
    'context.Request.Headers.GetValueOrDefault("x-basic").TryParseBasic(out var b) ? b.Password : "-"',
    "s:cret",
  ],
];

test.each(cases)("%s is %s", async (expression, expected) => {
  expect(await run(`@(${expression})`, options)).toBe(expected);
});

test("context.Response is null in inbound", async () => {
  expect(await run("@(context.Response == null)")).toBe("True");
  expect(await run("@(context.Response.StatusCode)")).toBe(
    "System.NullReferenceException: Object reference not set to an instance of an object.",
  );
});

test("a request without a body has none", async () => {
  const expression = '@(context.Request.Body?.As<string>() ?? "none")';
  expect(await run(expression, { request: { body: "" } })).toBe("none");
});

test("a body that was taken is gone; one that was kept stays", async () => {
  const taken = "@{ context.Request.Body.As<string>(); return context.Request.Body == null; }";
  const kept =
    "@{ context.Request.Body.As<string>(preserveContent: true); return context.Request.Body == null; }";
  expect(await run(taken, options)).toBe("True");
  expect(await run(kept, options)).toBe("False");
});

test("a variable keeps its .NET type", async () => {
  expect(await evaluate("@(5)")).toBe(5);
  expect(await evaluate("@(5L)")).toBe(5n);
  expect(await evaluate('@("5")')).toBe("5");
  expect(await evaluate("@(true)")).toBe(true);
  expect(await evaluate("@((string)null)")).toBeNull();
});

test("context.Trace sends a message", async () => {
  const inbound = `<set-variable name="x" value="@{ context.Trace("hello"); return 1; }" />`;
  const gateway = await openGateway({ policies: document({ inbound }) });
  await gateway.send();
  expect(gateway.traces.map(({ message }) => message)).toEqual(["hello"]);
});

test("context.Elapsed and DateTime.UtcNow follow the gateway's clock", async () => {
  const clock = createVirtualClock(Date.parse("2025-06-01T00:00:00Z"));
  const inbound = `<set-variable name="x" value="@(DateTime.UtcNow.ToString("o"))" />`;
  const gateway = await openGateway({ policies: document({ inbound }), clock });
  const { exchange } = await gateway.send();
  expect(exchange.variables.get("x")).toBe("2025-06-01T00:00:00.0000000Z");
});

test("bodies are read only for expressions that look at them", async () => {
  const { compileExpression } = await import("./compile-expression.ts");
  const { loadCSharp } = await import("./load-c-sharp.ts");
  const parser = await loadCSharp();
  const reads = (text: string) =>
    compileExpression(text, { file: "p.xml", line: 1, column: 1 }, parser).reads;
  expect(reads("@(context.Request.Method)")).toEqual({ requestBody: false, responseBody: false });
  expect(reads("@(context.Request.Body.As<string>())")).toEqual({ requestBody: true, responseBody: false });
  expect(reads("@{ var r = context.Response; return r.Body; }")).toEqual({
    requestBody: false,
    responseBody: true,
  });
  expect(reads('@(((IResponse)context.Variables["r"]).Body.As<string>())')).toEqual({
    requestBody: false,
    responseBody: false,
  });
});
