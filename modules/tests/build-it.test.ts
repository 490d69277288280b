import { describe, expect, test } from "vitest";
import { checkBuild } from "../src/exercises/build-it/check-build.ts";
import type { CreateCosts } from "../src/exercises/build-it/contracts/costs.ts";
import type { CreateExecutor } from "../src/exercises/build-it/contracts/executor.ts";
import type { RunLoad } from "../src/exercises/build-it/contracts/load-test.ts";
import type { CreateRegistry } from "../src/exercises/build-it/contracts/registry.ts";
import type { CreateRouter } from "../src/exercises/build-it/contracts/router.ts";
import * as costs from "../src/exercises/build-it/ours/costs.ts";
import * as executor from "../src/exercises/build-it/ours/executor.ts";
import * as load from "../src/exercises/build-it/ours/load-test.ts";
import * as registry from "../src/exercises/build-it/ours/registry.ts";
import * as router from "../src/exercises/build-it/ours/router.ts";
import { buildPrompts } from "../src/exercises/build-it/prompts.ts";

const failed = async (number: number, exports: unknown) =>
  (await checkBuild(number, exports)).flatMap(({ name, outcome }) =>
    outcome.kind === "pass" ? [] : [`${name}: ${outcome.message}`],
  );

test.each([
  [1, registry],
  [2, router],
  [3, costs],
  [4, executor],
  [6, load],
])("prompt %i is done by our own rooms", async (number, ours) => {
  expect(await failed(number, ours)).toEqual([]);
});

describe("an answer that looks right and is not", () => {
  test("of prompt 1 replaces the latency by the last one", async () => {
    const createRegistry: CreateRegistry = (config) => {
      const right = registry.createRegistry(config);
      const last = new Map<string, number>();
      return {
        ...right,
        recordCall(name, ok, latencyMs) {
          last.set(name, latencyMs);
          right.recordCall(name, ok, latencyMs);
        },
        get: (name) => ({ ...right.get(name), latencyMs: last.get(name) ?? right.get(name).latencyMs }),
      };
    };
    expect(await failed(1, { createRegistry })).toEqual([
      expect.stringMatching(/^moves success rate and latency by a tenth: /),
    ]);
  });

  test("of prompt 2 sends every failure around, and has no breaker", async () => {
    const createRouter: CreateRouter = ({ models, ask, now }) => ({
      taskOf: router.createRouter({ models, ask, now }).taskOf,
      async route(prompt) {
        const task = this.taskOf(prompt);
        for (const model of models[task]) {
          try {
            return { task, model, text: await ask(model, prompt) };
          } catch {}
        }
        throw new Error("Nobody has answered.");
      },
    });
    expect((await failed(2, { createRouter })).map((line) => line.split(":")[0])).toEqual([
      "sends a request that is wrong to nobody else",
      "leaves a model alone for 30 seconds after three failures, then tries it once",
      "refuses an empty prompt before anybody is asked",
    ]);
  });

  test("of prompt 3 looks at what is spent only", async () => {
    const createCosts: CreateCosts = (options) => {
      let spent = 0;
      return {
        ...costs.createCosts(options),
        spentUsd: () => spent,
        reserve(mostUsd) {
          if (spent + mostUsd > options.limitUsd) return undefined;
          return {
            settle(costUsd) {
              spent += costUsd;
            },
            release() {},
          };
        },
      };
    };
    expect((await failed(3, { createCosts })).map((line) => line.split(":")[0])).toEqual([
      "lets nobody overspend together",
      "frees what a call did not cost, once",
    ]);
  });

  test("of prompt 4 gathers the answer before it passes it on, and keeps what was broken", async () => {
    const createExecutor: CreateExecutor = ({ call }) => {
      const kept = new Map<string, string>();
      return {
        async *execute(request, signal = new AbortController().signal) {
          const key = JSON.stringify(request);
          const known = kept.get(key);
          if (known !== undefined) return void (yield known);
          let text = "";
          try {
            for await (const piece of call(request, signal)) text += piece;
          } finally {
            kept.set(key, text);
          }
          yield text;
        },
      };
    };
    const names = (await failed(4, { createExecutor })).map((line) => line.split(":")[0]);
    expect(names).toContain("passes each piece on as soon as it is there");
    expect(names).toContain("throws when the model breaks off, and keeps no half answer");
    expect(names).toContain("makes no more calls at one time than it may, and all of them in the end");
    expect(names).not.toContain("answers a repeated request from memory, and no other");
  }, 120_000);

  test("of prompt 6 sends everything at once and stops at the first failure", async () => {
    const runLoad: RunLoad = async ({ ask, requests, now }) => {
      const startedAt = now();
      await Promise.all(Array.from({ length: requests }, (_, index) => ask(index)));
      const ms = now() - startedAt;
      return {
        sent: requests,
        succeeded: requests,
        failed: 0,
        p50Ms: ms,
        p95Ms: ms,
        perSecond: requests / ms,
      };
    };
    expect(await failed(6, { runLoad })).toHaveLength(4);
  });
});

test("what cannot be checked says why", async () => {
  for (const { number, contract, unchecked } of buildPrompts)
    expect(contract === undefined, `prompt ${number}`).toBe(unchecked !== undefined);
  await expect(checkBuild(7, {})).rejects.toThrow("Kubernetes has no checks");
  await expect(checkBuild(9, {})).rejects.toThrow("There is no prompt 9.");
  await expect(checkBuild(1, {})).rejects.toThrow("The file exports no function createRegistry.");
});
