import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { request } from "undici";
import { afterAll, beforeAll, expect, test } from "vitest";
import { watchConnections } from "./watch-connections.ts";

const server = createServer((_, response) => response.end("ok"));
let address = "";

beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  address = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});

afterAll(() => {
  server.closeAllConnections();
  server.close();
});

test("connections are seen whichever library opens them, and only while watched", async () => {
  const watch = watchConnections();
  await (await fetch(address)).text();
  await (await request(address, { reset: true })).body.text();
  const opened = watch.stop();
  expect(opened.length).toBeGreaterThanOrEqual(2);
  expect(opened.every(({ host, port }) => host === "127.0.0.1" && address.endsWith(`:${port}`))).toBe(true);

  await (await request(address, { reset: true })).body.text();
  expect(watch.stop()).toHaveLength(opened.length);
});

test("work without connections leaves none", () => {
  const watch = watchConnections();
  JSON.stringify({ a: 1 });
  expect(watch.stop()).toEqual([]);
});

test("a connection that never came about is written down too", async () => {
  const watch = watchConnections();
  await request("http://127.0.0.1:1/").catch(() => undefined);
  expect(watch.stop()).toEqual([{ host: "unknown", port: undefined }]);
});
