import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { paths } from "../config/paths.ts";
import { silentLogger } from "../core/logger.ts";
import { createModelRegistry } from "./create-model-registry.ts";
import { modelInfo } from "./model-info.ts";
import type { ModelRegistry, RegistryEvent } from "./model-registry.ts";
import { readRegistry } from "./read-registry.ts";
import type { ModelProfile, RegistryConfig } from "./registry-config.ts";

const shipped = (name: string) => readRegistry(join(paths.root, "modules", "tests", "registry-files", name));
const taskRules = shipped("model-config.yaml");
const agentRouter = shipped("agent-router.yaml");

const profile = (name: string, fields: Partial<ModelProfile> = {}): ModelProfile => ({
  name,
  version: "1",
  servedName: name,
  aliases: [],
  provider: "openai",
  providerKind: "openai",
  tier: "cloud",
  capabilities: ["translation"],
  usdPerMillion: { input: 1, output: 1 },
  maxTokens: 1000,
  latencyMs: 100,
  quality: 0.5,
  ...fields,
});

const config = (models: readonly ModelProfile[], rest: Partial<RegistryConfig> = {}): RegistryConfig => ({
  ...taskRules,
  rules: [],
  warnings: [],
  ...rest,
  models,
});

const namesFor = (registry: ModelRegistry, task: string, wish = {}) =>
  registry.modelsForTask(task, wish).map(({ name }) => name);

const unavailable = { kind: "unavailable", since: 0, because: "it is out" } as const;

describe("models for a task", () => {
  const registry = createModelRegistry({ config: taskRules });

  test.each([
    ["code-generation", ["code-davinci-002", "gpt-4", "gpt-3.5-turbo"]],
    ["Code Generation", ["code-davinci-002", "gpt-4", "gpt-3.5-turbo"]],
    ["conversation", ["gpt-3.5-turbo", "llama-2-70b", "gpt-4"]],
    ["embeddings", ["text-embedding-ada-002"]],
    ["summarization", ["gpt-3.5-turbo", "gpt-4"]],
    ["reasoning", ["gpt-4"]],
    ["code-completion", ["code-davinci-002", "gpt-4"]],
    ["translation", ["llama-2-70b", "gpt-3.5-turbo", "gpt-4"]],
  ])("%s: as its rule has it, then by price", (task, names) => {
    expect(namesFor(registry, task)).toEqual(names);
  });

  test("are not those of providers that are excluded, however these are written", () => {
    expect(namesFor(registry, "conversation", { excludeProviders: ["azure-openai"] })).toEqual([
      "llama-2-70b",
    ]);
    expect(namesFor(registry, "conversation", { excludeProviders: ["azure_openai"] })).toEqual([
      "llama-2-70b",
    ]);
  });

  test("keep to the price and the quality that are asked for", () => {
    expect(namesFor(registry, "conversation", { maxInputUsdPerMillion: 1.5 })).toEqual([
      "gpt-3.5-turbo",
      "llama-2-70b",
    ]);
    expect(namesFor(registry, "conversation", { minQuality: 0.85 })).toEqual(["gpt-3.5-turbo", "gpt-4"]);
  });

  test("leave out what is unavailable until it is back", () => {
    const registry = createModelRegistry({ config: taskRules });
    registry.recordCheck("code-davinci-002", { at: 5, availability: unavailable });
    expect(namesFor(registry, "code-generation")).toEqual(["gpt-4", "gpt-3.5-turbo"]);
    expect(namesFor(registry, "code-generation", { includeUnavailable: true })).toHaveLength(3);
    registry.recordCheck("code-davinci-002", { at: 9, availability: { kind: "available", since: 9 } });
    expect(namesFor(registry, "code-generation")[0]).toBe("code-davinci-002");
  });

  test("without a rule come by price for quality, the better of two at one price first, unknown prices last", () => {
    const registry = createModelRegistry({
      config: config([
        profile("unknown", { usdPerMillion: undefined }),
        profile("dear", { usdPerMillion: { input: 10, output: 0 }, quality: 1 }),
        profile("useless", { quality: 0 }),
        profile("plain", { usdPerMillion: { input: 0, output: 0 }, quality: 0.3 }),
        profile("free", { usdPerMillion: { input: 0, output: 0 }, quality: 0.9 }),
        profile("worth", { usdPerMillion: { input: 4, output: 0 }, quality: 0.8 }),
      ]),
    });
    expect(namesFor(registry, "translation").slice(0, 4)).toEqual(["free", "plain", "worth", "dear"]);
    expect(namesFor(registry, "translation", { maxInputUsdPerMillion: 1e9 })).not.toContain("unknown");
  });

  test("go by ratings once there are some", () => {
    const registry = createModelRegistry({ config: taskRules });
    registry.rateQuality("gpt-3.5-turbo", 0.01);
    expect(namesFor(registry, "summarization")).toEqual(["gpt-4", "gpt-3.5-turbo"]);
    registry.rateQuality("gpt-3.5-turbo", Number.NaN);
    expect(registry.get("gpt-3.5-turbo").ratedQuality).toBe(0.01);
  });

  test("no embedding model writes, whatever a rule says", () => {
    const rules = [{ task: "translation", preferred: ["vectors", "m"], fallback: [] }];
    const models = [profile("vectors", { capabilities: ["embeddings"] }), profile("m")];
    const registry = createModelRegistry({ config: config(models, { rules }) });
    expect(namesFor(registry, "translation")).toEqual(["m"]);
    expect(namesFor(registry, "embeddings")).toEqual(["vectors"]);
  });
});

