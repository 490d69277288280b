import { writeFile } from "node:fs/promises";
import { describe, expect, onTestFinished, test } from "vitest";
import { user } from "../src/chat/message.ts";
import { loadSettings } from "../src/config/index.ts";
import { createMemoryLedger } from "../src/cost/index.ts";
import { openOrchestrator, readOrchestratorConfig } from "../src/orchestrator/index.ts";
import { chatDouble } from "./chat-double.ts";
import { auto, context, fileOf, open, sample } from "./configured-orchestrator.ts";

describe("a configuration", () => {
  const MODELS = "models:\n  small: { provider: foundry_local, capabilities: [text-generation] }\n";

  test.each(["basic", "enhanced", "agent-router"])("%s is shipped without a warning", (name) => {
    const config = readOrchestratorConfig(sample(name));
    expect(config.profile).toBe(name);
    expect([...config.registry.warnings, ...config.warnings]).toEqual([]);
    const { firstTokenMs, idleMs } = config.resilience;
    // A basic one has one way only, and nobody to turn to.
    if (name !== "basic")
      expect([firstTokenMs, idleMs].every((ms) => ms && ms < config.timeoutMs)).toBe(true);
  });

  test.each([
    [
      `${MODELS}routes: { local: [smal] }\n`,
      'line 3: the route local names no model, deployment or tier: "smal"; did you mean small?',
    ],
    [`${MODELS}deployments:\n  west: { model: large }\n`, 'line 4: deployment west names no model: "large".'],
    [`${MODELS}deployments:\n  small: { model: small }\n`, "line 4: there is a model small already."],
    [`${MODELS}bands: [{ route: apim, from_score: 0.5 }]\n`, 'line 3: there is no route "apim".'],
    [`${MODELS}strateg: rule\n`, 'line 3: unknown key "strateg"; did you mean "strategy"?'],
    [`${MODELS}resilience: { mid_stream: stop }\n`, "line 3: the mid_stream of resilience must be one of"],
    [`${MODELS}providers: { east: { kind: azure, key: sk-123 } }\n`, "line 3:"],
    [`${MODELS}budget: [{ name: day, usd: -1 }]\n`, "line 3:"],
    ["models:\n  a: { capabilities: [x], cost_per_1k_tokens: { input: -1 } }\n", "line 2:"],
    [`${MODELS}routing: { fallback_chains: { small: [small] } }\n`, "line 3:"],
    [`${MODELS}routes: { local: [] }\n`, "line 3:"],
    [
      `${MODELS}routes: { local: [local], apim: [apim, azure] }\n`,
      "line 3: the route apim has nobody: it names no model of this file that answers questions.",
    ],
    [
      `${MODELS}  vectors: { provider: azure_openai, capabilities: [embeddings] }\nroutes:\n  search: [vectors]\n`,
      "line 5: the route search has nobody",
    ],
    [
      `${MODELS}fallbacks: { smal: [small] }\n`,
      'line 3: there are stand-ins for no model: "smal"; did you mean',
    ],
    [
      `${MODELS}fallbacks: { small: [other] }\n`,
      "line 3: the stand-ins of small name no model, deployment or tier",
    ],
    [
      `${MODELS}  large: { provider: azure_openai, capabilities: [chat] }\nfallbacks:\n  small: [large, small]\n`,
      "line 5: the stand-ins of small are a cycle: small -> large -> small.",
    ],
    [`${MODELS}fallbacks:\n  small: [apim]\n`, "line 4: the list for small has nobody"],
    [
      `${MODELS}  large: { provider: azure_openai, capabilities: [chat] }\nrouting: { fallback_chains: { small: [large] } }\nfallbacks: { small: [large] }\n`,
      "line 5: small has a chain in routing.fallback_chains already",
    ],
  ])("that cannot be used is refused with its line: %s", async (text, line) => {
    const file = await fileOf(text);
    expect(() => readOrchestratorConfig(file)).toThrow(`orchestrator.yaml ${line}`);
  });

  test("of which nothing can be asked is refused with every reason", async () => {
    const file = await fileOf("models:\n  a: { provider: anthropic, capabilities: [chat] }\n");
    await expect(open(file, {})).rejects.toThrow(
      "a cannot be asked: The provider anthropic has no key. Set ANTHROPIC_API_KEY in .env.",
    );
  });

  test("with a chain or a route that has nobody here is used, with a warning that names its line", async () => {
    const file = await fileOf(`
strategy: rule
models:
  small: { provider: foundry_local, capabilities: [text-generation] }
  large: { provider: azure_openai, capabilities: [text-generation], usd_per_million_tokens: { input: 1 } }
routes:
  local: [small]
  cloud: [large]
routing:
  fallback_chains:
    small: []
`);
    const orchestrator = await open(file, { LOCAL_MODEL_ENDPOINT: "http://127.0.0.1:1" });
    expect(orchestrator.warnings).toEqual([
      "orchestrator.yaml line 11: the chain of small has nobody in it.",
      "orchestrator.yaml line 8: the route cloud has nobody: nothing that it names can be asked here.",
    ]);
  });

  test("is warned of a price that nobody knows, and of none that is known elsewhere", async () => {
    const file = await fileOf(`
models:
  here: { provider: away, capabilities: [chat] }
  gpt-4o: { provider: far, capabilities: [chat] }
  mine: { provider: far, capabilities: [chat] }
providers:
  away: { kind: openai-compatible, endpoint: "http://models.example/v1", tier: local }
  far: { kind: openai-compatible, endpoint: "http://models.example/v1", tier: cloud }
`);
    expect((await open(file, {})).warnings).toEqual([
      "orchestrator.yaml line 5: mine has no price; what its answers cost is not known.",
    ]);
  });

  test("with a kind that there is not names those that there are", async () => {
    const file = await fileOf(`${MODELS}  b: { provider: antropic, capabilities: [chat] }\n`);
    const orchestrator = await open(file, { LOCAL_MODEL_ENDPOINT: "http://127.0.0.1:1" });
    expect(orchestrator.state().absent.b).toContain("Did you mean anthropic?");
  });

  test("with an experiment deals its variants out by user, always alike, and counts what became of them", async () => {
    const old = await chatDouble({ words: ["old"] });
    const young = await chatDouble({ words: ["young"] });
    const file = await fileOf(`
strategy: rule
models:
  old: { endpoint: "${old.address}", capabilities: [text-generation] }
  young: { endpoint: "${young.address}", capabilities: [text-generation] }
experiments:
  - { name: younger, goal: success, variants: [{ name: as-is, model: old }, { name: younger, model: young }] }
`);
    const orchestrator = await open(file, {});
    const said = new Map<string, Set<string>>();
    for (let turn = 0; turn < 40; turn++) {
      const name = `user-${turn % 20}`;
      const { text } = await orchestrator.complete(auto("Hello"), context({ user: name }));
      said.set(name, (said.get(name) ?? new Set()).add(text));
    }
    expect([...said.values()].every((texts) => texts.size === 1)).toBe(true);
    expect(new Set([...said.values()].flatMap((texts) => [...texts]))).toEqual(new Set(["old", "young"]));
    const named = await orchestrator.complete(
      { model: "old", messages: [user("Hello")] },
      context({ user: "user-1" }),
    );
    expect(named.text).toBe("old");
    const report = orchestrator.experiments?.report("younger");
    expect(report?.variants.map(({ requests }) => requests).reduce((sum, count) => sum + count)).toBe(40);
    expect(orchestrator.decisions()[0]?.variants).toMatchObject([{ experiment: "younger" }]);
  });

  test("with an experiment on prompts tells each user's model its own", async () => {
    const small = await chatDouble();
    const file = await fileOf(`
strategy: rule
models:
  small: { endpoint: "${small.address}", capabilities: [text-generation] }
templates: { terse: Answer in one sentence. }
experiments:
  - { name: shorter, variants: [{ name: as-is }, { name: terse, template: terse }] }
`);
    const orchestrator = await open(file, {});
    for (let turn = 0; turn < 20; turn++)
      await orchestrator.complete(auto("Hello"), context({ user: `user-${turn}` }));
    const variants = orchestrator.decisions().map((decision) => decision.variants?.[0]?.variant);
    expect(new Set(variants)).toEqual(new Set(["as-is", "terse"]));
    expect(small.heard.map(([first]) => first?.role)).toEqual(
      variants.map((variant) => (variant === "terse" ? "system" : "user")),
    );
  });

  test("whose experiment names a model or a template that there is not is refused with its line", async () => {
    const file = await fileOf(`${MODELS}experiments:
  - { name: shorter, variants: [{ name: as-is }, { name: terse, template: terse }] }
  - { name: bigger, variants: [{ name: as-is }, { name: big, model: smal }] }
`);
    expect(() => readOrchestratorConfig(file)).toThrow('line 4: shorter names no template: "terse"');
    expect(() => readOrchestratorConfig(file)).toThrow(
      'line 5: bigger names no model: "smal"; did you mean small?',
    );
  });

  test("whose strategy is no router is refused with its line, before it refuses each request", async () => {
    const file = await fileOf(`${MODELS}strategy: rulez
experiments:
  - { name: other, variants: [{ name: as-is }, { name: new, strategy: hybird }] }
`);
    expect(() => readOrchestratorConfig(file)).toThrow(
      'line 3: there is no router "rulez"; did you mean rule?',
    );
    expect(() => readOrchestratorConfig(file)).toThrow(
      'line 5: there is no router "hybird"; did you mean hybrid?',
    );
  });

  test("by quality changes its routes as soon as a model is rated, and keeps to it when it is read again", async () => {
    const one = await chatDouble({ words: ["one"] });
    const other = await chatDouble({ words: ["other"] });
    const models = (quality: number) => `
models:
  one: { endpoint: "${one.address}", capabilities: [conversation], cost_per_1k_tokens: { input: 0.001 }, quality_score: 0.8 }
  other: { endpoint: "${other.address}", capabilities: [conversation], cost_per_1k_tokens: { input: 0.001 }, quality_score: ${quality} }
`;
    const file = await fileOf(models(0.7));
    const orchestrator = await open(file, {});
    const ask = async () => (await orchestrator.complete(auto("Hello, how are you today?"), context())).text;
    expect(await ask()).toBe("one");
    orchestrator.rate("other", 0.9);
    expect(await ask()).toBe("other");
    await writeFile(file, models(0.75));
    expect(orchestrator.reload()).toBe(true);
    expect(await ask()).toBe("other");
    orchestrator.rate("one", 0.95);
    expect(await ask()).toBe("one");
  });

  test("has its checks booked where they cost money, under the way's choice, and within the budget", async () => {
    const paid = await chatDouble();
    const own = await chatDouble();
    const file = await fileOf(`
strategy: rule
models:
  paid: { endpoint: "${paid.address}", tier: azure, capabilities: [conversation], usd_per_million_tokens: { input: 10, output: 20 }, max_tokens: 500 }
  own: { endpoint: "${own.address}", capabilities: [conversation] }
budget: [{ name: day, usd: 0.03 }]
`);
    const { settings } = loadSettings({ environment: {}, envFile: false });
    const ledger = createMemoryLedger();
    const orchestrator = await openOrchestrator(file, settings, { ledger });
    onTestFinished(() => orchestrator.close());
    const outcomes = async () =>
      (await orchestrator.checkNow()).map(({ model, outcome }) => `${model} ${outcome}`).sort();
    expect(await outcomes()).toEqual(["own answered", "paid answered"]);
    expect(await ledger.entries()).toMatchObject([
      {
        tenant: "house",
        client: "health-checks",
        charges: [{ purpose: "routing", deployment: "paid", costUsd: 0.02 }],
      },
    ]);
    expect(orchestrator.state().budget?.spentUsd).toBeCloseTo(0.02, 9);
    expect(orchestrator.state().requests).toEqual({
      answered: 0,
      failed: 0,
      refused: 0,
      cancelled: 0,
    });
    // What it told was far more than a ping costs; the next has no money left.
    expect(await outcomes()).toEqual(["own answered", "paid answered"]);
    expect(await outcomes()).toEqual(["own answered", "paid limited"]);
    expect(paid.heard).toHaveLength(2);
    expect((await ledger.summary()).routingUsd).toBeCloseTo(0.04, 9);
  });

  test("in the form of task rules goes by tasks", async () => {
    const small = await chatDouble({ words: ["small"] });
    const coder = await chatDouble({ words: ["coder"] });
    const file = await fileOf(`
models:
  small-model: { endpoint: "${small.address}", capabilities: [text-generation, conversation] }
  coder-model: { endpoint: "${coder.address}", capabilities: [code-generation, code-completion] }
routing_rules:
  - task: code-generation
    preferred_models: [coder-model]
    fallback_models: [small-model]
`);
    const orchestrator = await open(file, {});
    const code = await orchestrator.complete(auto("Write a Python function to sort a list"), context());
    expect(code).toMatchObject({ text: "coder", routing: { intent: "code-generation", strategy: "task" } });
    const talk = await orchestrator.complete(auto("Hello, how are you today?"), context());
    expect(talk.text).toBe("small");
  });
});
