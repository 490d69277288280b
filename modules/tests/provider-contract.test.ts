import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { user } from "../src/chat/message.ts";
import type { ChatRequest } from "../src/chat/request.ts";
import type { StreamPart } from "../src/chat/stream-part.ts";
import { loadSettings } from "../src/config/settings.ts";
import { type LabCloud, startLabCloud } from "../src/lab-cloud/index.ts";
import { createApim, createApimFromSettings } from "../src/providers/apim.ts";
import { createAzureOpenAi } from "../src/providers/azure-openai.ts";
import { createDualMode } from "../src/providers/dual-mode.ts";
import { createFoundry } from "../src/providers/foundry.ts";
import { createFoundryLocal } from "../src/providers/foundry-local.ts";
import { createOpenAiCompatible } from "../src/providers/openai-compatible.ts";
import type { Provider } from "../src/providers/provider.ts";
import { connectArm, gatewayTemplate, KEY, PASS_ON } from "./arm-client.ts";
import { connectPublisher, PUBLISHER_PLACES } from "./publisher-places.ts";

let cloud: LabCloud;

beforeAll(async () => {
  cloud = await startLabCloud({ localModel: "simulated" });
  const arm = await connectArm(cloud);
  await arm.ask("PUT", "/resourceGroups/rg-contract", { location: "eastus2" });
  const template = gatewayTemplate(cloud, PASS_ON, `${cloud.http}/openai`);
  const { body } = await arm.deploy("rg-contract", template);
  expect(body.properties.provisioningState).toBe("Succeeded");
});

afterAll(() => cloud.close());

beforeEach(async () => {
  await fetch(`${cloud.http}/lab/faults`, { method: "DELETE" });
});

const labUrls = () => [cloud.http, cloud.https];
const key = () => cloud.env.AZURE_OPENAI_API_KEY ?? "";

/** Asks the lab cloud's managed identity, as a machine in Azure asks its own. */
async function managedIdentityToken(): Promise<string> {
  const { IDENTITY_ENDPOINT, IDENTITY_HEADER = "" } = cloud.env;
  const url = `${IDENTITY_ENDPOINT}?api-version=2019-08-01&resource=https%3A%2F%2Fcognitiveservices.azure.com`;
  const response = await fetch(url, { headers: { "x-identity-header": IDENTITY_HEADER } });
  return ((await response.json()) as { access_token: string }).access_token;
}

function dualMode(environment: Record<string, string>): Provider {
  const lab = { LAB_HTTP: cloud.http, LAB_HTTPS: cloud.https };
  return createDualMode(loadSettings({ environment: { ...lab, ...environment }, envFile: false }).settings);
}

interface Case {
  readonly name: string;
  readonly create: (apiKey?: string) => Provider;
  readonly model: () => string;
  /** What the answer calls its model, when that is not the name that was asked for. */
  readonly served?: string | undefined;
  /** What its list calls the model, likewise. */
  readonly listed?: string;
  /** The deployment at which faults for it are ordered, when it has another name. */
  readonly deployment?: string;
  /** Whether the place asks who is calling, and can be told to fail. */
  readonly guarded: boolean;
}

