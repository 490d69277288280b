import { AzureOpenAI } from "openai";
import { describe, expect, test } from "vitest";
import { readCatalog, type Spread } from "../src/catalog/index.ts";
import { type Clock, systemClock } from "../src/core/index.ts";
import type { LabCloud, LabCloudOptions } from "../src/lab-cloud/index.ts";
import { createHeldClock } from "./held-clock.ts";
import { startTestCloud, variable } from "./start-test-cloud.ts";

const clientOf = (cloud: LabCloud) =>
  new AzureOpenAI({
    endpoint: cloud.http,
    apiKey: variable(cloud, "AZURE_OPENAI_API_KEY"),
    apiVersion: "2024-12-01-preview",
    maxRetries: 0,
  });

const user = (content: string) => [{ role: "user" as const, content }];
const catalog = readCatalog();

/** Sleeps of one answer that has a single token, and of one that has seven. */
async function timesOf(
  options: LabCloudOptions,
  { answers, model = "gpt-4o" }: { answers: number; model?: string },
) {
  const clock = createHeldClock();
  const client = clientOf(await startTestCloud({ ...options, clock }));
  const waits: number[][] = [];
  for (let count = 0; count < answers; count++) {
    const before = clock.sleeps.length;
    const stream = await client.chat.completions.create({
      model,
      messages: user("What is the capital of France?"),
      stream: true,
    });
    await Array.fromAsync(stream);
    waits.push(clock.sleeps.slice(before));
  }
  return waits;
}

const sorted = (values: readonly number[]) => [...values].sort((a, b) => a - b);
const share = (values: readonly number[], part: number) =>
  sorted(values)[Math.floor(values.length * part)] ?? 0;

function expectSpread(values: readonly number[], { median, p95 }: Spread) {
  expect(share(values, 0.5) / median).toBeGreaterThan(0.85);
  expect(share(values, 0.5) / median).toBeLessThan(1.15);
  expect(share(values, 0.95) / p95).toBeGreaterThan(0.8);
  expect(share(values, 0.95) / p95).toBeLessThan(1.25);
}

test("at scale 1 first tokens and tokens a second are spread as the catalog states", async () => {
  const { model, region } = catalog.deployment("gpt-4o") ?? {};
  const roundTripMs = catalog.regions.find(({ name }) => name === region)?.roundTripMs ?? 0;
  const waits = await timesOf({ timeScale: 1, seed: 7 }, { answers: 300 });
  if (!model?.latency?.tokensPerSecond) throw new Error("gpt-4o states no latency");
  expectSpread(
    waits.map(([first = 0]) => first - roundTripMs),
    model.latency.firstTokenMs,
  );
  expectSpread(
    waits.map(([, ...more]) => 1000 / (more.reduce((sum, ms) => sum + ms, 0) / more.length)),
    model.latency.tokensPerSecond,
  );
});

test("a stream of seven tokens waits for each of them, and the scale stretches all of it", async () => {
  const [once = []] = await timesOf({ timeScale: 1, seed: 3 }, { answers: 1 });
  const [half = []] = await timesOf({ timeScale: 0.5, seed: 3 }, { answers: 1 });
  expect(once).toHaveLength(7);
  expect(half.map((ms) => Math.round(ms * 2))).toEqual(once.map(Math.round));
});

test("the same seed gives the same times, another seed others", async () => {
  const draw = (seed: number) => timesOf({ timeScale: 1, seed }, { answers: 3 });
  const first = await draw(5);
  expect(await draw(5)).toEqual(first);
  expect(await draw(6)).not.toEqual(first);
});

test("an answer in one piece takes as long as a stream", async () => {
  const clock = createHeldClock();
  const client = clientOf(await startTestCloud({ timeScale: 1, seed: 3, clock }));
  await client.chat.completions.create({ model: "gpt-4o", messages: user("What is the capital of France?") });
  const [streamed = []] = await timesOf({ timeScale: 1, seed: 3 }, { answers: 1 });
  expect(clock.sleeps).toHaveLength(1);
  expect(clock.sleeps[0]).toBeCloseTo(
    streamed.reduce((sum, ms) => sum + ms, 0),
    3,
  );
});

