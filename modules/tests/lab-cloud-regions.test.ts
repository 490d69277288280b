import type OpenAI from "openai";
import { AzureOpenAI } from "openai";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { modelDeployments, readCatalog } from "../src/catalog/index.ts";
import { answerCostUsd } from "../src/cost/index.ts";
import { type LabCloud, readAnswerBank, startLabCloud } from "../src/lab-cloud/index.ts";
import { createRuleRouter } from "../src/routers/index.ts";
import { postJson, variable } from "./start-test-cloud.ts";

let cloud: LabCloud;
const catalog = readCatalog();

beforeAll(async () => {
  cloud = await startLabCloud({ localModel: "simulated" });
});
afterAll(() => cloud.close());

const apiVersion = "2024-12-01-preview";
const at = (path: string) =>
  new AzureOpenAI({
    endpoint: `${cloud.http}${path}`,
    apiKey: variable(cloud, "AZURE_OPENAI_API_KEY"),
    apiVersion,
    maxRetries: 0,
  });
const user = (content: string) => [{ role: "user" as const, content }];
const hello = (client: OpenAI, model: string) =>
  client.chat.completions.create({ model, messages: user("Hello!") });

describe("resources in several regions", () => {
  test.each([
    ["", "East US"],
    ["/resources/foundry1", "East US"],
    ["/resources/foundry2", "Sweden Central"],
    ["/resources/foundry3", "West US"],
    ["/resources/foundry4", "UK South"],
  ])("%j answers from %s", async (path, region) => {
    const { data, response } = await hello(at(path), "gpt-4o-mini").withResponse();
    expect(data.model).toBe("gpt-4o-mini-2024-07-18");
    expect(response.headers.get("x-ms-region")).toBe(region);
    expect(response.headers.get("x-ms-deployment-name")).toBe("gpt-4o-mini");
  });

  test("have deployments and quotas of their own", async () => {
    await expect(hello(at("/resources/foundry4"), "gpt-4o")).rejects.toMatchObject({
      code: "DeploymentNotFound",
    });
    const left = async (path: string) => {
      const { response } = await hello(at(path), "gpt-4.1-mini").withResponse();
      return Number(response.headers.get("x-ratelimit-remaining-requests"));
    };
    const first = await left("/resources/foundry1");
    await left("/resources/foundry2");
    expect(await left("/resources/foundry1")).toBe(first - 1);
  });

  test("list their own models", async () => {
    const ids = async (path: string) => (await at(path).models.list()).data.map(({ id }) => id);
    expect(await ids("/resources/foundry4")).toEqual(["gpt-4.1-mini-2025-04-14", "gpt-4o-mini-2024-07-18"]);
    expect((await ids("")).length).toBeGreaterThan(15);
  });

  test("are counted apart in the lab's state", async () => {
    await hello(at("/resources/foundry3"), "gpt-4.1-mini");
    const { deployments } = (await (await fetch(`${cloud.http}/lab/state`)).json()) as {
      deployments: { name: string; resource: string; requests: number }[];
    };
    const of = (resource: string, name: string) =>
      deployments.find((one) => one.resource === resource && one.name === name)?.requests;
    expect(of("foundry3", "gpt-4.1-mini")).toBeGreaterThan(0);
    expect(of("lab", "gpt-4.1-mini")).toBe(0);
  });

  test("that are not there are named", async () => {
    await expect(hello(at("/resources/atlantis"), "gpt-4o")).rejects.toMatchObject({
      status: 404,
      code: "ResourceNotFound",
      message: expect.stringMatching(/no resource atlantis; there are lab, foundry1/),
    });
  });

  test("keep a gateway's path before them", async () => {
    const { response } = await hello(at("/gateway/resources/foundry4"), "gpt-4o-mini").withResponse();
    expect(response.headers.get("x-ms-region")).toBe("UK South");
  });
});

describe("every answer and refusal has Azure's headers", () => {
  const always = ["x-request-id", "apim-request-id", "x-ms-region", "x-lab-provenance"];
  const ofDeployment = [
    "x-ms-deployment-name",
    ...["limit", "remaining"].flatMap((word) => [
      `x-ratelimit-${word}-requests`,
      `x-ratelimit-${word}-tokens`,
    ]),
  ];
  const chat = (deployment: string, version = apiVersion) =>
    `/openai/deployments/${deployment}/chat/completions?api-version=${version}`;
  const messages = user("Hello!");

  const cases: readonly (readonly [string, string, unknown, number, readonly string[]])[] = [
    ["an answer", chat("gpt-4o"), { messages }, 200, [...always, ...ofDeployment]],
    ["a stream", chat("gpt-4o"), { messages, stream: true }, 200, [...always, ...ofDeployment]],
    ["a bad body", chat("gpt-4o"), { messages: 7 }, 400, [...always, ...ofDeployment]],
    [
      "a prompt too long",
      chat("gpt-4-deployment"),
      { messages: user("word ".repeat(9000)) },
      400,
      [...always, ...ofDeployment],
    ],
    ["a filtered prompt", chat("gpt-4o"), { messages: user("JAILBREAK") }, 400, [...always, ...ofDeployment]],
    ["an unknown deployment", chat("nothing"), { messages }, 404, always],
    ["an unknown version", chat("gpt-4o", "1999-01-01"), { messages }, 404, always],
  ];

  test.each(cases)("%s", async (_, path, body, status, wanted) => {
    const key = { "api-key": variable(cloud, "AZURE_OPENAI_API_KEY") };
    const response = await postJson(cloud.http + path, body, key);
    await response.text();
    expect(response.status).toBe(status);
    expect(wanted.filter((name) => !response.headers.get(name))).toEqual([]);
    expect(response.headers.get("x-lab-provenance")).toBe("simulated");
  });

  test("a wrong key, and the list of models", async () => {
    const refused = await postJson(cloud.http + chat("gpt-4o"), { messages }, { "api-key": "wrong" });
    expect(refused.status).toBe(401);
    const list = await fetch(`${cloud.http}/openai/v1/models`, { headers: { "api-key": "lab-key" } });
    for (const { headers } of [refused, list])
      expect(always.filter((name) => !headers.get(name))).toEqual([]);
  });
});

