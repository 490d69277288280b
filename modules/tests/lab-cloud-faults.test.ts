import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { type Clock, type Logger, silentLogger } from "../src/core/index.ts";
import { type LabCloud, type LabState, startLabCloud } from "../src/lab-cloud/index.ts";
import { postJson, startTestCloud, variable } from "./start-test-cloud.ts";

let cloud: LabCloud;
const slept: number[] = [];
/** Does not sleep, but notes how long it should have. */
const clock: Clock = {
  now: () => Date.now(),
  elapsed: () => performance.now(),
  sleep: async (ms) => {
    if (ms > 0) slept.push(ms);
  },
};

beforeAll(async () => {
  cloud = await startLabCloud({ localModel: "simulated", clock });
});
afterAll(() => cloud.close());
beforeEach(async () => {
  slept.length = 0;
  expect((await fetch(faultsUrl(), { method: "DELETE" })).status).toBe(204);
});

const faultsUrl = () => variable(cloud, "LAB_FAULTS_URL");
const order = (fault: unknown) => postJson(faultsUrl(), fault);
const ask = (deployment: string) =>
  postJson(
    `${cloud.http}/openai/deployments/${deployment}/chat/completions?api-version=2024-10-21`,
    { messages: [{ role: "user", content: "Hello!" }] },
    { "api-key": variable(cloud, "AZURE_OPENAI_API_KEY") },
  );
const pending = async () => ((await (await fetch(`${cloud.http}/lab/state`)).json()) as LabState).faults;

test("a fault strikes its deployment as often as ordered, and no other", async () => {
  await order({ deployment: "gpt-4o", status: 503, times: 2 });
  expect((await ask("gpt-4o-mini")).status).toBe(200);
  expect((await ask("gpt-4o")).status).toBe(503);
  expect(await pending()).toMatchObject([{ deployment: "gpt-4o", status: 503, times: 1 }]);
  expect((await ask("gpt-4o")).status).toBe(503);
  expect((await ask("gpt-4o")).status).toBe(200);
  expect(await pending()).toEqual([]);
});

test("a fault without a deployment strikes any", async () => {
  await order({ status: 500 });
  expect((await ask("gpt-4.1")).status).toBe(500);
  expect((await ask("gpt-4.1")).status).toBe(200);
});

test("ordered faults come one after the other", async () => {
  await order({ status: 500 });
  await order({ status: 503 });
  expect([(await ask("gpt-4o")).status, (await ask("gpt-4o")).status]).toEqual([500, 503]);
});

test("DELETE takes all of them back", async () => {
  await order({ status: 500, times: 5 });
  await fetch(faultsUrl(), { method: "DELETE" });
  expect((await ask("gpt-4o")).status).toBe(200);
});

test("a delay alone only delays", async () => {
  await order({ delayMs: 1234 });
  expect((await ask("gpt-4o")).status).toBe(200);
  expect(slept).toEqual([1234]);
});

test("a client that leaves during a delay, or while it still sends, is noted as gone and not as our failure", async () => {
  const failures: string[] = [];
  const logger: Logger = { ...silentLogger, error: (message) => failures.push(message) };
  const own = await startTestCloud({ logger });
  const state = async () => (await (await fetch(`${own.http}/lab/state`)).json()) as LabState;
  const path = "/openai/v1/chat/completions";
  const post = (base: string, signal: AbortSignal, body: string | ReadableStream) =>
    fetch(`${base}${path.replace(base === own.local ? "/openai" : "", "")}`, {
      method: "POST",
      headers: { "api-key": variable(own, "AZURE_OPENAI_API_KEY") },
      body,
      signal,
      duplex: "half",
    } as RequestInit);
  const waits = JSON.stringify({ model: "gpt-4o", messages: [{ role: "user", content: "Hello!" }] });
  const endless = () =>
    new ReadableStream({ start: (controller) => controller.enqueue(new TextEncoder().encode("{")) });
  await postJson(variable(own, "LAB_FAULTS_URL"), { delayMs: 60_000 });

  const impatient = new AbortController();
  const asked = [
    post(own.http, impatient.signal, endless()),
    post(own.local, impatient.signal, endless()),
    post(own.http, impatient.signal, waits),
  ];
  const rejected = Promise.all(asked.map((one) => expect(one).rejects.toThrow()));
  await expect.poll(async () => (await state()).faults).toEqual([]);
  impatient.abort();
  await rejected;
  await expect
    .poll(async () =>
      (await state()).requests.recent.map(({ service, status }) => `${service} ${status}`).sort(),
    )
    .toEqual(["azure-openai 499", "azure-openai 499", "foundry-local 499"]);
  expect(failures).toEqual([]);
});

