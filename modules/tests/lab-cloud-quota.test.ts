import OpenAI, { AzureOpenAI } from "openai";
import { beforeEach, describe, expect, test } from "vitest";
import { readCatalog } from "../src/catalog/index.ts";
import { type Clock, systemClock } from "../src/core/index.ts";
import type { LabCloud, LabState } from "../src/lab-cloud/index.ts";
import { postJson, startTestCloud, variable } from "./start-test-cloud.ts";

/** 1000 tokens a minute, and so six requests. */
const SMALL = "gpt-4o-mini-1k";
/** 14 tokens of prompt, 7 of answer. */
const messages = [{ role: "user" as const, content: "What is the capital of France?" }];

let cloud: LabCloud;
let passedMs: number;
let elapsed = () => passedMs;
const clock: Clock = { ...systemClock, elapsed: () => elapsed() };

beforeEach(async () => {
  passedMs = 0;
  elapsed = () => passedMs;
  cloud = await startTestCloud({ clock });
});

const key = () => variable(cloud, "AZURE_OPENAI_API_KEY");
const ask = (more: object = {}, deployment = SMALL) =>
  postJson(
    `${cloud.http}/openai/deployments/${deployment}/chat/completions?api-version=2024-10-21`,
    { messages, ...more },
    { "api-key": key() },
  );
const header = (response: Response, name: string) => response.headers.get(name);
const left = (response: Response) => [
  header(response, "x-ratelimit-remaining-requests"),
  header(response, "x-ratelimit-remaining-tokens"),
];
const messageOf = async (response: Response) =>
  ((await response.json()) as { error: { code: string; message: string } }).error.message;

test("the catalog has a deployment of 1000 tokens a minute", () => {
  expect(readCatalog().deployment(SMALL)).toMatchObject({ tokensPerMinute: 1000 });
});

describe("what is left", () => {
  test("counts down with each answer, and another deployment's does not", async () => {
    expect(left(await ask())).toEqual(["5", "979"]);
    expect(left(await ask({ stream: true }))).toEqual(["4", "958"]);
    expect(header(await ask({}, "gpt-4o-mini"), "x-ratelimit-limit-tokens")).not.toBe("1000");
    const third = await ask();
    expect(left(third)).toEqual(["3", "937"]);
    expect(header(third, "x-ratelimit-limit-requests")).toBe("6");
    expect(header(third, "x-ratelimit-limit-tokens")).toBe("1000");
  });

  test("counts max_tokens, as Azure does, though the answer is shorter", async () => {
    expect(left(await ask({ max_tokens: 100 }))).toEqual(["5", "886"]);
    expect(left(await ask({ max_completion_tokens: 100 }))).toEqual(["4", "772"]);
  });

  test("comes back when the minute is over", async () => {
    await ask({ max_tokens: 500 });
    passedMs = 30_000;
    expect(left(await ask())).toEqual(["4", "465"]);
    passedMs = 60_000;
    expect(left(await ask())).toEqual(["4", "958"]);
  });

  test("is not used up by what is refused or struck by a fault", async () => {
    await ask({ messages: "none" });
    await ask({ max_tokens: 10_000 });
    await postJson(variable(cloud, "LAB_FAULTS_URL"), { status: 503 });
    expect((await ask()).status).toBe(503);
    expect(left(await ask())).toEqual(["5", "979"]);
  });
});

describe("a request too many", () => {
  test("is refused as Azure does, and served when the time it was told is over", async () => {
    for (let count = 0; count < 6; count++) {
      expect((await ask()).status).toBe(200);
      passedMs += 1500;
    }
    const refused = await ask();
    expect(refused.status).toBe(429);
    expect(Object.fromEntries(refused.headers)).toMatchObject({
      "retry-after": "51",
      "retry-after-ms": "51000",
      "policy-id": "DeploymentRatelimit-Call",
      "x-ms-region": "East US",
      "x-ratelimit-limit-requests": "6",
      "x-ratelimit-remaining-requests": "0",
      "x-ratelimit-remaining-tokens": "874",
    });
    expect(await refused.json()).toEqual({
      error: {
        code: "429",
        message: expect.stringMatching(
          /^Requests to the ChatCompletions_Create Operation .*have exceeded call rate limit .* Please retry after 51 seconds\.$/,
        ),
      },
    });
    passedMs += 50_999;
    expect(header(await ask(), "retry-after-ms")).toBe("1");
    passedMs += 1;
    expect((await ask()).status).toBe(200);
  });

  test("is refused before its stream begins", async () => {
    for (let count = 0; count < 6; count++) await ask();
    const refused = await ask({ stream: true });
    expect([refused.status, header(refused, "content-type")]).toEqual([429, "application/json"]);
  });
});

describe("tokens too many", () => {
  test("are refused while the minute has too few, and a smaller request is not", async () => {
    await ask({ max_tokens: 586 });
    passedMs += 20_000;
    const refused = await ask({ max_tokens: 400 });
    expect(refused.status).toBe(429);
    expect(Object.fromEntries(refused.headers)).toMatchObject({
      "retry-after": "40",
      "retry-after-ms": "40000",
      "policy-id": "DeploymentRatelimit-Token",
      "x-ratelimit-remaining-requests": "5",
      "x-ratelimit-remaining-tokens": "0",
    });
    expect(await messageOf(refused)).toContain("exceeded token rate limit");
    expect(left(await ask({ max_tokens: 300 }))).toEqual(["4", "86"]);
    passedMs += 40_000;
    expect((await ask({ max_tokens: 400 })).status).toBe(200);
  });

  test("more than a minute ever has are refused honestly, and no SDK waits for them", async () => {
    const refused = await ask({ max_tokens: 2000 });
    expect(refused.status).toBe(429);
    expect(header(refused, "x-should-retry")).toBe("false");
    expect(await messageOf(refused)).toMatch(/2014 tokens .*has 1000 a minute/);
    expect(left(refused)).toEqual(["6", "1000"]);
    const asked = client(2).chat.completions.create({ model: SMALL, messages, max_tokens: 2000 });
    await expect(asked).rejects.toBeInstanceOf(OpenAI.RateLimitError);
    expect(await chatRequests()).toHaveLength(2);
  });
});

test("the SDK waits as long as it is told and gets its answer", async () => {
  for (let count = 0; count < 6; count++) await ask();
  const startedAt = performance.now();
  elapsed = () => 59_800 + performance.now() - startedAt;
  const { choices } = await client(1).chat.completions.create({ model: SMALL, messages });
  expect(choices[0]?.message.content).toBe("The capital of France is Paris.");
  expect((await chatRequests()).slice(0, 2)).toMatchObject([
    { status: 200, retry: 1 },
    { status: 429, retry: 0 },
  ]);
});

const client = (maxRetries: number) =>
  new AzureOpenAI({ endpoint: cloud.http, apiKey: key(), apiVersion: "2024-12-01-preview", maxRetries });

/** Newest first. */
async function chatRequests() {
  const { requests } = (await (await fetch(`${cloud.http}/lab/state`)).json()) as LabState;
  return requests.recent.filter(({ path }) => path.endsWith("/chat/completions"));
}
