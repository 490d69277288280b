import { readFile, writeFile } from "node:fs/promises";
import { describe, expect, test } from "vitest";
import { agentRouter, auto, context } from "./configured-orchestrator.ts";

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
    expect(answer.provenance).toBe("local");
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
