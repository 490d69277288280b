import { once } from "node:events";
import { Agent, createServer, request as httpRequest } from "node:http";
import { setTimeout as wait } from "node:timers/promises";
import { describe, expect, onTestFinished, test } from "vitest";
import { openApi, openTestGateway } from "../../../tests/test-gateway.ts";
import { startUpstream } from "../../../tests/upstream-server.ts";
import type { GatewayConfig } from "./gateway-config.ts";

const KEYED: GatewayConfig = {
  api: {
    id: "ai",
    path: "inference/openai",
    subscriptionRequired: true,
    serviceUrl: "https://origin.test/openai",
    subscriptionKeyParameterNames: { header: "api-key", query: "key" },
    operations: [
      { id: "chat", method: "POST", urlTemplate: "/deployments/{deployment-id}/chat" },
      { id: "get", method: "GET", urlTemplate: "/*" },
    ],
  },
  subscriptions: [
    { id: "alice", primaryKey: "a-1", secondaryKey: "a-2" },
    { id: "old", primaryKey: "o-1", state: "cancelled" },
    { id: "other-api", primaryKey: "x-1", api: "elsewhere" },
  ],
  apis: [
    {
      id: "elsewhere",
      path: "elsewhere",
      subscriptionRequired: false,
      serviceUrl: "https://origin.test/else",
    },
  ],
};

const sayOk = async () => startUpstream((outgoing) => outgoing.end("ok"));