const CASES: readonly Case[] = [
  {
    name: "azure-openai, dated form, by key",
    create: (apiKey = key()) =>
      createAzureOpenAi({ endpoint: cloud.http, credential: { apiKey }, labUrls: labUrls() }),
    model: () => "gpt-4o",
    guarded: true,
  },
  {
    name: "azure-openai, v1 form, by key",
    create: (apiKey = key()) =>
      createAzureOpenAi({ endpoint: cloud.http, form: "v1", credential: { apiKey }, labUrls: labUrls() }),
    model: () => "gpt-4o",
    guarded: true,
  },
  {
    name: "azure-openai, dated form, by token",
    create: (apiKey) =>
      createAzureOpenAi({
        endpoint: cloud.http,
        credential: { token: async () => apiKey ?? (await managedIdentityToken()) },
        labUrls: labUrls(),
      }),
    model: () => "gpt-4o",
    guarded: true,
  },
  {
    name: "openai-compatible, the cloud's v1",
    create: (apiKey = key()) =>
      createOpenAiCompatible({
        name: "compatible",
        baseUrl: `${cloud.http}/openai/v1`,
        apiKey,
        tier: "azure",
        labUrls: labUrls(),
      }),
    model: () => "gpt-4o",
    guarded: true,
  },
  {
    name: "apim, dated form",
    create: (subscriptionKey = KEY) =>
      createApim({
        endpoint: `${cloud.http}/apim/apim-one/inference/openai`,
        subscriptionKey,
        labUrls: labUrls(),
      }),
    model: () => "gpt-4o",
    guarded: true,
  },
  {
    name: "apim, v1 form, as the settings name it",
    create: (apiKey = KEY) => {
      const environment = {
        LAB_HTTP: cloud.http,
        APIM_GATEWAY_URL: `${cloud.http}/apim/apim-one`,
        APIM_OPENAI_API_PATH: "/inference/openai/v1",
        APIM_API_KEY: apiKey,
      };
      return createApimFromSettings(loadSettings({ environment, envFile: false }).settings);
    },
    model: () => "gpt-4o",
    guarded: true,
  },
  {
    name: "dual mode, Azure",
    create: (apiKey = key()) =>
      dualMode({
        USE_AZURE_FOUNDRY: "true",
        AZURE_AI_FOUNDRY_ENDPOINT: cloud.http,
        AZURE_AI_FOUNDRY_API_KEY: apiKey,
        AZURE_AI_FOUNDRY_API_VERSION: "2024-10-21",
      }),
    model: () => "gpt-4o",
    deployment: "gpt-4o-deployment",
    guarded: true,
  },
  {
    name: "dual mode, direct",
    create: (apiKey = cloud.env.LAB_OPENAI_API_KEY ?? "") =>
      dualMode({ OPENAI_BASE_URL: cloud.env.LAB_OPENAI_URL ?? "", OPENAI_API_KEY: apiKey }),
    model: () => "gpt-4o",
    guarded: true,
  },
  {
    name: "foundry-local",
    create: () => createFoundryLocal({ endpoint: cloud.local, labUrls: labUrls() }),
    model: () => cloud.localModel.name,
    guarded: false,
  },
  {
    name: "foundry, v1 form, by key",
    create: (apiKey = key()) =>
      createFoundry({ endpoint: cloud.http, credential: { apiKey }, labUrls: labUrls() }),
    model: () => "mistral-large-deployment",
    served: "mistral-large-2411",
    listed: "mistral-large",
    deployment: "mistral-large-deployment",
    guarded: true,
  },
  ...PUBLISHER_PLACES.map((place) => ({
    name: `${place.kind}, as the registry makes it`,
    create: (apiKey?: string) => connectPublisher(cloud, place, apiKey === undefined ? {} : { key: apiKey }),
    model: () => place.model,
    served: place.served,
    deployment: place.model,
    guarded: true,
  })),
];

const QUESTION = "What is the capital of France?";