test("a region farther away takes its round trip longer", async () => {
  const clock = createHeldClock();
  const cloud = await startTestCloud({ timeScale: 1, seed: 3, clock });
  const far = await startTestCloud({ timeScale: 1, seed: 3, clock });
  const ask = async (endpoint: string, { env }: LabCloud) => {
    const apiKey = env.AZURE_OPENAI_API_KEY ?? "";
    const client = new AzureOpenAI({ endpoint, apiKey, apiVersion: "2024-12-01-preview" });
    await client.chat.completions.create({ model: "gpt-4.1-mini", messages: user("ping") });
    return clock.sleeps.at(-1) ?? 0;
  };
  const near = await ask(`${cloud.http}/resources/foundry2`, cloud);
  const distant = await ask(`${far.http}/resources/foundry3`, far);
  const roundTrip = (name: string) =>
    catalog.regions.find((region) => region.name === name)?.roundTripMs ?? 0;
  expect(distant - near).toBeCloseTo(roundTrip("West US") - roundTrip("Sweden Central"), 3);
});

test("a model router takes the time of the model it chose", async () => {
  const waits = await timesOf({ timeScale: 1, seed: 3 }, { answers: 1, model: "model-router" });
  const chosen = await timesOf({ timeScale: 1, seed: 3 }, { answers: 1, model: "gpt-4.1-nano" });
  expect(waits).toEqual(chosen);
});

test("at scale 0 nothing is waited for, and no timer is made", async () => {
  const clock: Clock = {
    ...systemClock,
    sleep: () => Promise.reject(new Error("nobody may sleep")),
  };
  const client = clientOf(await startTestCloud({ clock }));
  const whole = await client.chat.completions.create({ model: "gpt-4o", messages: user("Hello!") });
  expect(whole.choices).toHaveLength(1);
  const stream = await client.chat.completions.create({
    model: "gpt-4o",
    messages: user("Hello!"),
    stream: true,
  });
  expect((await Array.fromAsync(stream)).length).toBeGreaterThan(3);
});

describe("a client that leaves", () => {
  /** Every sleep lasts until its signal ends it. */
  function createEndlessClock() {
    let sleeping = 0;
    const clock: Clock = {
      ...systemClock,
      sleep: (_, signal) =>
        new Promise((_, reject) => {
          sleeping += 1;
          signal?.addEventListener("abort", () => {
            sleeping -= 1;
            reject(signal.reason);
          });
        }),
    };
    return { clock, sleeping: () => sleeping };
  }

  test.each([true, false])("ends what waits for it (stream: %s)", async (stream) => {
    const { clock, sleeping } = createEndlessClock();
    const cloud = await startTestCloud({ timeScale: 1, clock });
    const leaving = new AbortController();
    const asked = clientOf(cloud).chat.completions.create(
      { model: "gpt-4o", messages: user("Hello!"), stream },
      { signal: leaving.signal },
    );
    const outcome = expect(asked).rejects.toThrow(/abort/i);
    await expect.poll(sleeping).toBe(1);
    leaving.abort();
    await outcome;
    await expect.poll(sleeping).toBe(0);
  });

  test("in the middle of a stream ends its timer", async () => {
    const endless = createEndlessClock();
    let first = true;
    const clock: Clock = {
      ...endless.clock,
      async sleep(ms, signal) {
        if (!first) return endless.clock.sleep(ms, signal);
        first = false;
      },
    };
    const cloud = await startTestCloud({ timeScale: 1, clock });
    const leaving = new AbortController();
    const stream = await clientOf(cloud).chat.completions.create(
      { model: "gpt-4o", messages: user("What is the capital of France?"), stream: true },
      { signal: leaving.signal },
    );
    await stream[Symbol.asyncIterator]().next();
    await expect.poll(endless.sleeping).toBe(1);
    leaving.abort();
    await expect.poll(endless.sleeping).toBe(0);
  });
});

test.each([Number.NaN, -1, Number.POSITIVE_INFINITY])(
  "a scale of %s is one clear line",
  async (timeScale) => {
    await expect(startTestCloud({ timeScale })).rejects.toThrow(/timeScale is/);
  },
);