describe("a request", () => {
  test("goes to the API's service without the API's path, with its query and body [B1]", async () => {
    const upstream = await sayOk();
    const gateway = await openTestGateway({
      config: KEYED,
      resolve: { "https://origin.test": upstream.url },
    });
    const answer = await fetch(
      `${gateway.url}/inference/openai/deployments/gpt%204o/chat?api-version=1&x=a%20b`,
      {
        method: "POST",
        headers: { "api-key": "a-1" },
        body: "hello",
      },
    );
    expect([answer.status, await answer.text()]).toEqual([200, "ok"]);
    expect(upstream.received).toMatchObject([
      {
        method: "POST",
        url: "/openai/deployments/gpt%204o/chat?api-version=1&x=a%20b",
        body: "hello",
        headers: { host: "origin.test" },
      },
    ]);
    expect(gateway.traces()).toMatchObject([
      { api: "ai", operation: "chat", subscription: "alice", status: 200 },
    ]);
  });

  test.each([
    ["POST", "/inference/openai/deployments/a", 404],
    ["DELETE", "/inference/openai/x", 404],
    ["GET", "/inference/openai2", 404],
    ["GET", "/INFERENCE/OpenAI/x", 200],
  ])("%s %s is answered by %i: an operation has to fit", async (method, path, status) => {
    const upstream = await sayOk();
    const gateway = await openTestGateway({
      config: KEYED,
      resolve: { "https://origin.test": upstream.url },
    });
    const answer = await fetch(gateway.url + path, { method, headers: { "api-key": "a-1" } });
    expect(answer.status).toBe(status);
    if (status === 404)
      expect(await answer.json()).toEqual({ statusCode: 404, message: "Resource not found" });
  });

  const MISSING = "Access denied due to missing subscription key.";
  const INVALID = "Access denied due to invalid subscription key.";
  test.each([
    ["no key", "/x", {}, 401, MISSING],
    ["a wrong key", "/x", { "api-key": "nope" }, 401, INVALID],
    ["the primary key", "/x", { "api-key": "a-1" }, 200, ""],
    ["the secondary key", "/x", { "api-key": "a-2" }, 200, ""],
    ["a key in the query", "/x?key=a-1", {}, 200, ""],
    [
      "a wrong key in the header and a right one in the query",
      "/x?key=a-1",
      { "api-key": "nope" },
      401,
      INVALID,
    ],
    ["a key under another API's name for it", "/x", { "Ocp-Apim-Subscription-Key": "a-1" }, 401, MISSING],
    ["a key of a subscription that has ended", "/x", { "api-key": "o-1" }, 401, INVALID],
    ["a key for another API", "/x", { "api-key": "x-1" }, 401, INVALID],
  ])("with %s [S1]", async (_, path, headers, status, message) => {
    const upstream = await sayOk();
    const gateway = await openTestGateway({
      config: KEYED,
      resolve: { "https://origin.test": upstream.url },
    });
    const answer = await fetch(`${gateway.url}/inference/openai${path}`, { headers: { ...headers } });
    expect(answer.status).toBe(status);
    expect(await answer.text()).toContain(message);
    expect(upstream.received).toHaveLength(status === 200 ? 1 : 0);
  });

  test("needs no key where none is required, but a wrong one is refused [S1]", async () => {
    const upstream = await sayOk();
    const gateway = await openTestGateway({
      config: KEYED,
      resolve: { "https://origin.test": upstream.url },
    });
    const statusOf = async (headers: Record<string, string>) =>
      (await fetch(`${gateway.url}/elsewhere/x`, { headers })).status;
    expect(await statusOf({})).toBe(200);
    expect(await statusOf({ "Ocp-Apim-Subscription-Key": "x-1" })).toBe(200);
    expect(await statusOf({ "Ocp-Apim-Subscription-Key": "nope" })).toBe(401);
  });

  test("that is refused still meets on-error [O1]", async () => {
    const policy = `<policies><inbound /><backend /><outbound /><on-error><set-header name="x-seen" exists-action="override"><value>yes</value></set-header></on-error></policies>`;
    const gateway = await openTestGateway({ config: { ...KEYED, policies: { global: policy } } });
    const missing = await fetch(`${gateway.url}/inference/openai/x`);
    const unknown = await fetch(`${gateway.url}/nothing`);
    expect([missing.status, missing.headers.get("x-seen")]).toEqual([401, "yes"]);
    expect([unknown.status, unknown.headers.get("x-seen")]).toEqual([404, "yes"]);
    expect(gateway.traces().map(({ error }) => error?.split(":")[0])).toEqual([
      "SubscriptionKeyNotFound",
      "OperationNotFound",
    ]);
  });

  test.each([
    ["told", () => "a".repeat(2_000_000)],
    ["not told", () => new Blob(["a".repeat(2_000_000)]).stream()],
  ])("with a long body goes through whole, its length being %s", async (_, makeBody) => {
    const upstream = await startUpstream((outgoing, { body }) => outgoing.end(String(body.length)));
    const gateway = await openTestGateway({ resolve: { "https://origin.test": upstream.url } });
    const answer = await fetch(`${gateway.url}/t/x`, { method: "POST", body: makeBody(), duplex: "half" });
    expect(await answer.text()).toBe("2000000");
  });

  test("tells its caller's address in test mode only", async () => {
    const policy = `<policies><inbound><ip-filter action="allow"><address>203.0.113.7</address></ip-filter></inbound><backend><forward-request /></backend><outbound /><on-error /></policies>`;
    const upstream = await sayOk();
    const statusOf = async (testMode: boolean) => {
      const gateway = await openTestGateway({
        config: openApi(policy),
        testMode,
        resolve: { "https://origin.test": upstream.url },
      });
      return (await fetch(`${gateway.url}/t/x`, { headers: { "X-Emulator-Client-Ip": "203.0.113.7" } }))
        .status;
    };
    expect([await statusOf(true), await statusOf(false)]).toEqual([200, 403]);
    expect(upstream.received[0]?.headers["x-emulator-client-ip"]).toBeUndefined();
  });

  test("with more than the limit is refused with 413, also when its length is not told", async () => {
    const upstream = await sayOk();
    const gateway = await openTestGateway({
      bodyLimitBytes: 1000,
      resolve: { "https://origin.test": upstream.url },
    });
    const send = (body: string | ReadableStream) =>
      fetch(`${gateway.url}/t/x`, {
        method: "POST",
        body,
        ...(typeof body !== "string" && { duplex: "half" }),
      });
    expect((await send("a".repeat(1000))).status).toBe(200);
    expect((await send("a".repeat(1001))).status).toBe(413);
    const pieces = new ReadableStream({
      start(controller) {
        for (let piece = 0; piece < 11; piece++)
          controller.enqueue(new TextEncoder().encode("b".repeat(100)));
        controller.close();
      },
    });
    expect((await send(pieces)).status).toBe(413);
  });

  test("whose body nobody read to its end does not hold up the next one of its connection", async () => {
    const upstream = await sayOk();
    const hasty = createServer((_incoming, outgoing) => outgoing.writeHead(401).end());
    hasty.listen(0, "127.0.0.1");
    await once(hasty, "listening");
    onTestFinished(() => {
      hasty.closeAllConnections();
      hasty.close();
    });
    const address = hasty.address();
    const port = typeof address === "object" ? address?.port : 0;
    const early = { id: "early", path: "early", subscriptionRequired: false };
    const gateway = await openTestGateway({
      bodyLimitBytes: 1_000_000,
      resolve: { "https://origin.test": upstream.url, "https://hasty.test": `http://127.0.0.1:${port}` },
      config: openApi(undefined, { apis: [{ ...early, serviceUrl: "https://hasty.test" }] }),
    });
    const agent = new Agent({ keepAlive: true, maxSockets: 1 });
    onTestFinished(() => agent.destroy());
    const send = async (path: string, bytes: number) => {
      const call = httpRequest(`${gateway.url}/${path}/x`, { agent, method: "POST" });
      call.setHeader("Transfer-Encoding", "chunked");
      call.end(Buffer.alloc(bytes));
      const [answer] = await once(call, "response");
      answer.resume();
      await once(answer, "end");
      return answer.statusCode;
    };
    expect(await send("t", 5_000_000)).toBe(413);
    expect(gateway.traces().at(-1)?.error).toMatch(/^MessagePayloadTooLarge: /);
    expect(await send("t", 10)).toBe(200);
    expect(await send("early", 900_000)).toBe(401);
    expect(await send("t", 10)).toBe(200);
  });
});

