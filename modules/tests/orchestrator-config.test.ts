import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, onTestFinished, test } from "vitest";
import { user } from "../src/chat/message.ts";
import type { RequestContext } from "../src/chat/request-context.ts";
import { loadSettings, paths } from "../src/config/index.ts";
import { createMemoryLedger } from "../src/cost/index.ts";
import type { LabCloud } from "../src/lab-cloud/index.ts";
import {
  type ConfiguredOrchestrator,
  openOrchestrator,
  readOrchestratorConfig,
} from "../src/orchestrator/index.ts";
import { chatDouble } from "./chat-double.ts";
import { postJson, startTestCloud, temporaryFolder } from "./start-test-cloud.ts";

let requests = 0;
const context = (more: Partial<RequestContext> = {}): RequestContext => ({
  requestId: `request-${++requests}`,
  tenant: "acme",
  client: "app",
  ...more,
});

const auto = (text: string) => ({ model: "auto", messages: [user(text)] });

async function fileOf(text: string): Promise<string> {
  const file = join(await temporaryFolder(), "orchestrator.yaml");
  await writeFile(file, text);
  return file;
}

async function open(file: string, env: Readonly<Record<string, string>>): Promise<ConfiguredOrchestrator> {
  const { settings } = loadSettings({ environment: env, envFile: false });
  const orchestrator = await openOrchestrator(file, settings);
  onTestFinished(() => orchestrator.close());
  return orchestrator;
}

const sample = (name: string) => join(paths.data, "orchestrator", `${name}.yaml`);

/** The workshop's agent router over three servers on real ports. */
async function agentRouter(change = (text: string) => text) {
  const llama = await chatDouble({ words: ["llama"] });
  const qwen = await chatDouble({ words: ["qwen"] });
  const deepseek = await chatDouble({ words: ["deepseek"] });
  const text = (await readFile(sample("agent-router"), "utf8"))
    .replace("http://127.0.0.1:8090", llama.address)
    .replace("http://127.0.0.1:8091", qwen.address)
    .replace("http://127.0.0.1:8092", deepseek.address);
  const file = await fileOf(change(text));
  return { file, llama, qwen, deepseek, orchestrator: await open(file, {}) };
}

