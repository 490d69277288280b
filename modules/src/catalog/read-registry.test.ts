import { mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { paths } from "../config/paths.ts";
import { readRegistry } from "./read-registry.ts";

const shipped = (name: string) => join(paths.root, "modules", "tests", "registry-files", name);
const taskRules = readFileSync(shipped("model-config.yaml"), "utf8");
const agentRouter = readFileSync(shipped("agent-router.yaml"), "utf8");

function write(text: string): string {
  const file = join(mkdtempSync(join(tmpdir(), "registry-")), "models.yaml");
  writeFileSync(file, text);
  return file;
}

const modelOf = (text: string, name: string) =>
  readRegistry(write(text)).models.find((model) => model.name === name);

/** The text with a part replaced that has to be in it. */
function changed(text: string, from: string, to: string): string {
  expect(text).toContain(from);
  return text.replace(from, to);
}

describe("a file of models and task rules", () => {
  const config = readRegistry(shipped("model-config.yaml"));

  test.each([
    ["gpt-4", 30, 60, 8192, 800, 0.95],
    ["gpt-3.5-turbo", 1.5, 2, 4096, 400, 0.85],
    ["llama-2-70b", 1, 1, 4096, 600, 0.8],
    ["code-davinci-002", 20, 20, 8000, 1000, 0.92],
    ["text-embedding-ada-002", 0.1, 0, 4096, 50, 0.9],
  ])("gives %s its price, limits and quality", (name, input, output, maxTokens, latencyMs, quality) => {
    expect(config.models.find((model) => model.name === name)).toMatchObject({
      usdPerMillion: { input, output },
      maxTokens,
      latencyMs,
      quality,
    });
  });

  test("names providers as written and in the house's words", () => {
    expect(
      config.models.map(({ provider, providerKind, tier }) => [provider, providerKind, tier]),
    ).toContainEqual(["github_models", "github-models", "cloud"]);
  });

  test("has its rules, and a warning for the model that only a rule names", () => {
    expect(config.rules).toContainEqual({
      task: "code-generation",
      preferred: ["code-davinci-002", "gpt-4"],
      fallback: ["gpt-3.5-turbo"],
    });
    expect(config.warnings).toEqual([
      'model-config.yaml line 46: the rule for embeddings names "text-embedding-3-small", which is not in models and is passed over.',
    ]);
  });

  test("is checked each minute, and a failed check counts at once", () => {
    expect(config.style).toBe("task-rules");
    expect(config.health).toMatchObject({ intervalMs: 60_000, unhealthyAfter: 1, healthyAfter: 1 });
  });

  test("falls back to what clients of this form expect", () => {
    expect(modelOf("models: { m: { provider: azure_openai, capabilities: [code] } }", "m")).toMatchObject({
      version: "1",
      servedName: "m",
      maxTokens: 4096,
      latencyMs: 1000,
      quality: 0.8,
    });
  });
});

describe("a file of an agent router", () => {
  const config = readRegistry(shipped("agent-router.yaml"));

  test("has models by id with the name their server knows, and its address without a slash at the end", () => {
    expect(config.models.map(({ name, servedName, endpoint }) => [name, servedName, endpoint])).toEqual([
      ["llama", "llama-3.3-8b-instruct", "http://llama:8080"],
      ["qwen-coder", "qwen2.5-coder-7b-instruct", "http://qwen-coder:8081"],
      ["deepseek-r1", "deepseek-r1-7b", "http://deepseek-r1:8082"],
    ]);
  });

  test("has intents, first models and chains", () => {
    expect(config.style).toBe("agent-router");
    expect(config.intents?.keywords.code).toContain("debug");
    expect(config.intents?.thresholds).toEqual({ high: 0.7, medium: 0.4, low: 0.2 });
    expect(config.primaryModel).toEqual({ code: "qwen-coder", reasoning: "deepseek-r1", general: "llama" });
    expect(config.chains["qwen-coder"]).toEqual(["llama", "deepseek-r1"]);
    expect(config.warnings).toEqual([]);
  });

  test("has times in milliseconds", () => {
    expect(config).toMatchObject({
      requestTimeoutMs: 300_000,
      retry: { maxAttempts: 2, backoffFactor: 1.5 },
      health: {
        intervalMs: 30_000,
        timeoutMs: 5_000,
        unhealthyAfter: 3,
        healthyAfter: 2,
        startUpGraceMs: 60_000,
      },
      metrics: { enabled: true, port: 8001 },
    });
  });

  test("takes a new intent without a line of code, under either key", () => {
    const text = changed(
      agentRouter,
      "  code_keywords:",
      "  keywords: { poetry: [poem] }\n  legal_keywords: [contract]\n  code_keywords:",
    );
    const { intents, warnings } = readRegistry(write(text));
    expect(intents?.keywords).toMatchObject({ poetry: ["poem"], legal: ["contract"] });
    expect(warnings).toEqual([
      expect.stringContaining("the intent legal has no model in routing.primary_model"),
      expect.stringContaining("the intent poetry has no model in routing.primary_model"),
    ]);
  });

  test("takes aliases in chains for the models they mean", () => {
    const text = changed(
      agentRouter,
      "llama: [qwen-coder, deepseek-r1]",
      "LLAMA-3.3: [qwen, deepseek-r1-7b]",
    );
    expect(readRegistry(write(text)).chains.llama).toEqual(["qwen-coder", "deepseek-r1"]);
  });
});

test("both forms may stand in one file", () => {
  const rule = "\nrouting_rules:\n  - { task: code-generation, preferred_models: [qwen-coder] }\n";
  const config = readRegistry(write(agentRouter + rule));
  expect(config.style).toBe("agent-router");
  expect(config.rules).toEqual([{ task: "code-generation", preferred: ["qwen-coder"], fallback: [] }]);
});

describe("a model", () => {
  const of = (fields: string) => modelOf(`models: { m: { capabilities: [code], ${fields} } }`, "m");

  test.each([
    ["endpoint: http://127.0.0.1:8080", "local"],
    ["endpoint: http://localhost:8080", "local"],
    ["endpoint: 'http://[::1]:8080'", "local"],
    ["endpoint: http://llama:8080", "cloud"],
    ["endpoint: http://localhost.example.com", "cloud"],
    ["endpoint: http://127.0.0.1.example.com", "cloud"],
    ["endpoint: http://10.0.0.5", "cloud"],
    ["endpoint: http://10.0.0.5, tier: local", "local"],
    ["provider: local", "local"],
    ["provider: local, endpoint: https://example.com", "cloud"],
    ["provider: azure_openai", "azure"],
    ["provider: apim", "apim"],
    ["provider: anthropic", "cloud"],
  ])("with %s is in the tier %s", (fields, tier) => {
    expect(of(fields)?.tier).toBe(tier);
  });

  test.each([
    "endpoint: http://llama:8080",
    "endpoint: http://10.1.2.3:8000/v1",
    "endpoint: http://172.20.0.2",
    "endpoint: http://models.svc.cluster.local",
    "provider: vllm, endpoint: https://gpu.example.com",
    "provider: foundry_local",
  ])("of one's own server costs nothing: %s", (fields) => {
    expect(of(fields)?.usdPerMillion).toEqual({ input: 0, output: 0 });
  });

  test.each([
    "endpoint: https://api.example.com/v1",
    "endpoint: http://172.200.0.2",
    "endpoint: http://10.1.2.3.example.com",
    "provider: openai",
    "provider: azure_openai",
    "provider: anthropic",
  ])("of somebody else's has no price unless it is told, and a warning: %s", (fields) => {
    const file = write(`models: { m: { capabilities: [code], ${fields} } }`);
    const { models, warnings } = readRegistry(file);
    expect(models[0]?.usdPerMillion).toBeUndefined();
    expect(warnings).toEqual(["models.yaml line 1: m has no price; what its answers cost is not known."]);
    expect(of(`${fields}, usd_per_million_tokens: { input: 2.5, output: 10 }`)?.usdPerMillion).toEqual({
      input: 2.5,
      output: 10,
    });
  });

  test("may have several versions in one file", () => {
    const text = "models: { m@1: { capabilities: [code] }, m@2: { capabilities: [code] } }";
    expect(readRegistry(write(text)).models.map(({ name, version }) => [name, version])).toEqual([
      ["m", "1"],
      ["m", "2"],
    ]);
  });

  test("that costs a thousand times too much is asked about", () => {
    const text =
      "models:\n  m:\n    provider: azure_openai\n    capabilities: [code]\n    cost_per_1k_tokens: { input: 2.5, output: 10 }\n";
    expect(readRegistry(write(text)).warnings).toEqual([
      "models.yaml line 5: m costs 10 USD for a thousand tokens; is that the price of a million (usd_per_million_tokens)?",
    ]);
  });
});

describe("refused with file and line:", () => {
  test.each([
    [
      "a negative price",
      changed(taskRules, "input: 0.03", "input: -0.03"),
      /line 7: .*input.* must be at least 0, not -0\.03/,
    ],
    [
      "a price that is no number",
      changed(taskRules, "input: 0.03", "input: .nan"),
      /line 7: .*input.* must be a number/,
    ],
    [
      "a quality above 1",
      changed(taskRules, "0.95", "95"),
      /line 10: .*quality_score.* must be at most 1, not 95/,
    ],
    [
      "a misspelt key",
      changed(taskRules, "latency_ms: 800", "latency: 800"),
      /line 9: .*unknown key "latency"; did you mean "latency_ms"\?/,
    ],
    [
      "no capabilities",
      changed(taskRules, "[embeddings]\n", "[]\n"),
      /line 27: .*capabilities.* needs at least one/,
    ],
    [
      "a rule twice",
      changed(taskRules, "task: conversation", "task: embeddings"),
      /line 47: there is a rule for embeddings already/,
    ],
    [
      "a rule that comes back",
      changed(taskRules, "fallback_models: [gpt-3.5-turbo]", "fallback_models: [gpt-4]"),
      /line 43: the rule for code-generation comes back to gpt-4; name each model once\./,
    ],
    [
      "a rule of nobody",
      changed(taskRules, "[text-embedding-ada-002]", "[nobody]"),
      /line 44: no model of the rule for embeddings is in models/,
    ],
    ["a model twice", changed(taskRules, "  gpt-3.5-turbo:", "  gpt-4:"), /line 11: Map keys must be unique/],
    [
      "a chain that comes back to its start",
      changed(agentRouter, "qwen-coder: [llama, deepseek-r1]", "qwen-coder: [llama, qwen-coder]"),
      /line 35: the chain of qwen-coder is a cycle: qwen-coder -> llama -> qwen-coder\./,
    ],
    [
      "a chain that comes back under another name",
      changed(agentRouter, "qwen-coder: [llama, deepseek-r1]", "qwen-coder: [llama, QWEN]"),
      /line 35: the chain of qwen-coder is a cycle/,
    ],
    [
      "a chain to nowhere",
      changed(agentRouter, "llama: [qwen-coder, deepseek-r1]", "llama: [qwen-codre]"),
      /line 37: the chain of llama names "qwen-codre", which is not in models\. Did you mean qwen-coder\?/,
    ],
    [
      "a chain from nowhere",
      changed(agentRouter, "    llama: [qwen", "    gemma: [qwen"),
      /line 37: there is a chain for "gemma", which is not in models\./,
    ],
    [
      "an intent to nowhere",
      changed(agentRouter, "reasoning: deepseek-r1,", "reasoning: deepseek,"),
      /line 33: the intent reasoning goes to "deepseek", which is not in models/,
    ],
    [
      "thresholds that rise",
      changed(agentRouter, "high: 0.7", "high: 0.1"),
      /line 30: .*thresholds.* must fall from high over medium to low/,
    ],
    [
      "an alias that is another model's name",
      changed(agentRouter, "aliases: [llama-3.3]", "aliases: [Qwen-Coder]"),
      /line 10: llama wants the name Qwen-Coder, which is qwen-coder's\./,
    ],
    [
      "a model called auto",
      changed(agentRouter, "  llama:\n    name", "  Auto:\n    name"),
      /line 3: the model name "Auto" must be letters/,
    ],
    [
      "an address of another kind",
      changed(agentRouter, "http://llama:8080", "file:///etc/passwd"),
      /line 5: .*endpoint.* must be an address such as http/,
    ],
    [
      "an address with a password, which is not repeated",
      changed(agentRouter, "http://llama:8080", "http://me:secret@llama:8080"),
      /^models\.yaml line 5: the endpoint of [^:]* must not hold a user or a password: files of models are shown\.$/,
    ],
    [
      "an unknown key of the intents",
      changed(agentRouter, "code_keywords", "code_words"),
      /line 28: unknown key "code_words" of intent_classifier/,
    ],
    [
      "two prices",
      changed(taskRules, "max_tokens: 8192", "usd_per_million_tokens: { input: 1 }"),
      /line 8: gpt-4 has two prices/,
    ],
    ["no models", "models: {}", /line 1: models needs at least one model/],
    [
      "an endless wait",
      changed(agentRouter, "interval_seconds: 30", "interval_seconds: .inf"),
      /line 43: .*interval_seconds/,
    ],
    [
      "a wait of no time",
      changed(agentRouter, "interval_seconds: 30", "interval_seconds: 0"),
      /line 43: .*interval_seconds.* above 0/,
    ],
  ])("%s", (_, text, message) => {
    expect(() => readRegistry(write(text))).toThrow(message);
  });

  test("every problem at once", () => {
    const text = changed(
      changed(agentRouter, "reasoning: deepseek-r1,", "reasoning: x,"),
      "llama: [qwen-coder, deepseek-r1]",
      "llama: [y]",
    );
    expect(() => readRegistry(write(text))).toThrow(/line 33[^\n]*\n.*line 37/);
  });
});