describe("a browser's preflight request", () => {
  const CORS = `<policies><inbound><cors><allowed-origins><origin>https://page.test</origin></allowed-origins>
    <allowed-methods><method>POST</method></allowed-methods><allowed-headers><header>api-key</header></allowed-headers></cors>
    </inbound><backend><forward-request /></backend><outbound /><on-error /></policies>`;

  test.each([
    ["is answered by the cors policy of the operation, without a key", CORS, 200, "https://page.test"],
    ["does not reach a backend when there is no such policy", undefined, 404, null],
  ])("%s", async (_, policy, status, allowed) => {
    const upstream = await sayOk();
    const gateway = await openTestGateway({
      config: { ...KEYED, ...(policy !== undefined && { policies: { global: policy } }) },
      resolve: { "https://origin.test": upstream.url },
    });
    const answer = await fetch(`${gateway.url}/inference/openai/deployments/a/chat`, {
      method: "OPTIONS",
      headers: {
        origin: "https://page.test",
        "access-control-request-method": "POST",
        "access-control-request-headers": "api-key",
      },
    });
    expect([answer.status, answer.headers.get("access-control-allow-origin")]).toEqual([status, allowed]);
    expect(upstream.received).toEqual([]);
  });
});

describe("a backend", () => {
  test("whose origin is not in the resolve map is not reached", async () => {
    const gateway = await openTestGateway({ resolve: { "https://other.test": "http://127.0.0.1:1" } });
    const answer = await fetch(`${gateway.url}/t/x`);
    expect([answer.status, await answer.json()]).toMatchObject([
      500,
      { statusCode: 500, message: "Internal server error", activityId: expect.any(String) },
    ]);
    expect(gateway.traces()[0]?.error).toMatch(
      /BackendConnectionFailure: .*https:\/\/origin\.test is not in the resolve map/,
    );
  });

  test("that refuses the connection, or closes it before it answers, is a BackendConnectionFailure [O2]", async () => {
    const closing = await startUpstream((outgoing) => outgoing.destroy());
    for (const url of ["http://127.0.0.1:1", closing.url]) {
      const gateway = await openTestGateway({ resolve: { "https://origin.test": url } });
      expect((await fetch(`${gateway.url}/t/x`)).status).toBe(500);
      expect(gateway.traces()[0]?.error).toMatch(/^BackendConnectionFailure: /);
    }
  });

  test("that does not answer in time is a Timeout [O2]", async () => {
    const upstream = await startUpstream(() => {});
    const gateway = await openTestGateway({
      config: openApi(
        `<policies><inbound/><backend><forward-request timeout-ms="80" /></backend><outbound/><on-error/></policies>`,
      ),
      resolve: { "https://origin.test": upstream.url },
    });
    expect((await fetch(`${gateway.url}/t/x`)).status).toBe(500);
    expect(gateway.traces()[0]?.error).toMatch(/^Timeout: /);
  });

  test("gets a request again at the address that it names, when redirects are followed", async () => {
    const upstream = await startUpstream((outgoing, { url }) => {
      if (url === "/base/x") outgoing.writeHead(302, { location: "/base/y" }).end();
      else outgoing.end(`at ${url}`);
    });
    const policy = (follow: boolean) =>
      `<policies><inbound/><backend><forward-request follow-redirects="${follow}" /></backend><outbound/><on-error/></policies>`;
    const ask = async (follow: boolean) => {
      const gateway = await openTestGateway({
        config: openApi(policy(follow)),
        resolve: { "https://origin.test": upstream.url },
      });
      const answer = await fetch(`${gateway.url}/t/x`, { redirect: "manual" });
      return [answer.status, await answer.text()];
    };
    expect(await ask(true)).toEqual([200, "at /base/y"]);
    expect(await ask(false)).toEqual([302, ""]);
  });
});

