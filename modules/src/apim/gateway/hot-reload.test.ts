import { mkdtempSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { expect, onTestFinished, test } from "vitest";
import { startUpstream } from "../../../tests/upstream-server.ts";
import type { LogFields } from "../../core/logger.ts";
import { type RunningGateway, startGateway } from "./start-gateway.ts";

const policy = (words: string) => `<policies>
  <inbound>
    <base />
    <return-response><set-status code="200" /><set-body>${words}</set-body></return-response>
  </inbound>
  <backend><base /></backend>
  <outbound><base /></outbound>
  <on-error><base /></on-error>
</policies>`;

function makeFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), "apim-reload-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

async function open(folder: string, told: string[] = []) {
  const note = (message: string, _?: LogFields) => void told.push(message);
  const gateway = await startGateway({
    config: join(folder, "gateway.json"),
    logger: { debug: note, info: note, warn: note, error: note },
  });
  onTestFinished(() => gateway.close());
  return gateway;
}

const writeConfig = (folder: string, more: object = {}) =>
  writeFileSync(
    join(folder, "gateway.json"),
    JSON.stringify({
      api: { id: "t", path: "t", subscriptionRequired: false },
      policies: { api: "policy.xml" },
      ...more,
    }),
  );

const say = async ({ url }: RunningGateway) => (await fetch(`${url}/t/x`)).text();

/** Ends with the test's time when it never becomes so. */
async function until(isSo: () => boolean): Promise<void> {
  while (!isSo()) await wait(10);
}

test("a changed policy is taken up, a bad one is told and leaves the last good one, a mended one is taken up again", async () => {
  const folder = makeFolder();
  const told: string[] = [];
  writeConfig(folder);
  writeFileSync(join(folder, "policy.xml"), policy("one"));
  const gateway = await open(folder, told);
  expect(await say(gateway)).toBe("one");

  writeFileSync(join(folder, "policy.xml"), policy("two"));
  await until(() => gateway.state().reload.count === 1);
  expect(await say(gateway)).toBe("two");

  writeFileSync(join(folder, "policy.xml"), policy("three").replace("</inbound>", "</inbond>"));
  await until(() => !gateway.state().reload.ok);
  expect(await say(gateway)).toBe("two");
  expect(gateway.state().reload.problems).toMatchObject([{ file: "policy.xml", line: 5 }]);
  expect(told.join("\n")).toContain("policy.xml:5");

  // As editors do it: a new file that takes the old one's name.
  writeFileSync(join(folder, "policy.xml.tmp"), policy("four"));
  renameSync(join(folder, "policy.xml.tmp"), join(folder, "policy.xml"));
  await until(() => gateway.state().reload.ok);
  expect(await say(gateway)).toBe("four");
});

test("a changed configuration is taken up", async () => {
  const folder = makeFolder();
  writeConfig(folder);
  writeFileSync(join(folder, "policy.xml"), policy("{{greeting}}").replace("{{greeting}}", "one"));
  writeFileSync(join(folder, "other.xml"), policy("{{greeting}}"));
  const gateway = await open(folder);
  writeConfig(folder, { policies: { api: "other.xml" }, namedValues: { greeting: "hello" } });
  await until(() => gateway.state().reload.count === 1);
  expect(await say(gateway)).toBe("hello");
});

test("an open circuit stays open when another backend changes", async () => {
  const folder = makeFolder();
  const upstream = await startUpstream((outgoing) => outgoing.writeHead(429).end());
  const breaker = {
    rules: [
      {
        name: "rule",
        failureCondition: { count: 1, interval: "PT1M", statusCodeRanges: [{ min: 429, max: 429 }] },
        tripDuration: "PT1M",
      },
    ],
  };
  const write = (other: string) =>
    writeConfig(folder, {
      backends: [
        { name: "one", properties: { url: upstream.url, protocol: "http", circuitBreaker: breaker } },
        { name: "other", properties: { url: other, protocol: "http" } },
      ],
    });
  writeFileSync(
    join(folder, "policy.xml"),
    `<policies><inbound><base /><set-backend-service backend-id="one" /></inbound><backend><base /></backend><outbound /><on-error /></policies>`,
  );
  write("http://127.0.0.1:1");
  const gateway = await open(folder);
  const statusOf = async () => (await fetch(`${gateway.url}/t/x`)).status;
  expect([await statusOf(), await statusOf()]).toEqual([429, 503]);
  write("http://127.0.0.1:2");
  await until(() => gateway.state().reload.count === 1);
  expect(await statusOf()).toBe(503);
  expect(upstream.received).toHaveLength(1);
});

test("another configuration can be given while it runs, as a program does it", async () => {
  const gateway = await startGateway({
    config: { api: { id: "t", path: "t", subscriptionRequired: false }, policies: { api: policy("one") } },
  });
  onTestFinished(() => gateway.close());
  const bad = { api: { id: "t", path: "t", subscriptionRequired: false }, policies: { api: "<policies>" } };
  expect(await gateway.reload({ config: bad })).toMatchObject({
    ok: false,
    problems: [{ file: "policies.api" }],
  });
  expect(await say(gateway)).toBe("one");
  const good = { ...bad, policies: { api: policy("two") } };
  expect(await gateway.reload({ config: good })).toEqual({ ok: true, problems: [] });
  expect(await say(gateway)).toBe("two");
});
