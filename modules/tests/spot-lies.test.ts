import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { readCatalog } from "../src/catalog/read-catalog.ts";
import { user } from "../src/chat/message.ts";
import { answerCostUsd } from "../src/cost/answer-cost.ts";
import { countUsage, vocabularyOf } from "../src/cost/count-usage.ts";
import { type AnswerClaims, type Lie, spotLies } from "../src/evaluation/spot-lies.ts";
import { type LabCloud, startLabCloud } from "../src/lab-cloud/index.ts";
import { createAzureOpenAi } from "../src/providers/azure-openai.ts";
import { readWholeReply, type WholeReply } from "../src/providers/whole-reply.ts";
import { postJson, variable } from "./start-test-cloud.ts";
import { wireDouble } from "./wire-double.ts";

const catalog = readCatalog();
const QUESTION = "What is the capital of France?";
const TEXT = "The capital of France is Paris.";

/** Counts as o200k does: 3 + 3 + 1 + 7 tokens of the question, 7 of the answer. */
const HONEST = { promptTokens: 14, completionTokens: 7 };

interface Said {
  readonly model?: string;
  readonly region?: string | undefined;
  readonly usage?: { readonly prompt_tokens: number; readonly completion_tokens: number };
}

/** An answer of a server that says of itself what it is told to say. */
async function answerOf({
  model = "gpt-4o-2024-11-20",
  region = "East US",
  usage,
}: Said): Promise<WholeReply> {
  const server = await wireDouble((_, response) => {
    if (region !== "") response.setHeader("x-ms-region", region);
    const message = { role: "assistant", content: TEXT };
    response.end(
      JSON.stringify({
        model,
        choices: [{ index: 0, message, finish_reason: "stop" }],
        usage: usage ?? { prompt_tokens: HONEST.promptTokens, completion_tokens: HONEST.completionTokens },
      }),
    );
  });
  const provider = createAzureOpenAi({ endpoint: server.address, credential: { apiKey: "planted-key" } });
  return readWholeReply(await provider.chat({ model: "any", messages: [user(QUESTION)] }, { stream: false }));
}

/** What is found in an answer that says this of itself. */
async function liesIn(said: Said, more: Partial<AnswerClaims> = {}): Promise<readonly Lie[]> {
  const reply = await answerOf(said);
  const computed = await countUsage([user(QUESTION)], reply.text, "o200k");
  return spotLies({ requested: "gpt-4o", reply, usage: reply.usage, computed, catalog, ...more });
}

describe("an honest answer", () => {
  test.each([
    ["a model by its name", "gpt-4o", {}],
    ["a dated model", "gpt-4o-2024-11-20", {}],
    ["a deployment's name", "gpt-4o-deployment", {}],
    ["a deployment of one's own that the catalog does not know", "our-chat", {}],
    ["another spelling", "GPT-4o", {}],
    ["what Azure calls by another name", "gpt-3.5-turbo", { model: "gpt-35-turbo" }],
    ["another version, when none was asked for", "gpt-4o", { model: "gpt-4o-2024-08-06" }],
    ["a router's choice", "model-router", { model: "gpt-4.1-nano-2025-04-14" }],
    ["a server that repeats the deployment's name", "gpt-4o-deployment", { model: "gpt-4o-deployment" }],
  ])("is none: %s", async (_, requested, said) => {
    expect(await liesIn(said, { requested })).toEqual([]);
  });

  test("is none in its region, however that is written, at its price, and within the tolerance", async () => {
    const model = catalog.model("gpt-4o");
    const costUsd = model && answerCostUsd(model, HONEST);
    expect(costUsd).toBeGreaterThan(0);
    const usage = { prompt_tokens: 19, completion_tokens: 2 };
    for (const expectedRegion of ["East US", "eastus", "east-us"])
      expect(await liesIn({}, { expectedRegion, costUsd })).toEqual([]);
    expect(await liesIn({ usage })).toEqual([]);
  });

  test("that tells no usage, price or region where none is expected is not blamed for it", async () => {
    expect(await liesIn({ region: "" }, { usage: undefined, computed: undefined })).toEqual([]);
    expect(await liesIn({}, { usage: undefined, costUsd: 5 })).toEqual([]);
  });
});