describe("a stream", () => {
  test("reaches the caller event by event, before the backend goes on", async () => {
    let goOn = () => {};
    const upstream = await startUpstream((outgoing) => {
      outgoing.writeHead(200, { "content-type": "text/event-stream" });
      outgoing.write("data: 1\n\n");
      goOn = () => outgoing.end("data: [DONE]\n\n");
    });
    const gateway = await openTestGateway({ resolve: { "https://origin.test": upstream.url } });
    const answer = await fetch(`${gateway.url}/t/x`);
    const reader = answer.body?.pipeThrough(new TextDecoderStream()).getReader();
    expect((await reader?.read())?.value).toBe("data: 1\n\n");
    goOn();
    expect((await reader?.read())?.value).toBe("data: [DONE]\n\n");
    expect((await reader?.read())?.done).toBe(true);
    expect(gateway.traces()).toMatchObject([{ streamed: true, cut: false }]);
  });

  test("that breaks off is passed on as broken, and counted", async () => {
    const upstream = await startUpstream((outgoing) => {
      outgoing.writeHead(200, { "content-type": "text/event-stream" });
      outgoing.write("data: 1\n\n", () => outgoing.destroy());
    });
    const gateway = await openTestGateway({ resolve: { "https://origin.test": upstream.url } });
    const answer = await fetch(`${gateway.url}/t/x`);
    await expect(answer.text()).rejects.toThrow();
    expect(gateway.state().requests).toMatchObject({ requests: 1, cut: 1 });
  });

  test("ends at the backend when the caller leaves", async () => {
    let left: Promise<unknown> = Promise.resolve();
    const upstream = await startUpstream((outgoing) => {
      left = once(outgoing, "close");
      outgoing.writeHead(200, { "content-type": "text/event-stream" });
      outgoing.write("data: 1\n\n");
    });
    const gateway = await openTestGateway({ resolve: { "https://origin.test": upstream.url } });
    const caller = new AbortController();
    const answer = await fetch(`${gateway.url}/t/x`, { signal: caller.signal });
    await answer.body?.getReader().read();
    caller.abort();
    await left;
    while (gateway.traces().length === 0) await wait(5);
    expect(gateway.traces()).toMatchObject([{ cut: true }]);
  });

  test("flows no faster than the caller reads", async () => {
    const piece = Buffer.alloc(64 * 1024, "a");
    const total = 400;
    let written = 0;
    const upstream = await startUpstream(async (outgoing) => {
      outgoing.writeHead(200, { "content-type": "text/event-stream" });
      for (; written < total; written++) if (!outgoing.write(piece)) await once(outgoing, "drain");
      outgoing.end();
    });
    const gateway = await openTestGateway({ resolve: { "https://origin.test": upstream.url } });
    const asked = httpRequest(`${gateway.url}/t/x`).end();
    const [answer] = await once(asked, "response");
    answer.pause();
    // Until the buffers between the two are full; 26 MB do not fit into them.
    for (let before = -1; before !== written; await wait(100)) before = written;
    expect(written).toBeLessThan(total);
    let bytes = 0;
    for await (const chunk of answer) bytes += chunk.length;
    expect(bytes).toBe(total * piece.length);
  });
});
