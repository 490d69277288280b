import { describe, expect, test } from "vitest";
import { document, loadProblems, type RequestOptions, runPolicy } from "../../../tests/apim-harness.ts";

/** What the upstream gets when `inbound` runs. */
async function upstreamGets(inbound: string, request: RequestOptions = {}) {
  const { calls, status } = await runPolicy({ policies: document({ inbound }), request });
  expect(status).toBe(200);
  const [call] = calls;
  if (!call) throw new Error("Nothing was sent.");
  return call;
}

describe("H1: set-header", () => {
  const set = (action: string, ...values: string[]) =>
    `<set-header name="X-A" exists-action="${action}">${values.map((value) => `<value>${value}</value>`).join("")}</set-header>`;

  test.each([
    ["override", ["1"], "1"],
    ["override", ["1", "2"], "1, 2"],
    ["skip", ["1"], "old"],
    ["append", ["1"], "old, 1"],
    ["delete", [], undefined],
  ])("%s %j over a header that is there", async (action, values, expected) => {
    const { headers } = await upstreamGets(set(action, ...values), { headers: { "x-a": "old" } });
    expect(headers["x-a"]).toBe(expected);
  });

  test.each([
    ["override", "1"],
    ["skip", "1"],
    ["append", "1"],
    ["delete", undefined],
  ])("%s without such a header", async (action, expected) => {
    const { headers } = await upstreamGets(set(action, "1"));
    expect(headers["x-a"]).toBe(expected);
  });

  test("override is the default, and blanks around a value go", async () => {
    const { headers } = await upstreamGets('<set-header name="X-A"><value>\n  1 2\n </value></set-header>', {
      headers: { "X-A": "old" },
    });
    expect(headers["x-a"]).toBe("1 2");
  });

  test("inbound and backend act on the request, outbound on the response", async () => {
    const { calls, headers } = await runPolicy({
      policies: document({
        inbound: '<set-header name="X-In"><value>1</value></set-header>',
        backend: '<set-header name="X-Back"><value>1</value></set-header><base />',
        outbound: '<set-header name="X-Out"><value>1</value></set-header>',
      }),
    });
    expect(Object.keys(calls[0]?.headers ?? {})).toEqual(expect.arrayContaining(["x-in", "x-back"]));
    expect([headers.has("x-out"), headers.has("x-in")]).toEqual([true, false]);
  });

  test("headers that HTTP itself needs stay as they are", async () => {
    const { headers } = await upstreamGets('<set-header name="Content-Length"><value>1</value></set-header>');
    expect(headers["content-length"]).toBeUndefined();
  });

  test("several Set-Cookie headers stay apart", async () => {
    const { headers } = await runPolicy({
      policies: document({
        outbound: '<set-header name="Set-Cookie"><value>a=1</value><value>b=2</value></set-header>',
      }),
    });
    expect(headers.toRaw()).toEqual(["Set-Cookie", "a=1", "Set-Cookie", "b=2"]);
  });

  test("X: a header needs a value unless it is deleted", async () => {
    expect(await loadProblems({ policies: document({ inbound: '<set-header name="x" />' }) })).toEqual([
      'api.xml:2:10 <set-header> needs a <value> inside it, or exists-action="delete".',
    ]);
  });
});

describe("H2: set-query-parameter", () => {
  const set = (action: string, ...values: string[]) =>
    `<set-query-parameter name="v" exists-action="${action}">${values.map((value) => `<value>${value}</value>`).join("")}</set-query-parameter>`;

  test.each([
    ["override", ["1"], "?%24x=a%20b&v=1"],
    ["override", ["1", "2"], "?%24x=a%20b&v=1&v=2"],
    ["skip", ["1"], "?%24x=a%20b&V=old"],
    ["append", ["1"], "?%24x=a%20b&V=old&v=1"],
    ["delete", [], "?%24x=a%20b"],
  ])("%s %j leaves the rest as the caller wrote it", async (action, values, expected) => {
    const { url } = await upstreamGets(set(action, ...values), { path: "/items?%24x=a%20b&V=old" });
    expect(new URL(url).search).toBe(expected);
  });

  test("a new value is encoded", async () => {
    const { url } = await upstreamGets(set("skip", "a b&amp;c"));
    expect(new URL(url).search).toBe("?v=a%20b%26c");
  });
});