describe("a lie", () => {
  test("about the model is spotted", async () => {
    expect(await liesIn({ model: "gpt-4o-mini-2024-07-18" })).toEqual([
      {
        kind: "model",
        claimed: "gpt-4o-mini-2024-07-18",
        expected: "gpt-4o",
        sentence: "gpt-4o was asked, and gpt-4o-mini-2024-07-18 says it answered.",
      },
    ]);
    expect(
      await liesIn({ model: "gpt-4o-mini-2024-07-18" }, { requested: "gpt-4o-deployment" }),
    ).toHaveLength(1);
  });

  test("about the version is spotted when one was asked for", async () => {
    const found = await liesIn({ model: "gpt-4o-2024-08-06" }, { requested: "gpt-4o-2024-11-20" });
    expect(found).toMatchObject([{ kind: "model", claimed: "gpt-4o-2024-08-06" }]);
  });

  test("with a model that nobody knows is spotted, also behind a router", async () => {
    for (const requested of ["gpt-4o", "model-router", "our-chat"])
      expect(await liesIn({ model: "best-model-ever" }, { requested })).toEqual([
        {
          kind: "unknown-model",
          claimed: "best-model-ever",
          sentence:
            "best-model-ever says it answered, and the catalog knows no such model, so its price cannot be checked.",
        },
      ]);
  });

  test.each([
    [
      "prompt-tokens",
      { prompt_tokens: 140, completion_tokens: 7 },
      "The prompt is claimed to have 140 tokens, and 14 were counted.",
    ],
    [
      "completion-tokens",
      { prompt_tokens: 14, completion_tokens: 700 },
      "The answer is claimed to have 700 tokens, and 7 were counted.",
    ],
    [
      "prompt-tokens",
      { prompt_tokens: 0, completion_tokens: 7 },
      "The prompt is claimed to have 0 tokens, and 14 were counted.",
    ],
  ])("about %s is spotted", async (kind, usage, sentence) => {
    expect(await liesIn({ usage })).toMatchObject([{ kind, sentence }]);
  });

  test("about the price is spotted, in both directions", async () => {
    const [found] = await liesIn({}, { costUsd: 0.5 });
    expect(found).toMatchObject({
      kind: "cost",
      claimed: 0.5,
      sentence:
        "The answer was charged at 0.500 USD, and its tokens cost 0.000105 USD at gpt-4o's list price.",
    });
    expect(await liesIn({}, { costUsd: 0 })).toMatchObject([{ kind: "cost", claimed: 0 }]);
  });

  test("about the region is spotted, and silence about it too", async () => {
    expect(await liesIn({ region: "West US" }, { expectedRegion: "eastus" })).toEqual([
      {
        kind: "region",
        claimed: "West US",
        expected: "eastus",
        sentence: "eastus was to answer, and West US says it did.",
      },
    ]);
    expect(await liesIn({ region: "" }, { expectedRegion: "East US" })).toMatchObject([
      {
        kind: "region",
        claimed: undefined,
        sentence: "East US was to answer, and the answer does not say where it comes from.",
      },
    ]);
    expect(await liesIn({ region: "East US 2" }, { expectedRegion: "East US" })).toHaveLength(1);
  });

  test("seldom comes alone: each is told", async () => {
    const usage = { prompt_tokens: 900, completion_tokens: 900 };
    const found = await liesIn({ model: "gpt-4o-mini", usage }, { costUsd: 1, expectedRegion: "UK South" });
    expect(found.map(({ kind }) => kind)).toEqual([
      "model",
      "prompt-tokens",
      "completion-tokens",
      "cost",
      "region",
    ]);
    for (const { sentence } of found) expect(sentence).toMatch(/^[^\n]+\.$/);
  });

  test("is not a model that thinks unseen; one that claims less than it wrote is", async () => {
    const thought = { model: "gpt-5-mini", usage: { prompt_tokens: 14, completion_tokens: 600 } };
    expect(await liesIn(thought, { requested: "gpt-5-mini" })).toEqual([]);
    const computed = { promptTokens: 14, completionTokens: 900 };
    expect(await liesIn(thought, { requested: "gpt-5-mini", computed })).toMatchObject([
      { kind: "completion-tokens" },
    ]);
  });
});

describe("the lab cloud", () => {
  let cloud: LabCloud;
  beforeAll(async () => {
    cloud = await startLabCloud({ localModel: "simulated" });
  });
  afterAll(() => cloud.close());
  beforeEach(async () => {
    await fetch(`${cloud.http}/lab/faults`, { method: "DELETE" });
  });

  const examine = async (requested: string, question: string) => {
    const apiKey = variable(cloud, "AZURE_OPENAI_API_KEY");
    const provider = createAzureOpenAi({ endpoint: cloud.http, credential: { apiKey } });
    const messages = [user(question)];
    const reply = await readWholeReply(await provider.chat({ model: requested, messages }));
    const vocabulary = vocabularyOf(reply.servedModel);
    const computed = vocabulary && (await countUsage(messages, reply.text, vocabulary));
    const expectedRegion = catalog.deployment(requested)?.region;
    const model = catalog.model(reply.servedModel);
    const costUsd = model && reply.usage && answerCostUsd(model, reply.usage);
    return spotLies({ requested, reply, usage: reply.usage, computed, costUsd, catalog, expectedRegion });
  };

  const chatting = catalog.deployments.filter(
    ({ resource, model }) =>
      resource === "lab" && model.kind !== "embedding" && model.publisher !== "Hugging Face",
  );

  test.each(chatting.map(({ name }) => name))("tells no lie as %s", async (name) => {
    for (const question of [QUESTION, "Compare REST and GraphQL and explain the trade-offs."])
      expect(await examine(name, question)).toEqual([]);
  });

  test("is caught when it is told to name another model", async () => {
    const lie = { deployment: "gpt-4o", wrongModel: "gpt-4o-mini-2024-07-18", times: 1 };
    expect((await postJson(`${cloud.http}/lab/faults`, lie)).ok).toBe(true);
    expect(await examine("gpt-4o", QUESTION)).toMatchObject([{ kind: "model", expected: "gpt-4o" }]);
  });
});

describe("counting", () => {
  test.each([
    ["gpt-4o-2024-11-20", "o200k"],
    ["gpt-4.1-nano", "o200k"],
    ["gpt-5-mini", "o200k"],
    ["o3-mini", "o200k"],
    ["gpt-4-turbo-2024-04-09", "cl100k"],
    ["gpt-4", "cl100k"],
    ["gpt-35-turbo", "cl100k"],
    ["claude-3-5-sonnet", undefined],
    ["gemini-1.5-pro", undefined],
    ["gpt-40", undefined],
  ])("%s goes by %s", (model, vocabulary) => {
    expect(vocabularyOf(model)).toBe(vocabulary);
  });

  test("is exact for what was seen, and does not choke on a run without spaces", async () => {
    expect(await countUsage([user(QUESTION)], TEXT, "o200k")).toEqual(HONEST);
    const long = await countUsage([user("a".repeat(100_000))], "<|endoftext|>", "cl100k");
    expect(long.promptTokens).toBeGreaterThan(10_000);
    expect(long.completionTokens).toBeGreaterThan(1);
  });
});
