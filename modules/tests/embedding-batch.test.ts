import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { loadSettings } from "../src/config/index.ts";
import { createMemoryLedger } from "../src/cost/index.ts";
import { openOrchestrator } from "../src/orchestrator/index.ts";
import { startTestCloud, temporaryFolder } from "./start-test-cloud.ts";

const MODEL = "text-embedding-3-small";
const CONFIG = `profile: vectors
models:
  gpt-4o: { provider: azure_openai, capabilities: [conversation], max_tokens: 100 }
  ${MODEL}:
    provider: azure_openai
    capabilities: [embeddings]
    usd_per_million_tokens: { input: 0.02 }
    dimensions: 1536
`;

async function house(more: string) {
  const cloud = await startTestCloud();
  const file = join(await temporaryFolder(), "orchestrator.yaml");
  await writeFile(file, CONFIG + more);
  const { settings } = loadSettings({ environment: cloud.env, envFile: false });
  const ledger = createMemoryLedger();
  const orchestrator = await openOrchestrator(file, settings, { ledger });
  onTestFinished(() => orchestrator.close());
  const asked = async () => {
    const state: unknown = await (await fetch(`${cloud.http}/lab/state`)).json();
    return Number(Object(Object(state).requests).total);
  };
  const embedAll = (texts: readonly string[]) =>
    Promise.all(
      texts.map((text, at) =>
        orchestrator.embed(
          { model: MODEL, input: [text] },
          { requestId: `r${at}`, tenant: "t", client: "c" },
        ),
      ),
    );
  return { embedAll, asked, ledger };
}

test("many requests at once reach the provider as few, with the same vectors, and each is in the ledger", async () => {
  const texts = Array.from({ length: 24 }, (_, at) => `What is ${at} plus ${at}?`);
  const [alone, together] = [await house(""), await house("embedding_batch: { window_ms: 50 }\n")];
  const expected = await alone.embedAll(texts);
  const answers = await together.embedAll(texts);
  expect(await alone.asked()).toBe(24);
  expect(await together.asked()).toBeLessThanOrEqual(2);
  for (const [at, { vectors }] of answers.entries())
    expect(vectors[0]?.[0]).toBeCloseTo(expected[at]?.vectors[0]?.[0] ?? Number.NaN, 5);
  const [one, other] = [await alone.ledger.summary(), await together.ledger.summary()];
  expect([other.requests, other.promptTokens]).toEqual([one.requests, one.promptTokens]);
});