describe("what the catalog promises", () => {
  test("the deployments of dual mode are there, each with its publisher's model", async () => {
    for (const { deployment, publisher } of modelDeployments) {
      expect(catalog.deployment(deployment)?.model.publisher).toBe(publisher);
      const { choices } = await hello(at(""), deployment);
      expect(choices[0]?.message.content).toBe("Hello! How can I help you today?");
    }
  });

  test("gpt-4o-mini-1k has a thousand tokens a minute", async () => {
    const { response } = await hello(at(""), "gpt-4o-mini-1k").withResponse();
    expect(response.headers.get("x-ratelimit-limit-tokens")).toBe("1000");
  });

  test("a price has its day and source, and a latency its source or the word assumption", () => {
    for (const { usdPerMillion, priceReading } of catalog.models) {
      if (usdPerMillion && priceReading) expect(priceReading.checked).toMatch(/^\d{4}-\d\d-\d\d$/);
    }
    const unpriced = catalog.models.filter((model) => !model.usdPerMillion).map(({ name }) => name);
    expect(unpriced).toEqual(["gemini-1.5-pro", "gemini-1.5-flash", "gemini-1.5-flash-8b"]);
    const chat = catalog.models.filter(
      ({ kind, publisher }) => kind === "chat" && publisher !== "Hugging Face",
    );
    expect(chat.filter(({ latency }) => !latency)).toEqual([]);
  });

  test("an embedding model does not chat, and one that thinks first takes no max_tokens", async () => {
    await expect(hello(at(""), "text-embedding-3-small")).rejects.toMatchObject({
      status: 400,
      code: "OperationNotSupported",
    });
    const think = (more: object) =>
      at("").chat.completions.create({ model: "gpt-5-mini", messages: user("Hello!"), ...more });
    await expect(think({ max_tokens: 5 })).rejects.toMatchObject({ status: 400, param: "max_tokens" });
    await expect(think({ temperature: 0 })).rejects.toMatchObject({ status: 400, param: "temperature" });
    expect((await think({ max_completion_tokens: 5, temperature: 1 })).choices).toHaveLength(1);
  });

  test("an old API version knows no stream_options", async () => {
    const old = new AzureOpenAI({
      endpoint: cloud.http,
      apiKey: variable(cloud, "AZURE_OPENAI_API_KEY"),
      apiVersion: "2024-02-15-preview",
      maxRetries: 0,
    });
    const asked = old.chat.completions.create({
      model: "gpt-4o",
      messages: user("Hello!"),
      stream: true,
      stream_options: { include_usage: true },
    });
    await expect(asked).rejects.toMatchObject({ status: 400, param: "stream_options" });
  });
});

describe("model-router", () => {
  const router = createRuleRouter();
  const expected = (score: number) => {
    if (score < 0.4) return "gpt-4.1-nano-2025-04-14";
    return score < 0.7 ? "gpt-4.1-mini-2025-04-14" : "gpt-4.1-2025-04-14";
  };

  test("gives each prompt to the model that its score names, and reaches all of them", async () => {
    const prompts = readAnswerBank().answers.map((answer) => answer.prompts[0] ?? "");
    const chosen = new Set<string>();
    for (const prompt of prompts.filter((_, index) => index % 5 === 0)) {
      const { data, response } = await at("")
        .chat.completions.create({ model: "model-router", messages: user(prompt) })
        .withResponse();
      expect(data.model).toBe(expected((await router.route(prompt)).score));
      expect(response.headers.get("x-ms-deployment-name")).toBe("model-router");
      chosen.add(data.model);
    }
    expect(chosen.size).toBe(3);
  });

  test("costs what the chosen model costs", async () => {
    const { model, usage } = await hello(at(""), "model-router");
    const served = catalog.model(model);
    if (!served || !usage) throw new Error("the catalog knows the model, and the answer its usage");
    const tokens = { promptTokens: usage.prompt_tokens, completionTokens: usage.completion_tokens };
    expect(answerCostUsd(served, tokens)).toBeCloseTo(
      (usage.prompt_tokens * 0.1 + usage.completion_tokens * 0.4) / 1e6,
      12,
    );
  });

  test("streams the chosen model's name", async () => {
    const stream = await at("").chat.completions.create({
      model: "model-router",
      messages: user("Hello!"),
      stream: true,
    });
    const models = (await Array.fromAsync(stream)).map(({ model }) => model).filter(Boolean);
    expect(new Set(models)).toEqual(new Set(["gpt-4.1-nano-2025-04-14"]));
  });
});