test("its headers are sent along, and it says that it was ordered", async () => {
  await order({ status: 429, headers: { "retry-after-ms": "120", "x-mine": "yes" } });
  const response = await ask("gpt-4o");
  expect(Object.fromEntries(response.headers)).toMatchObject({
    "retry-after": "1",
    "retry-after-ms": "120",
    "x-mine": "yes",
    "x-lab-fault": expect.stringMatching(/^fault-/),
    "x-ms-region": "East US",
    "policy-id": "DeploymentRatelimit-Token",
  });
});

test("a header is sent once, however its name is written", async () => {
  await order({ status: 429, headers: { "Retry-After": "2", "X-Mine": "yes" } });
  expect(await pending()).toMatchObject([{ headers: { "retry-after": "2", "x-mine": "yes" } }]);
  const response = await ask("gpt-4o");
  expect(response.headers.get("retry-after")).toBe("2");
  expect(await response.json()).toMatchObject({
    error: { message: expect.stringContaining("after 2 seconds") },
  });
});

test.each([
  [401, "401"],
  [404, "DeploymentNotFound"],
  [408, "Timeout"],
  [429, "429"],
  [500, "InternalServerError"],
  [503, "ServiceUnavailable"],
  [418, "418"],
])("status %i has Azure's body", async (status, code) => {
  await order({ status });
  const response = await ask("gpt-4o");
  expect(response.status).toBe(status);
  expect(await response.json()).toMatchObject({ error: { code, message: expect.any(String) } });
});

describe("an order that cannot be used is refused in one line", () => {
  const breaking = ["Content-Length", "transfer-encoding", "Connection", "content-encoding", "trailer"];
  const cases: readonly (readonly [string, unknown, string])[] = [
    ["no JSON", "{", "the body is not valid JSON."],
    ["nothing to do", {}, "needs a status, a delayMs, or both."],
    ["status 200", { status: 200 }, "status:"],
    ["status as text", { status: "429" }, "status:"],
    ["times 0", { status: 500, times: 0 }, "times:"],
    ["negative delay", { delayMs: -1 }, "delayMs:"],
    [
      "unknown deployment",
      { status: 500, deployment: "gpt-9" },
      'deployment: "gpt-9" is none of gpt-4-1, gpt-4.1,',
    ],
    ["unknown field", { status: 500, delay: 1 }, 'Unrecognized key: "delay"'],
    ["bad header value", { status: 500, headers: { a: "x\r\ny: z" } }, "headers.a: is no header value"],
    ["bad header name", { status: 500, headers: { "a b": "x" } }, "headers.a b: is no header name"],
    ...breaking.map(
      (name) =>
        [
          `${name}, which would break the answer`,
          { status: 500, headers: { [name]: "3" } },
          `headers.${name}: is the server's to set`,
        ] as const,
    ),
  ];

  test.each(cases)("%s", async (_, body, message) => {
    const response = await order(body);
    expect(response.status).toBe(400);
    const { error } = (await response.json()) as { error: { code: string; message: string } };
    expect(error.code).toBe("InvalidFault");
    expect(error.message).toContain(message);
    expect(error.message).not.toContain("\n");
    expect(await pending()).toEqual([]);
  });
});