describe("U1: rewrite-uri", () => {
  const request = {
    path: "/items/7?a=1&keep=2",
    operation: { urlTemplate: "/items/{id}?a={a}" },
    matchedParameters: { id: "7 b", rest: "x/y z", a: "1" },
  };

  test.each([
    ['<rewrite-uri template="/v2/{id}" />', "/v2/7%20b?keep=2"],
    ['<rewrite-uri template="/v2/{id}?q={a}" />', "/v2/7%20b?q=1&keep=2"],
    ['<rewrite-uri template="/v2?keep=9" />', "/v2?keep=9"],
    ['<rewrite-uri template="/v2?b=1" copy-unmatched-params="false" />', "/v2?b=1"],
    ['<rewrite-uri template="/{*rest}" />', "/x/y%20z?keep=2"],
    ['<rewrite-uri template="v2" />', "/v2?keep=2"],
  ])("%s", async (policy, expected) => {
    const { url } = await upstreamGets(policy, request);
    expect(url).toBe(`https://origin.test${expected}`);
  });

  test("a parameter that the operation lacks is an error", async () => {
    const { status, exchange } = await runPolicy({
      policies: document({ inbound: '<rewrite-uri template="/{none}" />' }),
      request,
    });
    expect([status, exchange.lastError?.message]).toEqual([
      500,
      "The operation's template has no parameter {none}. It has: id, rest, a.",
    ]);
  });
});

describe("set-method, set-body and set-status", () => {
  test("a method", async () => {
    expect((await upstreamGets("<set-method> put </set-method>")).method).toBe("PUT");
  });

  test("X: set-method needs a method", async () => {
    expect(await loadProblems({ policies: document({ inbound: "<set-method />" }) })).toEqual([
      "api.xml:2:10 <set-method> needs a method: <set-method>GET</set-method>.",
    ]);
  });

  test("Y1: a literal body, also one of XML", async () => {
    expect((await upstreamGets('<set-body>{ "a": 1 }</set-body>', { body: "old" })).body).toBe('{ "a": 1 }');
    expect((await upstreamGets("<set-body><a>&lt;</a></set-body>", { body: "old" })).body).toBe(
      "<a>&lt;</a>",
    );
  });

  test("Y1: a body of the response", async () => {
    const { body, calls } = await runPolicy({
      policies: document({ outbound: "<set-body>new</set-body>" }),
      request: { body: "sent" },
    });
    expect([body, calls[0]?.body]).toEqual(["new", "sent"]);
  });

  test("a status, with the usual words when none are given", async () => {
    const { status, reason } = await runPolicy({
      policies: document({ outbound: '<set-status code="404" />' }),
    });
    expect([status, reason]).toEqual([404, "Not Found"]);
  });
});

describe("choose", () => {
  const mark = (value: string) => `<set-header name="x"><value>${value}</value></set-header>`;

  test.each([
    [`<when condition="true">${mark("1")}</when><when condition="true">${mark("2")}</when>`, "1"],
    [`<when condition="false">${mark("1")}</when><when condition="True">${mark("2")}</when>`, "2"],
    [`<when condition="false">${mark("1")}</when><otherwise>${mark("o")}</otherwise>`, "o"],
    [`<when condition="false">${mark("1")}</when>`, undefined],
  ])("F1: runs the first that is true: %s", async (branches, expected) => {
    expect((await upstreamGets(`<choose>${branches}</choose>`)).headers.x).toBe(expected);
  });

  test("the trace says which branch was taken", async () => {
    const { steps } = await runPolicy({
      policies: document({ inbound: `<choose><when condition="true">${mark("1")}</when></choose>` }),
    });
    expect(steps[0]?.notes).toEqual(["took when[1]: true"]);
    expect([steps[1]?.policy, steps[1]?.depth, steps[1]?.notes]).toEqual(["set-header", 1, ["override x"]]);
  });

  test("a condition that is no Boolean is an error", async () => {
    const { status, exchange } = await runPolicy({
      policies: document({ inbound: '<choose><when condition="@(1 + 1)"></when></choose>' }),
    });
    expect([status, exchange.lastError?.reason]).toEqual([500, "ExpressionValueEvaluationFailure"]);
  });
});

test("trace: a message of the policy's own, with metadata", async () => {
  const { traces, steps } = await runPolicy({
    policies: document({
      inbound: `<trace source="api" severity="information"><message>hello</message><metadata name="a" value="1" /></trace>
        <trace source="b"><message>m</message></trace>`,
    }),
  });
  expect(traces).toEqual([
    { source: "api", message: "hello", severity: "information", metadata: { a: "1" } },
    { source: "b", message: "m", severity: "verbose", metadata: {} },
  ]);
  expect(steps[0]?.notes).toEqual(["information: hello"]);
});

test.each([
  ["return-response", { outbound: "<return-response />" }],
  ["set-body", { outbound: "<set-body>new</set-body>" }],
  ["an error", { outbound: '<set-status code="@(int.Parse("x"))" />' }],
])("%s in the place of a backend's answer lets go of it", async (_policy, sections) => {
  let isLetGo = false;
  async function* flow() {
    try {
      yield new TextEncoder().encode("a");
    } finally {
      isLetGo = true;
    }
  }
  const { body } = await runPolicy({ policies: document(sections), upstream: () => ({ body: flow() }) });
  await new Promise((done) => setImmediate(done));
  expect([body === "a", isLetGo]).toEqual([false, true]);
});
