import { readFile } from "node:fs/promises";
import { describe, expect, test } from "vitest";
import { user } from "../src/chat/message.ts";
import type { LabCloud } from "../src/lab-cloud/index.ts";
import { auto, context, fileOf, open, sample } from "./configured-orchestrator.ts";
import { postJson, startTestCloud } from "./start-test-cloud.ts";

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
