import OpenAI, { AzureOpenAI } from "openai";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { type LabCloud, startLabCloud } from "../src/lab-cloud/index.ts";
import { postJson, variable } from "./start-test-cloud.ts";

let cloud: LabCloud;
const apiVersion = "2024-12-01-preview";
const question = (content: string) => [{ role: "user" as const, content }];

beforeAll(async () => {
  cloud = await startLabCloud({ localModel: "simulated" });
});
afterAll(() => cloud.close());
beforeEach(() => fetch(variable(cloud, "LAB_FAULTS_URL"), { method: "DELETE" }));

interface ClientOptions {
  readonly apiKey?: string;
  readonly maxRetries?: number;
  readonly prefix?: string;
}

const dated = ({ apiKey, prefix = "", ...rest }: ClientOptions = {}) =>
  new AzureOpenAI({
    endpoint: cloud.http + prefix,
    apiKey: apiKey ?? variable(cloud, "AZURE_OPENAI_API_KEY"),
    apiVersion,
    ...rest,
  });
const v1 = ({ apiKey, prefix = "", ...rest }: ClientOptions = {}) =>
  new OpenAI({
    baseURL: `${cloud.http}${prefix}/openai/v1/`,
    apiKey: apiKey ?? variable(cloud, "AZURE_OPENAI_API_KEY"),
    ...rest,
  });

