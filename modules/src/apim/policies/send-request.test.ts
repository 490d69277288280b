import { describe, expect, test } from "vitest";
import {
  document,
  loadProblems,
  openGateway,
  runPolicy,
  type UpstreamCall,
} from "../../../tests/apim-harness.ts";
import { backendError } from "../gateway/backend-error.ts";

const send = (children: string, attributes = "") =>
  `<send-request response-variable-name="answer" ${attributes}>${children}</send-request>`;

const URL_ONLY = "<set-url>https://other.test/path?x=1</set-url>";

const isOther = ({ url }: UpstreamCall) => url.startsWith("https://other.test");

describe("Q1: the request", () => {
  test("new: only what it sets", async () => {
    const { calls } = await runPolicy({
      policies: document({
        inbound: send(
          `${URL_ONLY}<set-method>post</set-method><set-header name="X-A" exists-action="override"><value>1</value></set-header><set-body>hello</set-body>`,
          'mode="new"',
        ),
      }),
      request: { headers: { Cookie: "a=b" }, body: "caller" },
    });
    expect(calls).toHaveLength(2);
    expect(calls[0]).toMatchObject({
      method: "POST",
      url: "https://other.test/path?x=1",
      headers: { "x-a": "1" },
      body: "hello",
    });
    expect(calls[0]?.headers.cookie).toBeUndefined();
    expect(calls[0]?.request.timeoutMs).toBe(60_000);
    expect(calls[1]?.body).toBe("caller");
  });

  test("copy: method, headers and body of the caller, whose body still reaches the backend", async () => {
    const { calls } = await runPolicy({
      policies: document({ inbound: send(URL_ONLY, 'mode="copy" timeout="5"') }),
      request: { method: "PUT", headers: { Cookie: "a=b", Host: "gateway.test" }, body: "caller" },
    });
    expect(calls[0]).toMatchObject({ method: "PUT", url: "https://other.test/path?x=1", body: "caller" });
    expect([calls[0]?.headers.cookie, calls[0]?.headers.host]).toEqual(["a=b", undefined]);
    expect([calls[0]?.request.timeoutMs, calls[1]?.body]).toEqual([5000, "caller"]);
  });

  test("copy without an address goes where the request would go", async () => {
    const { calls } = await runPolicy({
      policies: document({ inbound: send("", 'mode="copy"') }),
      request: { path: "/items/7?x=1" },
    });
    expect(calls.map(({ url }) => url)).toEqual([
      "https://origin.test/items/7?x=1",
      "https://origin.test/items/7?x=1",
    ]);
  });

  test("copy in outbound has no body", async () => {
    const { calls } = await runPolicy({
      policies: document({ outbound: send(URL_ONLY, 'mode="copy"') }),
      request: { body: "caller" },
    });
    expect(calls[1]).toMatchObject({ method: "POST", body: "" });
  });

  test("with a token of the gateway's identity", async () => {
    const { calls } = await runPolicy({
      policies: document({
        inbound: send(`${URL_ONLY}<authentication-managed-identity resource="https://r.test" />`),
      }),
      tokens: { "https://r.test": "token-1" },
    });
    expect(calls[0]?.headers.authorization).toBe("Bearer token-1");
  });
});

describe("Q1: failures", () => {
  const failing = (call: UpstreamCall) =>
    isOther(call)
      ? backendError("Timeout", "https://other.test did not answer within 60 s.")
      : { body: "ok" };

  test("end the request with LastError.Source send-request", async () => {
    const { status, exchange } = await runPolicy({
      policies: document({ inbound: send(URL_ONLY) }),
      upstream: failing,
    });
    expect(status).toBe(500);
    expect(exchange.lastError).toMatchObject({ source: "send-request", reason: "Timeout" });
  });

  test("ignore-error: the variable is null and the request goes on", async () => {
    const { status, exchange } = await runPolicy({
      policies: document({ inbound: send(URL_ONLY, 'ignore-error="true"') }),
      upstream: failing,
    });
    expect([status, exchange.variables.get("answer")]).toEqual([200, null]);
  });

  test("a bad status is no failure", async () => {
    const { status, exchange } = await runPolicy({
      policies: document({ inbound: send(URL_ONLY) }),
      upstream: (call) => (isOther(call) ? { status: 500 } : { body: "ok" }),
    });
    expect([status, exchange.lastError]).toEqual([200, undefined]);
    expect(exchange.variables.get("answer")).not.toBeNull();
  });
});

describe("send-one-way-request", () => {
  const oneWay = `<send-one-way-request>${URL_ONLY}<set-method>POST</set-method><set-body>note</set-body></send-one-way-request>`;

  test("D: nobody waits for its answer, and its failure is nobody's", async () => {
    const { promise, resolve } = Promise.withResolvers<void>();
    const gateway = await openGateway({
      policies: document({ inbound: oneWay }),
      upstream: async (call) => {
        if (!isOther(call)) return { body: "ok" };
        await promise;
        throw backendError("BackendConnectionFailure", "No connection.");
      },
    });
    const { status, body } = await gateway.send();
    expect([status, body]).toEqual([200, "ok"]);
    expect(gateway.calls.filter(isOther)).toMatchObject([{ method: "POST", body: "note" }]);
    resolve();
  });
});

test.each<readonly [policy: string, problem: string]>([
  [send(""), '<send-request> needs <set-url> inside it, or mode="copy".'],
  [send("<set-url>nowhere</set-url>"), '"nowhere" in <set-url> is no address: write https://HOST/PATH.'],
  [
    send(`${URL_ONLY}<authentication-certificate thumbprint="x" />`),
    "<authentication-certificate> inside this policy is not emulated.",
  ],
  [send(`${URL_ONLY}<proxy url="http://p.test" />`), "<proxy> inside this policy is not emulated."],
])("X: %s is refused", async (inbound, problem) => {
  expect((await loadProblems({ policies: document({ inbound }) }))[0]).toContain(problem);
});
