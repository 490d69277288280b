import { once } from "node:events";
import { request as httpRequest } from "node:http";
import { describe, expect, test } from "vitest";
import { openApi, openTestGateway } from "../../../tests/test-gateway.ts";
import { startUpstream } from "../../../tests/upstream-server.ts";

describe("the control endpoints", () => {
  const post = (url: string, body: unknown, headers: Record<string, string> = {}) =>
    fetch(url, { method: "POST", body: JSON.stringify(body), headers });

  test("move the virtual clock", async () => {
    const gateway = await openTestGateway({ config: openApi(undefined, { clock: "2026-01-01T00:00:00Z" }) });
    const answer = await post(`${gateway.url}/__emulator/clock`, { advanceMs: 61_000 });
    expect(await answer.json()).toEqual({ now: "2026-01-01T00:01:01.000Z" });
    expect((await post(`${gateway.url}/__emulator/clock`, { advanceMs: -1 })).status).toBe(400);
  });

  test("leave the machine's own clock alone", async () => {
    const gateway = await openTestGateway({ testMode: false });
    expect((await post(`${gateway.url}/__emulator/clock`, { advanceMs: 1 })).status).toBe(409);
  });

  test("tell state and traces, and forget them", async () => {
    const upstream = await startUpstream((outgoing) => outgoing.end("ok"));
    const gateway = await openTestGateway({ resolve: { "https://origin.test": upstream.url } });
    await fetch(`${gateway.url}/t/x?secret=1`);
    const state = await (await fetch(`${gateway.url}/__emulator/state`)).json();
    expect(state).toMatchObject({
      metrics: [],
      traces: [],
      lastRequest: { waitedMs: 0 },
      requests: { requests: 1 },
    });
    const traces = await (await fetch(`${gateway.url}/__emulator/traces`)).text();
    expect(JSON.parse(traces)).toMatchObject([
      { method: "GET", path: "/t/x", steps: [{ policy: "forward-request" }] },
    ]);
    expect(traces).not.toContain("secret");
    await post(`${gateway.url}/__emulator/clear`, {});
    expect(gateway.traces()).toEqual([]);
  });

  test("are closed to pages of other origins and to other host names", async () => {
    const gateway = await openTestGateway();
    const from = { origin: "https://evil.test" };
    expect((await post(`${gateway.url}/__emulator/clock`, { advanceMs: 1 }, from)).status).toBe(403);
    const asked = httpRequest(`${gateway.url}/__emulator/state`, { headers: { host: "evil.test" } }).end();
    const [answer] = await once(asked, "response");
    answer.resume();
    expect(answer.statusCode).toBe(403);
  });

  test("name what there is", async () => {
    const gateway = await openTestGateway();
    const answer = await fetch(`${gateway.url}/__emulator/sate`);
    expect(answer.status).toBe(404);
    expect(await answer.text()).toContain("GET state");
  });
});