describe("chains and intents", () => {
  const registry = createModelRegistry({ config: agentRouter });

  test.each([
    ["qwen-coder", ["llama", "deepseek-r1"]],
    ["deepseek-r1", ["llama", "qwen-coder"]],
    ["llama", ["qwen-coder", "deepseek-r1"]],
    ["Qwen2.5-Coder-7B-Instruct", ["llama", "deepseek-r1"]],
    ["nobody", []],
  ])("of %s", (name, chain) => {
    expect(registry.chainOf(name).map((model) => model.name)).toEqual(chain);
  });

  test.each([
    ["code", "qwen-coder"],
    ["reasoning", "deepseek-r1"],
    ["general", "llama"],
    ["poetry", "llama"],
    ["constructor", "llama"],
  ])("%s goes to %s first", (intent, name) => {
    expect(registry.primaryFor(intent)?.name).toBe(name);
  });
});

describe("what calls were like", () => {
  test("moves success rate and latency by a tenth, latency in whole milliseconds", () => {
    const registry = createModelRegistry({ config: taskRules });
    registry.recordCall("gpt-4", { ok: false, latencyMs: 1005 });
    expect(registry.get("gpt-4")).toMatchObject({ measuredLatencyMs: 820, calls: 1 });
    expect(registry.get("gpt-4").successRate).toBeCloseTo(0.9, 12);
    registry.recordCall("gpt-4", { ok: true, latencyMs: 0 });
    expect(registry.get("gpt-4").successRate).toBeCloseTo(0.91, 12);
    expect(registry.get("gpt-4").measuredLatencyMs).toBe(738);
  });

  test("of an unknown model are ignored, as is a time that is none", () => {
    const registry = createModelRegistry({ config: taskRules });
    registry.recordCall("nobody", { ok: true, latencyMs: 1 });
    registry.recordCall("gpt-4", { ok: true, latencyMs: Number.NaN });
    expect(registry.get("gpt-4").measuredLatencyMs).toBe(800);
  });

  test("never leave their range", () => {
    fc.assert(
      fc.property(
        fc.array(fc.record({ ok: fc.boolean(), latencyMs: fc.double({ min: 0, max: 1e6, noNaN: true }) })),
        (calls) => {
          const registry = createModelRegistry({ config: taskRules });
          for (const call of calls) registry.recordCall("gpt-4", call);
          const { successRate, measuredLatencyMs } = registry.get("gpt-4");
          expect(successRate).toBeGreaterThanOrEqual(0);
          expect(successRate).toBeLessThanOrEqual(1);
          expect(Number.isInteger(measuredLatencyMs)).toBe(true);
          expect(measuredLatencyMs).toBeLessThanOrEqual(1e6);
        },
      ),
    );
  });

  test("do not change what was handed out before", () => {
    const registry = createModelRegistry({ config: taskRules });
    const before = registry.get("gpt-4");
    registry.recordCall("gpt-4", { ok: false, latencyMs: 1 });
    expect(before).toMatchObject({ successRate: 1, calls: 0 });
    expect(registry.get("gpt-4")).toBe(registry.get("gpt-4"));
  });
});