describe("the agent router", () => {
  test.each([
    ["Debug this Python function for me", "code", "qwen"],
    ["Prove the theorem with formal logic", "reasoning", "deepseek"],
    ["Hello, how is the weather?", "general", "llama"],
    ["zzz", "general", "llama"],
  ])("sends %j as %s to %s", async (question, intent, said) => {
    const { orchestrator } = await agentRouter();
    const answer = await orchestrator.complete(auto(question), context());
    expect(answer).toMatchObject({
      text: said,
      routing: { intent, fallback_used: false, strategy: "intent" },
    });
    expect(answer.provenance).toBe("live");
    expect(answer.costUsd).toBe(0);
  });

  test("has the chains of its file", async () => {
    const { orchestrator } = await agentRouter();
    expect(orchestrator.state().chains).toMatchObject({
      code: ["qwen-coder", "llama", "deepseek-r1"],
      reasoning: ["deepseek-r1", "llama", "qwen-coder"],
      general: ["llama", "qwen-coder", "deepseek-r1"],
    });
    expect(orchestrator.models().map(({ name, available }) => `${name} ${available}`)).toEqual([
      "llama true",
      "qwen-coder true",
      "deepseek-r1 true",
    ]);
  });

  test("falls back along its chain and says so", async () => {
    const { orchestrator } = await agentRouter((text) =>
      text.replace(/http:\S+(?=\n.*\[code)/, "http://127.0.0.1:1"),
    );
    const answer = await orchestrator.complete(auto("Debug this Python function for me"), context());
    expect(answer.routing).toMatchObject({
      model_id: "llama",
      model_name: "llama-3.3-8b-instruct",
      intent: "code",
      fallback_used: true,
    });
  });

  test("knows a new intent by its file alone", async () => {
    const { orchestrator } = await agentRouter((text) =>
      text
        .replace("    general: [hello", "    translation: [translate, translation]\n    general: [hello")
        .replace("general: llama }", "general: llama, translation: llama }"),
    );
    expect((await orchestrator.plan(auto("Translate this translation"), context())).route).toBe(
      "translation",
    );
  });

  test("checks its models by real pings, and asks none that does not answer", async () => {
    const { orchestrator, qwen } = await agentRouter((text) =>
      text
        .replace("start_period_seconds: 60", "start_period_seconds: 0")
        .replace("unhealthy_threshold: 3", "unhealthy_threshold: 1")
        .replace(/http:\S+(?=\n.*\[code)/, "http://127.0.0.1:1"),
    );
    const events = await orchestrator.checkNow();
    expect(events.map(({ model, outcome }) => `${model} ${outcome}`).sort()).toEqual([
      "deepseek-r1 answered",
      "llama answered",
      "qwen-coder failed",
    ]);
    expect(qwen.heard).toEqual([]);
    expect(orchestrator.state()).toMatchObject({ status: "degraded" });
    await orchestrator.complete(auto("Debug this Python function for me"), context());
    expect(orchestrator.decisions().at(-1)?.passed).toEqual([
      { deployment: "qwen-coder", because: "unhealthy" },
    ]);
  });

  test("takes a changed file while it runs, and keeps to the last good one", async () => {
    const { orchestrator, file, deepseek } = await agentRouter();
    const text = await readFile(file, "utf8");
    await writeFile(
      file,
      text.replace("primary_model: { code: qwen-coder", "primary_model: { code: deepseek-r1"),
    );
    expect(orchestrator.reload()).toBe(true);
    const answer = await orchestrator.complete(auto("Debug this Python function for me"), context());
    expect(answer).toMatchObject({ text: "deepseek", fallbackUsed: false });
    await writeFile(file, text.replace("qwen-coder: [llama, ", "qwen-coder: [qwen-coder, "));
    expect(orchestrator.reload()).toBe(false);
    expect(orchestrator.problems[0]).toMatch(/^orchestrator\.yaml line \d+: /);
    await orchestrator.complete(auto("Debug this Python function for me"), context());
    expect(deepseek.heard).toHaveLength(2);
    expect(orchestrator.decisions()).toHaveLength(2);
  });
});

describe("a replay", () => {
  const keeping = (text: string) => `${text}\ndecisions: { query_characters: 1000 }\n`;

  test("tells what would have gone elsewhere under a change, and changes nothing", async () => {
    const { orchestrator, deepseek } = await agentRouter(keeping);
    for (const question of ["Debug this Python function", "Hello there", "Prove the theorem"])
      await orchestrator.complete(auto(question), context());
    const asked = deepseek.heard.length;
    const report = await orchestrator.replay({ outage: ["deepseek-r1"] });
    expect(report).toMatchObject({ replayed: 3, skipped: {}, costUsd: { before: 0, after: 0, of: 3 } });
    expect(report.changed).toMatchObject([
      { before: { deployment: "deepseek-r1" }, after: { route: "reasoning", deployment: "llama" } },
    ]);
    expect(deepseek.heard).toHaveLength(asked);
    expect((await orchestrator.replay({})).changed).toEqual([]);
    expect((await orchestrator.replay({ routes: { code: ["llama"] } })).changed).toHaveLength(1);
  });

  test("prices what was asked at other prices", async () => {
    const { orchestrator } = await agentRouter(keeping);
    await orchestrator.complete(auto("Prove the theorem"), context());
    const report = await orchestrator.replay({ prices: { "deepseek-r1": { input: 1, output: 2 } } });
    expect(report.costUsd.before).toBe(0);
    // A model on this machine costs nothing, whatever stands in the file.
    expect(report.costUsd.after).toBe(0);
    await expect(orchestrator.replay({ prices: { nobody: { input: -1, output: 0 } } })).rejects.toThrow(
      'There is no model "nobody".',
    );
  });

  test("under a router or an outage that there is not is refused, and does not say that nothing would change", async () => {
    const { orchestrator } = await agentRouter(keeping);
    await orchestrator.complete(auto("Prove the theorem"), context());
    await expect(orchestrator.replay({ strategy: "rulez" })).rejects.toThrow('There is no router "rulez"');
    await expect(orchestrator.replay({ outage: ["deepsek"] })).rejects.toThrow(
      'There is no model or deployment "deepsek".',
    );
  });

  test("is refused where no question was kept", async () => {
    const { orchestrator } = await agentRouter();
    await orchestrator.complete(auto("Hello there"), context());
    await expect(orchestrator.replay({})).rejects.toMatchObject({
      code: "QUESTIONS_NOT_KEPT",
      hint: expect.stringContaining("query_characters"),
    });
  });
});

describe("in the lab cloud", () => {
  const orders = (cloud: LabCloud, order: object) => postJson(`${cloud.http}/lab/faults`, order);

  test("the enhanced profile answers from every tier that is there, and leaves out the gateway", async () => {
    const cloud = await startTestCloud();
    const file = await fileOf((await readFile(sample("enhanced"), "utf8")).replace(/ledger: .*\n/, ""));
    const orchestrator = await open(file, cloud.env);
    expect(Object.keys(orchestrator.state().absent)).toEqual(["gateway-large"]);
    const simple = await orchestrator.complete(auto("What is the capital of France?"), context());
    expect(simple).toMatchObject({
      source: "local",
      provenance: "simulated",
      fallbackUsed: false,
      costUsd: 0,
    });
    const complex = await orchestrator.complete(
      auto("Compare REST and GraphQL and explain the trade-offs."),
      context(),
    );
    expect(complex).toMatchObject({ provenance: "simulated" });
    expect(["foundry", "foundry-fallback"]).toContain(complex.source);
    expect(complex.costUsd).toBeGreaterThan(0);
    expect(orchestrator.state().budget?.spentUsd).toBeCloseTo(complex.costUsd ?? Number.NaN, 9);
  });

  test.each([
    ["Debug this Python function for me", "code", "gpt-4.1-mini", "azure"],
    ["Prove the theorem with formal logic", "reasoning", "deepseek-r1-hosted", "cloud"],
    ["Hello, how is the weather?", "general", "local-small", "local"],
  ])(
    "the agent router answers %j without servers of its own, and says who stood in",
    async (question, intent, model, tier) => {
      const cloud = await startTestCloud();
      const text = await readFile(sample("agent-router"), "utf8");
      // Ports on which nothing listens, whatever else runs on this machine.
      const orchestrator = await open(
        await fileOf(text.replace(/127\.0\.0\.1:809\d/g, "127.0.0.1:1")),
        cloud.env,
      );
      const answer = await orchestrator.complete(auto(question), context());
      expect(answer).toMatchObject({ provenance: "simulated", fallbackUsed: true });
      expect(answer.routing).toMatchObject({ intent, model_id: model, tier, fallback_used: true });
      expect(answer.routing.confidence).toBeGreaterThan(0.4);
      expect(answer.attempts.map(({ outcome }) => outcome)).toEqual(
        expect.arrayContaining(["failed", "answered"]),
      );
    },
  );

  test("publishers without a key of one's own are the lab cloud's, each at its address", async () => {
    const cloud = await startTestCloud();
    const models = {
      anthropic: "claude-3-5-haiku-20241022",
      gemini: "gemini-1.5-flash",
      mistral: "mistral-small-latest",
      cohere: "command-a-03-2025",
      github_models: "openai/gpt-4o",
      hugging_face: "deepseek-ai/DeepSeek-R1",
    };
    const lines = Object.entries(models).map(
      ([kind, name]) =>
        `  ${kind}-model: { provider: ${kind}, name: "${name}", capabilities: [conversation] }`,
    );
    const orchestrator = await open(
      await fileOf(`strategy: rule\nmodels:\n${lines.join("\n")}\n`),
      cloud.env,
    );
    for (const kind of Object.keys(models)) {
      const request = { model: `${kind}-model`, messages: [user("Hello")], hints: { alone: true } };
      const answer = await orchestrator.complete(request, context());
      expect(answer).toMatchObject({ provenance: "simulated", model: `${kind}-model` });
    }
  });

  test("vectors go the same way: budget, ledger and all", async () => {
    const cloud = await startTestCloud();
    const orchestrator = await open(
      await fileOf((await readFile(sample("enhanced"), "utf8")).replace(/ledger: .*\n/, "")),
      cloud.env,
    );
    const request = { model: "text-embedding-3-small", input: ["one", "another text"], dimensions: 8 };
    const answer = await orchestrator.embed(request, context());
    expect(answer.vectors.map((vector) => vector.length)).toEqual([8, 8]);
    expect(answer).toMatchObject({ deployment: "text-embedding-3-small", provenance: "simulated" });
    expect(answer.costUsd).toBeCloseTo((answer.usage.promptTokens * 0.02) / 1e6, 12);
    await expect(orchestrator.embed({ ...request, model: "gpt-4o" }, context())).rejects.toMatchObject({
      hint: "There are: text-embedding-3-small.",
    });
  });

  test("a model that makes vectors is not proposed in its own place to whoever asks it a question", async () => {
    const cloud = await startTestCloud();
    const orchestrator = await open(
      await fileOf((await readFile(sample("enhanced"), "utf8")).replace(/ledger: .*\n/, "")),
      cloud.env,
    );
    const asked = { model: "text-embedding-3-small", messages: [user("Hello")] };
    await expect(orchestrator.complete(asked, context())).rejects.toMatchObject({
      code: "MODEL_NOT_FOUND",
      message: 'The model "text-embedding-3-small" makes embeddings and answers no questions.',
      hint: "Those that do: auto, local-small, foundry-large, gpt-4o.",
    });
  });

  test("another region steps in when one is down", async () => {
    const cloud = await startTestCloud();
    const orchestrator = await open(
      await fileOf(`
strategy: rule
providers:
  east: { kind: azure_openai, endpoint: "${cloud.http}", key: AZURE_OPENAI_API_KEY }
models:
  gpt-4o: { provider: east, name: gpt-4o, capabilities: [text-generation], usd_per_million_tokens: { input: 2.5, output: 10 } }
deployments:
  gpt-4o-west: { model: gpt-4o, name: gpt-4o-deployment }
resilience: { retry: { max_attempts: 1 } }
health_check: { enabled: false }
`),
      cloud.env,
    );
    const ordered = await orders(cloud, { deployment: "gpt-4o", status: 503, times: 1 });
    expect(ordered.status, await ordered.text()).toBeLessThan(300);
    const answer = await orchestrator.complete({ model: "gpt-4o", messages: [user("Hello")] }, context());
    expect(answer).toMatchObject({ deployment: "gpt-4o-west", model: "gpt-4o", fallbackUsed: false });
    expect(answer.attempts).toMatchObject([{ outcome: "failed", status: 503 }, { outcome: "answered" }]);
  });
});

describe("a configuration", () => {
  const MODELS = "models:\n  small: { provider: foundry_local, capabilities: [text-generation] }\n";

  test.each(["basic", "enhanced", "agent-router"])("%s is shipped without a warning", (name) => {
    const config = readOrchestratorConfig(sample(name));
    expect(config.profile).toBe(name);
    expect(config.registry.warnings).toEqual([]);
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
    expect(orchestrator.state().requests).toEqual({ answered: 0, failed: 0, cancelled: 0 });
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