describe.each([
  { name: "AzureOpenAI, dated routes", client: dated },
  { name: "OpenAI on /openai/v1", client: v1 },
])("$name", ({ client }) => {
  test("gets a whole answer with Azure's fields and headers", async () => {
    const { data, response, request_id } = await client()
      .chat.completions.create({ model: "gpt-4o", messages: question("What is the capital of France?") })
      .withResponse();
    expect(data.choices[0]?.message.content).toBe("The capital of France is Paris.");
    expect(data.object).toBe("chat.completion");
    expect(data.model).toBe("gpt-4o-2024-11-20");
    expect(data.system_fingerprint).toMatch(/^fp_/);
    expect(request_id).toMatch(/^[0-9a-f-]{36}$/);
    expect(data.choices[0]).toMatchObject({
      finish_reason: "stop",
      logprobs: null,
      content_filter_results: { hate: { filtered: false, severity: "safe" } },
    });
    expect(data).toMatchObject({
      prompt_filter_results: [
        { prompt_index: 0, content_filter_results: { jailbreak: { filtered: false, detected: false } } },
      ],
      usage: { completion_tokens_details: { reasoning_tokens: 0 } },
    });
    expect(Object.fromEntries(response.headers)).toMatchObject({
      "apim-request-id": expect.stringMatching(/^[0-9a-f-]{36}$/),
      "x-ms-region": "East US",
      "x-ms-deployment-name": "gpt-4o",
      "x-ratelimit-limit-requests": expect.stringMatching(/^\d+$/),
      "x-ratelimit-remaining-requests": expect.stringMatching(/^\d+$/),
      "x-ratelimit-limit-tokens": expect.stringMatching(/^\d+$/),
      "x-ratelimit-remaining-tokens": expect.stringMatching(/^\d+$/),
      "x-lab-provenance": "simulated",
    });
  });

  test("counts tokens as the model does", async () => {
    const { usage } = await client().chat.completions.create({
      model: "gpt-4o",
      messages: question("What is the capital of France?"),
    });
    // 3 for the request, 3 for the message, 1 for its role, 7 for its text.
    expect(usage).toMatchObject({ prompt_tokens: 14, completion_tokens: 7, total_tokens: 21 });
  });

  test("streams token by token; the first chunk has no choices; usage comes when asked for", async () => {
    const stream = await client().chat.completions.create({
      model: "gpt-4o",
      messages: question("What is the capital of France?"),
      stream: true,
      stream_options: { include_usage: true },
    });
    const chunks = await Array.fromAsync(stream);
    expect(chunks[0]).toMatchObject({ choices: [], prompt_filter_results: [{ prompt_index: 0 }] });
    expect(chunks[1]?.choices[0]?.delta).toMatchObject({ role: "assistant", content: "" });
    const pieces = chunks.flatMap((chunk) => chunk.choices[0]?.delta.content || []);
    expect(pieces.join("")).toBe("The capital of France is Paris.");
    expect(pieces).toHaveLength(7);
    expect(chunks.at(-2)?.choices[0]?.finish_reason).toBe("stop");
    expect(chunks.at(-1)).toMatchObject({ choices: [], usage: { prompt_tokens: 14, completion_tokens: 7 } });
  });

  test("leaves usage out of a stream that does not ask for it", async () => {
    const stream = await client().chat.completions.create({
      model: "gpt-4o",
      messages: question("Hello!"),
      stream: true,
    });
    const chunks = await Array.fromAsync(stream);
    expect(chunks.some((chunk) => "usage" in chunk)).toBe(false);
  });

  test("is read by the SDK's own stream helper", async () => {
    const whole = await client()
      .chat.completions.stream({ model: "gpt-4o-mini", messages: question("What is 2 + 2?") })
      .finalChatCompletion();
    expect(whole.choices[0]?.message.content).toBe("2 + 2 = 4.");
  });

  test("stops at max_tokens with finish_reason length", async () => {
    const { choices, usage } = await client().chat.completions.create({
      model: "gpt-4o",
      messages: question("What is the capital of France?"),
      max_completion_tokens: 3,
    });
    expect(choices[0]).toMatchObject({ finish_reason: "length", message: { content: "The capital of" } });
    expect(usage?.completion_tokens).toBe(3);
  });

  test("ends before a stop sequence", async () => {
    const { choices, usage } = await client().chat.completions.create({
      model: "gpt-4o",
      messages: question("What is the capital of France?"),
      stop: [" is", "nowhere"],
    });
    expect(choices[0]).toMatchObject({
      finish_reason: "stop",
      message: { content: "The capital of France" },
    });
    expect(usage?.completion_tokens).toBe(4);
  });

  test("says so when nobody has written an answer", async () => {
    const { choices } = await client().chat.completions.create({
      model: "gpt-4o",
      messages: question("Which socks shall I wear on the 14th?"),
    });
    expect(choices[0]?.message.content).toMatch(/simulated.*\.env.*data\/answers\.jsonl/);
  });

  test("answers the last question of a conversation, in text parts too", async () => {
    const { choices } = await client().chat.completions.create({
      model: "gpt-4o",
      messages: [
        { role: "system", content: "Be brief." },
        { role: "user", content: "What is the capital of Italy?" },
        { role: "assistant", content: "Rome." },
        {
          role: "user",
          content: [
            { type: "text", text: "what's the capital " },
            { type: "text", text: "of SPAIN" },
          ],
        },
      ],
    });
    expect(choices[0]?.message.content).toBe("The capital of Spain is Madrid.");
  });

  test("works behind a path prefix and a slash too many", async () => {
    const { choices } = await client({ prefix: "//gateway/inference" }).chat.completions.create({
      model: "gpt-4o",
      messages: question("Hello!"),
    });
    expect(choices).toHaveLength(1);
  });

  test("lists base models", async () => {
    const ids = (await client().models.list()).data.map(({ id }) => id);
    expect(ids).toContain("gpt-4o-2024-11-20");
    expect(await client().models.retrieve("gpt-4o-2024-11-20")).toMatchObject({ object: "model" });
    await expect(client().models.retrieve("nothing")).rejects.toMatchObject({ status: 404 });
  });

  test("refuses a wrong key as 401", async () => {
    const wrong = client({ apiKey: "planted-secret" }).chat.completions.create({
      model: "gpt-4o",
      messages: question("Hello!"),
    });
    await expect(wrong).rejects.toBeInstanceOf(OpenAI.AuthenticationError);
    await expect(wrong).rejects.toMatchObject({
      code: "401",
      message: expect.stringContaining("Access denied due to invalid subscription key"),
    });
    await expect(wrong).rejects.not.toMatchObject({ message: expect.stringContaining("planted-secret") });
  });

  test("names an unknown deployment as Azure does", async () => {
    const unknown = client().chat.completions.create({ model: "no-such", messages: question("Hello!") });
    await expect(unknown).rejects.toBeInstanceOf(OpenAI.NotFoundError);
    await expect(unknown).rejects.toMatchObject({ code: "DeploymentNotFound" });
  });

  test("refuses 2 MB of prompt as 413 in one line", async () => {
    const huge = client({ maxRetries: 0 }).chat.completions.create({
      model: "gpt-4o",
      messages: question("word ".repeat(400_000)),
    });
    await expect(huge).rejects.toMatchObject({ status: 413, code: "RequestEntityTooLarge" });
    await expect(huge).rejects.not.toMatchObject({ message: expect.stringContaining("\n") });
  });

  test("is asked again by the SDK after 429, as often as ordered", async () => {
    const fault = { deployment: "gpt-4o", status: 429, times: 2, headers: { "retry-after-ms": "1" } };
    expect((await postJson(variable(cloud, "LAB_FAULTS_URL"), fault)).status).toBe(201);
    const { choices } = await client().chat.completions.create({
      model: "gpt-4o",
      messages: question("Hello!"),
    });
    expect(choices).toHaveLength(1);
    expect((await answered()).slice(0, 3)).toEqual([200, 429, 429]);
  });

  test("gets the fault when it does not ask again", async () => {
    const fault = { deployment: "gpt-4o", status: 429, headers: { "retry-after": "7" } };
    await postJson(variable(cloud, "LAB_FAULTS_URL"), fault);
    const throttled = client({ maxRetries: 0 }).chat.completions.create({
      model: "gpt-4o",
      messages: question("Hello!"),
      stream: true,
    });
    await expect(throttled).rejects.toBeInstanceOf(OpenAI.RateLimitError);
    await expect(throttled).rejects.toMatchObject({
      code: "429",
      message: expect.stringContaining("Please retry after 7 seconds"),
    });
  });
});

/** Status of the last chat requests, newest first. */
async function answered(): Promise<number[]> {
  const state = (await (await fetch(`${cloud.http}/lab/state`)).json()) as {
    requests: { recent: { status: number; path: string }[] };
  };
  return state.requests.recent.filter(({ path }) => path.includes("/chat/")).map(({ status }) => status);
}

test("an agreed stream ends when the lab cloud is closed", async () => {
  const other = await startLabCloud({ localModel: "simulated" });
  const client = new AzureOpenAI({
    endpoint: other.http,
    apiKey: variable(other, "AZURE_OPENAI_API_KEY"),
    apiVersion,
    maxRetries: 0,
  });
  await postJson(variable(other, "LAB_FAULTS_URL"), { delayMs: 600_000 });
  const waiting = client.chat.completions.create({
    model: "gpt-4o",
    messages: question("Hello!"),
    stream: true,
  });
  const outcome = expect(waiting).rejects.toBeInstanceOf(OpenAI.APIConnectionError);
  await expect.poll(async () => (await state(other)).faults).toEqual([]);
  await other.close();
  await outcome;
});

async function state(of: LabCloud): Promise<{ faults: unknown[] }> {
  return (await (await fetch(`${of.http}/lab/state`)).json()) as { faults: unknown[] };
}