describe("registration while running", () => {
  test("adds a model that rules and tasks find at once", () => {
    const registry = createModelRegistry({ config: taskRules });
    expect(namesFor(registry, "code-completion")).not.toContain("new");
    registry.register(profile("new", { capabilities: ["code"], usdPerMillion: { input: 0, output: 0 } }));
    expect(namesFor(registry, "code-completion")[0]).toBe("new");
    expect(registry.get("new")).toMatchObject({ origin: "run-time", isAvailable: true });
    registry.retire("new");
    expect(registry.find("new")).toBeUndefined();
  });

  test.each([
    [
      "a negative price",
      { usdPerMillion: { input: -1, output: 0 } },
      /usdPerMillion\.input must be a number of 0 or more, not -1/,
    ],
    ["a quality of NaN", { quality: Number.NaN }, /quality must be a number from 0 to 1, not NaN/],
    ["a name with a line break", { name: "a\nb" }, /must be letters, digits/],
    ["nothing it can do", { capabilities: [] }, /capabilities needs at least one/],
    ["half a token", { maxTokens: 0.5 }, /maxTokens must be a whole number/],
    ["an alias of another", { aliases: ["GPT-4"] }, /wants the name GPT-4, which is gpt-4's/],
  ])("refuses %s and leaves everything as it was", (_, fields, message) => {
    const registry = createModelRegistry({ config: taskRules });
    const { revision } = registry;
    expect(() => registry.register(profile("new", fields))).toThrow(message);
    expect(registry.revision).toBe(revision);
    expect(registry.list()).toHaveLength(5);
  });

  test("does not take away what a chain needs", () => {
    const registry = createModelRegistry({ config: agentRouter });
    expect(() => registry.retire("llama")).toThrow(
      /^llama cannot go: the intent general, .*the chain of llama/,
    );
  });

  test("unknown names are told with near ones", () => {
    const registry = createModelRegistry({ config: agentRouter });
    expect(() => registry.get("qwen-codr")).toThrow('There is no model "qwen-codr".');
    try {
      registry.get("qwen-codr");
    } catch (error) {
      expect(error).toMatchObject({ code: "MODEL_UNKNOWN", hint: "Did you mean qwen-coder?" });
    }
  });
});

describe("versions", () => {
  test("a new one is used at once, and one can go back", () => {
    const registry = createModelRegistry({ config: config([profile("m", { latencyMs: 1 })]) });
    registry.recordCall("m", { ok: false, latencyMs: 1 });
    registry.register(profile("m", { version: "2", latencyMs: 2 }));
    expect(registry.get("m")).toMatchObject({ version: "2", calls: 0 });
    expect(registry.get("m@1")).toMatchObject({ version: "1", calls: 1 });
    registry.activate("m", "1");
    expect(registry.get("m")).toMatchObject({ version: "1", calls: 1 });
    expect(registry.versions("M").map(({ version }) => version)).toEqual(["1", "2"]);
    expect(() => registry.activate("m", "3")).toThrow('There is no version "3" of m.');
  });

  test("one can be brought in beside the one in use", () => {
    const registry = createModelRegistry({ config: config([profile("m")]) });
    registry.register(profile("m", { version: "2" }), { activate: false });
    expect(registry.get("m").version).toBe("1");
    registry.retire("m", "1");
    expect(registry.get("m").version).toBe("2");
  });
});

describe("a new config", () => {
  test("keeps what was seen of models that stay, forgets it where another server stands behind the name", () => {
    const registry = createModelRegistry({ config: config([profile("a"), profile("b"), profile("c")]) });
    for (const name of ["a", "b", "c"]) registry.recordCall(name, { ok: false, latencyMs: 100 });
    const { revision } = registry;
    registry.apply(
      config([
        profile("a", { usdPerMillion: { input: 9, output: 9 } }),
        profile("b", { endpoint: "http://other" }),
      ]),
    );
    expect(registry.get("a")).toMatchObject({ calls: 1, usdPerMillion: { input: 9 } });
    expect(registry.get("b").calls).toBe(0);
    expect(registry.find("c")).toBeUndefined();
    expect(registry.revision).toBeGreaterThan(revision);
  });

  test("keeps run-time models and a version that one went back to, and takes a version that is new", () => {
    const two = [profile("m", { version: "1" }), profile("m", { version: "2" })];
    const registry = createModelRegistry({ config: config(two) });
    registry.register(profile("extra"));
    registry.activate("m", "1");
    registry.apply(config(two));
    expect(registry.get("m").version).toBe("1");
    expect(registry.find("extra")?.origin).toBe("run-time");
    registry.apply(config([...two, profile("m", { version: "3" })]));
    expect(registry.get("m").version).toBe("3");
  });

  test("changes a quality that nobody rated, and keeps one that was rated", () => {
    const registry = createModelRegistry({ config: config([profile("a"), profile("b")]) });
    registry.rateQuality("b", 0.9);
    registry.apply(config([profile("a", { quality: 0.7 }), profile("b", { quality: 0.7 })]));
    expect(registry.list().map(({ ratedQuality }) => ratedQuality)).toEqual([0.7, 0.9]);
  });

  test("tells what changed, and how much was loaded", () => {
    const events: RegistryEvent[] = [];
    const lines: string[] = [];
    const registry = createModelRegistry({
      config: config([profile("a"), profile("b")]),
      clock: { now: () => 7, elapsed: () => 0, sleep: async () => {} },
      logger: { ...silentLogger, info: (line) => lines.push(line), warn: (line) => lines.push(line) },
      onEvent: (event) => events.push(event),
    });
    events.length = 0;
    registry.apply({ ...taskRules, models: [profile("b", { quality: 1 }), profile("c")] });
    expect(events).toEqual([
      { type: "model-removed", at: 7, name: "a", version: "1" },
      { type: "model-changed", at: 7, name: "b", version: "1" },
      { type: "model-added", at: 7, name: "c", version: "1" },
      { type: "config-applied", at: 7, models: 2, rules: 3 },
    ]);
    expect(lines).toContain("Loaded 2 models and 3 routing rules");
    expect(lines).toContain(taskRules.warnings[0]);
  });
});

test("a model's information has the names and units of its clients", () => {
  const registry = createModelRegistry({ config: taskRules });
  registry.recordCheck("text-embedding-ada-002", { at: Date.UTC(2026, 0, 2), availability: unavailable });
  expect(modelInfo(registry.get("text-embedding-ada-002"))).toEqual({
    name: "text-embedding-ada-002",
    provider: "azure_openai",
    capabilities: ["embeddings"],
    cost_per_1k_input: 0.0001,
    cost_per_1k_output: 0,
    max_tokens: 4096,
    latency_ms: 50,
    quality_score: 0.9,
    is_available: false,
    last_health_check: "2026-01-02T00:00:00.000Z",
    success_rate: 1,
  });
  expect(modelInfo(registry.get("gpt-4")).last_health_check).toBeNull();
});
