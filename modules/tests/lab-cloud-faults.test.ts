import { readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { readCatalog } from "../src/catalog/index.ts";
import { paths } from "../src/config/paths.ts";
import { type Clock, type Logger, silentLogger } from "../src/core/index.ts";
import { type LabCloud, type LabState, startLabCloud } from "../src/lab-cloud/index.ts";
import { postJson, startTestCloud, variable } from "./start-test-cloud.ts";

let cloud: LabCloud;
const slept: number[] = [];
let passedMs = 0;
/** Does not sleep, but notes how long it should have; time passes when a test says so. */
const clock: Clock = {
  now: () => Date.now(),
  elapsed: () => passedMs,
  sleep: async (ms) => {
    if (ms > 0) slept.push(ms);
  },
};

const [elsewhere] = readCatalog().deployments.filter(
  ({ region, model }) => region !== "East US" && model.kind === "chat",
);
if (!elsewhere) throw new Error("every deployment is in East US");

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
const ask = (deployment: string, body: object = { messages: [{ role: "user", content: "Hello!" }] }) =>
  postJson(`${cloud.http}/openai/deployments/${deployment}/chat/completions?api-version=2024-10-21`, body, {
    "api-key": variable(cloud, "AZURE_OPENAI_API_KEY"),
  });
const pending = async () => ((await (await fetch(faultsUrl())).json()) as Pick<LabState, "faults">).faults;
const state = async () => (await (await fetch(`${cloud.http}/lab/state`)).json()) as LabState;
const statuses = async (count: number, deployment = "gpt-4o") => {
  const seen: number[] = [];
  while (seen.length < count) seen.push((await ask(deployment)).status);
  return seen;
};

test("a fault strikes its deployment as often as ordered, and no other", async () => {
  await order({ deployment: "gpt-4o", status: 503, times: 2 });
  expect((await ask("gpt-4o-mini")).status).toBe(200);
  expect((await ask("gpt-4o")).status).toBe(503);
  expect(await pending()).toMatchObject([{ deployment: "gpt-4o", status: 503, times: 1, struck: 1 }]);
  expect((await state()).faults).toEqual(await pending());
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

test("one is taken back by its id; a second time there is none of it", async () => {
  const { id } = (await (await order({ status: 500 })).json()) as { id: string };
  await order({ status: 503 });
  expect((await fetch(`${faultsUrl()}/${id}`, { method: "DELETE" })).status).toBe(204);
  const gone = await fetch(`${faultsUrl()}/${id}`, { method: "DELETE" });
  expect(gone.status).toBe(404);
  expect(await gone.json()).toMatchObject({ error: { code: "FaultNotFound" } });
  expect(await statuses(2)).toEqual([503, 200]);
});

test("a fault of a region strikes what is deployed there, however the region is written", async () => {
  for (const region of ["East US", "eastus"]) {
    await order({ region, status: 503, times: 2 });
    expect((await ask(elsewhere.name)).status).toBe(200);
    expect((await ask("gpt-4o")).status).toBe(503);
    expect((await ask("gpt-4o-mini")).status).toBe(503);
  }
});

test("a fault of a deployment in a region strikes that one only", async () => {
  await order({ region: "East US", deployment: "gpt-4o", status: 503 });
  expect((await ask("gpt-4o-mini")).status).toBe(200);
  expect((await ask("gpt-4o")).status).toBe(503);
});

describe("a schedule", () => {
  test("strikes every request of its spans and none between", async () => {
    await order({
      region: "East US",
      status: 503,
      schedule: [
        { fromMs: 0, toMs: 60_000 },
        { fromMs: 90_000, toMs: 100_000 },
      ],
    });
    expect(await statuses(3)).toEqual([503, 503, 503]);
    passedMs += 59_999;
    expect(await statuses(1)).toEqual([503]);
    passedMs += 1;
    expect(await statuses(1)).toEqual([200]);
    passedMs += 30_000;
    expect(await statuses(1)).toEqual([503]);
    expect(await pending()).toMatchObject([{ struck: 5 }]);
    passedMs += 10_000;
    expect(await pending()).toEqual([]);
    expect(await statuses(1)).toEqual([200]);
  });

  test("may begin later, never end, and strike a number of requests", async () => {
    await order({ status: 500, times: 2, schedule: [{ fromMs: 1000 }] });
    expect(await statuses(1)).toEqual([200]);
    passedMs += 1_000_000;
    expect(await statuses(3)).toEqual([500, 500, 200]);
  });

  test("each n-th request", async () => {
    await order({ deployment: "gpt-4o", status: 500, every: 3 });
    expect(await statuses(1, "gpt-4o-mini")).toEqual([200]);
    expect(await statuses(7)).toEqual([200, 200, 500, 200, 200, 500, 200]);
  });

  test("by chance, and the same again with the same seed", async () => {
    const runs: number[][] = [];
    for (const seed of [7, 7, 8]) {
      await fetch(faultsUrl(), { method: "DELETE" });
      await order({ status: 500, probability: 0.5, seed });
      runs.push(await statuses(24));
    }
    expect(runs[1]).toEqual(runs[0]);
    expect(runs[2]).not.toEqual(runs[0]);
    expect(new Set(runs[0])).toEqual(new Set([200, 500]));
  });

  test("a request that one fault does not strike meets the next", async () => {
    await order({ status: 500, every: 2 });
    await order({ status: 503, times: 2 });
    expect(await statuses(4)).toEqual([503, 500, 503, 500]);
  });
});

test("a delay alone only delays", async () => {
  await order({ delayMs: 1234 });
  const response = await ask("gpt-4o");
  expect(response.status).toBe(200);
  expect(response.headers.get("x-lab-fault")).toMatch(/^fault-/);
  expect(slept).toEqual([1234]);
});

test("a refusal that comes after a delay says that the fault touched it", async () => {
  await order({ delayMs: 1 });
  const response = await ask("gpt-4o", { messages: [{ role: "user", content: "x" }], max_tokens: 1_000_000 });
  expect(response.status).toBe(400);
  expect(response.headers.get("x-lab-fault")).toMatch(/^fault-/);
});

test("the journal notes which fault struck", async () => {
  const { id } = (await (await order({ status: 500 })).json()) as { id: string };
  await ask("gpt-4o");
  await ask("gpt-4o");
  const [after, struck] = (await state()).requests.recent;
  expect(struck).toMatchObject({ status: 500, fault: id });
  expect(after).not.toHaveProperty("fault");
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
  const breaking = [
    "Content-Length",
    "transfer-encoding",
    "Connection",
    "content-encoding",
    "trailer",
    "x-lab-provenance",
  ];
  const cases: readonly (readonly [string, unknown, string])[] = [
    ["no JSON", "{", "the body is not valid JSON."],
    ["a list", [], "the order must be a JSON object."],
    ["null", null, "the order must be a JSON object."],
    ["nothing to do", {}, "the order does nothing; it needs one of status, delayMs, reset,"],
    ["a target, but nothing to do", { region: "East US" }, "the order does nothing;"],
    ["status 200", { status: 200 }, "status: Too small: expected number to be >=400."],
    ["status 600", { status: 600 }, "status: Too big"],
    ["status as text", { status: "429" }, "status: expected number, received string."],
    ["half a status", { status: 429.5 }, "status: expected int"],
    ["times 0", { status: 500, times: 0 }, "times:"],
    ["negative delay", { delayMs: -1 }, "delayMs:"],
    ["a delay of a day", { delayMs: 86_400_000 }, "delayMs: Too big"],
    [
      "unknown deployment",
      { status: 500, deployment: "gpt-9" },
      'deployment: "gpt-9" is none of gpt-4-1, gpt-4.1,',
    ],
    ["unknown region", { status: 500, region: "Atlantis" }, 'region: "Atlantis" is none of '],
    ["unknown resource", { status: 500, resource: "mine" }, 'resource: "mine" is none of '],
    [
      "a deployment that is not in the region",
      { status: 500, deployment: "gpt-4.1-nano", region: "UK South" },
      "deployment: gpt-4.1-nano is in ",
    ],
    ["unknown field", { status: 500, delay: 1 }, "delay: there is no such field, but delayMs."],
    [
      "unknown field like none",
      { status: 500, colour: 1 },
      "colour: there is no such field, but deployment,",
    ],
    ["unknown field within", { stall: { after: 1 } }, "stall.after: there is no such field."],
    ["stall as a number", { stall: 5 }, "stall: expected object, received number."],
    ["stall before the start", { stall: { afterTokens: -1 } }, "stall.afterTokens: Too small"],
    ["stall for a text", { stall: { ms: "1 s" } }, "stall.ms: expected number, received string."],
    ["a cut as text", { cutAfterTokens: "3" }, "cutAfterTokens: expected number, received string."],
    ["malformed false", { malformed: false }, "malformed: expected object, received boolean."],
    ["no wrong model", { wrongModel: "" }, "wrongModel: Too small"],
    ["empty by another word", { empty: "all" }, 'empty: expected one of "answer"|"body".'],
    ["reset false", { reset: false }, "reset: expected true."],
    ["an error that stalls", { status: 500, stall: true }, "status: it cannot stand with stall;"],
    ["a reset with a status", { reset: true, status: 500 }, "reset: it cannot stand with status;"],
    ["a reset of an answer", { reset: true, wrongModel: "x" }, "reset: it cannot stand with wrongModel;"],
    ["an empty answer that is cut", { empty: true, cutAfterTokens: 1 }, "empty: it cannot stand with cut"],
    ["an empty body's model", { empty: "body", wrongModel: "x" }, "wrongModel: an empty body"],
    ["every 0", { status: 500, every: 0 }, "every: Too small"],
    ["chance 0", { status: 500, probability: 0 }, "probability: Too small"],
    ["chance 1.1", { status: 500, probability: 1.1 }, "probability: Too big"],
    ["a seed alone", { status: 500, seed: 1 }, "seed: it needs a probability."],
    ["an empty schedule", { status: 500, schedule: [] }, "schedule: Too small"],
    ["a schedule that is none", { status: 500, schedule: {} }, "schedule: expected array, received object."],
    ["a span of a number", { status: 500, schedule: [5] }, "schedule.0: expected object, received number."],
    [
      "a span with a wrong field",
      { status: 500, schedule: [{ fromMs: 0 }, { from: 1 }] },
      "schedule.1.from: there is no such field.",
    ],
    [
      "a span as text",
      { status: 500, schedule: [{ fromMs: "now" }] },
      "schedule.0.fromMs: expected number, received string.",
    ],
    [
      "a span that ends before it begins",
      { status: 500, schedule: [{ fromMs: 10, toMs: 10 }] },
      "schedule.0.toMs: it must be later than fromMs.",
    ],
    ["a header's list", { status: 500, headers: ["a"] }, "headers: expected record, received array."],
    ["a header's number", { status: 500, headers: { a: 1 } }, "headers.a: expected string, received number."],
    ["bad header value", { status: 500, headers: { a: "x\r\ny: z" } }, "headers.a: is no header value"],
    ["bad header name", { status: 500, headers: { "a b": "x" } }, "headers.a b: is no header name"],
    ...breaking.map(
      (name) =>
        [
          `${name}, which would break the answer or lie about it`,
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

test("every order in the documentation is taken", async () => {
  const text = readFileSync(join(paths.root, "modules/docs/lab-cloud-faults.md"), "utf8");
  const orders = /```jsonl\n(.*?)```/s.exec(text)?.[1]?.trim().split("\n") ?? [];
  expect(orders.length).toBeGreaterThan(10);
  for (const one of orders) expect((await order(one)).status, one).toBe(201);
  expect(await pending()).toHaveLength(orders.length);
});

test("the schema of an order is served, and names every field", async () => {
  const schema = (await (await fetch(`${cloud.http}/lab/fault-schema`)).json()) as {
    properties: Record<string, { description?: string }>;
    additionalProperties: boolean;
  };
  expect(Object.keys(schema.properties)).toEqual([
    "deployment",
    "region",
    "resource",
    "status",
    "headers",
    "delayMs",
    "reset",
    "stall",
    "cutAfterTokens",
    "malformed",
    "wrongModel",
    "empty",
    "times",
    "every",
    "probability",
    "seed",
    "schedule",
  ]);
  expect(schema.additionalProperties).toBe(false);
  expect(Object.values(schema.properties).every(({ description }) => description)).toBe(true);
});
