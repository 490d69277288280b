import OpenAI, { AzureOpenAI } from "openai";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { type LabCloud, type LabState, startLabCloud } from "../src/lab-cloud/index.ts";
import { postJson, variable } from "./start-test-cloud.ts";

let cloud: LabCloud;

beforeAll(async () => {
  cloud = await startLabCloud({ localModel: "simulated" });
});
afterAll(() => cloud.close());
beforeEach(() => fetch(variable(cloud, "LAB_FAULTS_URL"), { method: "DELETE" }));

const order = (fault: object) => postJson(variable(cloud, "LAB_FAULTS_URL"), fault);
/** Asks with the SDK as it is, but for how often it asks again. */
const ask = (maxRetries?: number) => {
  const client = new AzureOpenAI({
    endpoint: cloud.http,
    apiKey: variable(cloud, "AZURE_OPENAI_API_KEY"),
    apiVersion: "2024-12-01-preview",
    ...(maxRetries !== undefined && { maxRetries }),
  });
  return client.chat.completions.create({
    model: "gpt-4o",
    messages: [{ role: "user", content: "What is the capital of France?" }],
  });
};

/** Status and count of what was asked since, oldest first. */
async function askedSince(before: number) {
  const { requests } = await state();
  return requests.recent
    .slice(0, requests.total - before)
    .map(({ status, retry }) => [retry, status])
    .reverse();
}

const state = async () => (await (await fetch(`${cloud.http}/lab/state`)).json()) as LabState;

describe("the openai SDK", () => {
  test("asks twice more by itself, and counts", async () => {
    const { total } = (await state()).requests;
    await order({ status: 429, times: 2, headers: { "retry-after-ms": "1" } });
    expect((await ask()).choices).toHaveLength(1);
    expect(await askedSince(total)).toEqual([
      [0, 429],
      [1, 429],
      [2, 200],
    ]);
  });

  test("gives up after its last try with the error of that one", async () => {
    const { total } = (await state()).requests;
    await order({ status: 503, times: 3, headers: { "retry-after-ms": "1" } });
    await expect(ask()).rejects.toMatchObject({ status: 503, code: "ServiceUnavailable" });
    expect(await askedSince(total)).toHaveLength(3);
    expect((await state()).faults).toEqual([]);
  });

  test.each([408, 409, 429, 500, 502, 503, 504, 529])("asks again after %i", async (status) => {
    await order({ status, headers: { "retry-after-ms": "1" } });
    expect((await ask(1)).choices).toHaveLength(1);
  });

  test.each([400, 401, 403, 404, 413, 422])("does not ask again after %i", async (status) => {
    const { total } = (await state()).requests;
    await order({ status, headers: { "retry-after-ms": "1" } });
    await expect(ask(2)).rejects.toMatchObject({ status });
    expect(await askedSince(total)).toEqual([[0, status]]);
  });

  test("takes retry-after-ms over retry-after", async () => {
    // A wait of an hour would end this test.
    await order({ status: 429, headers: { "retry-after": "3600", "retry-after-ms": "1" } });
    expect((await ask(1)).choices).toHaveLength(1);
  });

  test("does as x-should-retry says, whatever the status", async () => {
    const { total } = (await state()).requests;
    await order({ status: 429, headers: { "x-should-retry": "false" } });
    await expect(ask(2)).rejects.toBeInstanceOf(OpenAI.RateLimitError);
    await order({ status: 400, headers: { "x-should-retry": "true", "retry-after-ms": "1" } });
    expect((await ask(1)).choices).toHaveLength(1);
    expect(await askedSince(total)).toEqual([
      [0, 429],
      [0, 400],
      [1, 200],
    ]);
  });

  test("asks again after a reset connection", async () => {
    const { total } = (await state()).requests;
    await order({ reset: true });
    expect((await ask(1)).choices).toHaveLength(1);
    expect(await askedSince(total)).toEqual([
      [0, 444],
      [1, 200],
    ]);
  });

  test("takes an answer that is empty or of another model for good: that is for the caller to notice", async () => {
    const { total } = (await state()).requests;
    await order({ empty: true });
    expect((await ask(2)).choices[0]?.message.content).toBe("");
    await order({ wrongModel: "gpt-3.5-turbo-0125" });
    expect((await ask(2)).model).toBe("gpt-3.5-turbo-0125");
    expect(await askedSince(total)).toHaveLength(2);
  });
});