describe.each(CASES)("$name", ({ create, model, served, listed, deployment = "gpt-4o", guarded }) => {
  const request = (more: Partial<ChatRequest> = {}): ChatRequest => ({
    model: model(),
    messages: [user(QUESTION)],
    ...more,
  });
  const partsOf = async (more?: Partial<ChatRequest>, stream = true) => {
    const reply = await create().chat(request(more), { stream });
    return { reply, parts: await Array.fromAsync(reply.parts) };
  };
  const textOf = (parts: readonly StreamPart[]) =>
    parts.map((part) => (part.type === "text" ? part.text : "")).join("");

  test("streams an answer token by token, with usage, and says how it ended", async () => {
    const { reply, parts } = await partsOf();
    expect(textOf(parts)).toContain("Paris");
    expect(parts.filter(({ type }) => type === "text").length).toBeGreaterThan(1);
    expect(parts.at(-1)).toEqual({ type: "end", reason: "stop" });
    const usage = parts.find((part) => part.type === "usage")?.usage;
    expect(usage?.promptTokens).toBeGreaterThan(0);
    expect(usage?.completionTokens).toBeGreaterThan(0);
    expect(reply.provenance).toBe("simulated");
    expect(reply.servedModel).toContain(served ?? model());
  });

  test("gives the same answer whole", async () => {
    const streamed = await partsOf();
    const whole = await partsOf({}, false);
    expect(textOf(whole.parts)).toBe(textOf(streamed.parts));
    expect(whole.parts.map(({ type }) => type)).toEqual(["text", "usage", "end"]);
  });

  test("stops at the longest answer asked for", async () => {
    const { parts } = await partsOf({ maxTokens: 1 });
    expect(parts.at(-1)).toEqual({ type: "end", reason: "length" });
  });

  test("lists the models it offers", async () => {
    const names = await create().models();
    expect(names.some((name) => name.startsWith(listed ?? model()))).toBe(true);
  });

  test("names an unknown model in one line", async () => {
    const error = await create()
      .chat(request({ model: "no-such-model" }))
      .catch((caught: unknown) => caught);
    expect(error).toMatchObject({ name: "ProviderError", retryable: false });
    expect(String(error)).not.toContain("\n");
  });

  test("refuses 2 MB of prompt in one line", async () => {
    const error = await create()
      .chat(request({ messages: [user("x".repeat(2_000_000))] }))
      .catch((caught: unknown) => caught);
    expect(error).toMatchObject({ name: "ProviderError", retryable: false });
    expect((error as Error).message.length).toBeLessThan(500);
  });

  if (!guarded) return;

  test("refuses a wrong key, and asking again will not help", async () => {
    await expect(create("planted-wrong-key").chat(request())).rejects.toMatchObject({
      status: 401,
      retryable: false,
    });
  });

  test("says when to come back", async () => {
    await order({ deployment, status: 429, times: 1, headers: { "retry-after-ms": "120" } });
    await expect(create().chat(request())).rejects.toMatchObject({
      status: 429,
      retryable: true,
      retryAfterMs: 120,
    });
    expect(textOf((await partsOf()).parts)).toContain("Paris");
  });

  test("says that a broken server is worth another try", async () => {
    await order({ deployment, status: 503, times: 1 });
    await expect(create().chat(request())).rejects.toMatchObject({ status: 503, retryable: true });
  });
});

async function order(fault: object): Promise<void> {
  const response = await fetch(`${cloud.http}/lab/faults`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(fault),
  });
  expect(response.ok).toBe(true);
}

test("a lab cloud that goes away in mid-work is named, with what to do", async () => {
  const gone = await startLabCloud({ localModel: "simulated" });
  const provider = createAzureOpenAi({
    endpoint: gone.http,
    credential: { apiKey: gone.env.AZURE_OPENAI_API_KEY ?? "" },
  });
  await gone.close();
  await expect(provider.chat({ model: "gpt-4o", messages: [user("hi")] })).rejects.toMatchObject({
    code: "ECONNREFUSED",
    hint: expect.stringContaining("npm start"),
  });
});

test("an API Management gateway's answer names the region and the request's id; without an address it is not to be had", async () => {
  const endpoint = `${cloud.http}/apim/apim-one/inference/openai`;
  const provider = createApim({ endpoint, subscriptionKey: KEY, labUrls: labUrls() });
  const reply = await provider.chat({ model: "gpt-4o", messages: [user(QUESTION)] }, { stream: false });
  expect([provider.tier, reply.region]).toEqual(["apim", "East US"]);
  expect(reply.requestId).toMatch(/^[0-9a-f-]{36}$/);
  const nothing = loadSettings({ environment: {}, envFile: false }).settings;
  expect(() => createApimFromSettings(nothing)).toThrow("APIM_GATEWAY_URL is not set.");
});

test("a gateway that wants its own header gets the key there", async () => {
  const endpoint = `${cloud.http}/apim/apim-one/inference/openai`;
  const provider = createApim({ endpoint, subscriptionKey: KEY, keyHeader: "Ocp-Apim-Subscription-Key" });
  await expect(provider.chat({ model: "gpt-4o", messages: [user(QUESTION)] })).rejects.toMatchObject({
    status: 401,
    hint: expect.stringContaining("APIM_API_KEY"),
  });
});
